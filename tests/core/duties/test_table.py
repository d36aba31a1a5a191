"""The table of rules holds together: dates, thresholds, a condition for each key."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from faire_ensemble.core.duties import RULES, Rule, rule_on
from faire_ensemble.core.duties.conditions import CONDITIONS


def versions(key: str) -> list[Rule]:
    return [rule for rule in RULES if rule.key == key]


def test_every_rule_has_a_condition_and_every_condition_a_rule() -> None:
    assert {rule.key for rule in RULES} == set(CONDITIONS)


@pytest.mark.parametrize("key", CONDITIONS)
def test_versions_follow_each_other_without_overlap_or_hole(key: str) -> None:
    for before, after in pairwise(versions(key)):
        assert before.valid_to is not None
        assert before.valid_to + timedelta(1) == after.valid_from
    for rule in versions(key):
        assert rule.valid_to is None or rule.valid_from <= rule.valid_to


def test_every_rule_has_a_sentence_and_a_basis() -> None:
    for rule in RULES:
        assert rule.sentence.endswith("."), rule.key
        assert rule.basis and not rule.basis.endswith("."), rule.key
        assert not rule.question or rule.question[-1] in ".?"


@pytest.mark.parametrize(
    ("key", "day", "threshold"),
    [
        ("convention", date(2001, 6, 10), None),
        ("convention", date(2016, 1, 1), 23_000),
        ("convention", date(2026, 1, 1), 23_000),
        ("accounts_audited", date(2016, 1, 1), 153_000),
        ("de_minimis", date(2023, 12, 31), 200_000),
        ("de_minimis", date(2024, 1, 1), 300_000),
        ("de_minimis", date(2030, 12, 31), 300_000),
        ("de_minimis", date(2031, 1, 1), None),
        ("de_minimis_sgei", date(2023, 12, 31), 500_000),
        ("de_minimis_sgei", date(2024, 1, 1), 750_000),
        ("republican_contract", date(2022, 1, 1), None),
        ("essential_data", date(2017, 7, 31), None),
        ("essential_data", date(2017, 8, 1), 23_000),
        ("payment", date(2021, 7, 2), None),
        ("multi_year_target", date(2023, 8, 30), None),
        ("multi_year_target", date(2024, 8, 30), Decimal("0.5")),
    ],
)
def test_what_was_the_law_on_a_day(key: str, day: date, threshold: int | None) -> None:
    rule = rule_on(key, day)
    assert (rule.threshold if rule else None) == threshold


def test_a_rule_in_force_without_a_threshold() -> None:
    rule = rule_on("republican_contract", date(2022, 1, 2))
    assert rule is not None and not rule.to_check
    with pytest.raises(ValueError, match="pas de seuil"):
        _ = rule.limit


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        rule_on("tax", date(2026, 1, 1))
