"""Thresholds and duties of public grants: one dated table, and what it asks in a case.

Pure: the day is an argument; nothing is read or written (docs/methods/regles.md).
"""

from collections.abc import Iterable
from datetime import date

from faire_ensemble.core.duties.conditions import CONDITIONS, add_months
from faire_ensemble.core.duties.rules import Actor, Duty, Facts, Force, HolderKind, Rule, Stage
from faire_ensemble.core.duties.table import RULES

__all__ = [
    "RULES",
    "Actor",
    "Duty",
    "Facts",
    "Force",
    "HolderKind",
    "Rule",
    "Stage",
    "add_months",
    "duties_for",
    "rule_on",
]


def duties_for(facts: Facts, on: date, stages: Iterable[Stage] = tuple(Stage)) -> list[Duty]:
    """What the rules in force on a day ask in a case, in the order of the table."""
    wanted = set(stages)
    return [
        duty
        for rule in RULES
        if rule.in_force(on) and rule.stage in wanted
        for duty in CONDITIONS[rule.key](facts, rule)
    ]


def rule_on(key: str, on: date) -> Rule | None:
    """The version of a rule that is in force on a day, if any. Raises KeyError on unknown keys."""
    if key not in CONDITIONS:
        raise KeyError(key)
    return next((rule for rule in RULES if rule.key == key and rule.in_force(on)), None)
