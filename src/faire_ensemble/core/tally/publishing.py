"""A published result inside its `.pb` file, that anyone counts again and checks.

META keys: `faire_rule`, `faire_utility`, `faire_completion`, `faire_seed`, `faire_options` (the
other settings, JSON), `faire_digest` (of every datum of the file), `faire_winners` (in order),
`faire_seal` (SHA-256 of the others). The column `selected` of PROJECTS says who is funded.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from faire_ensemble.core.tally.ballots import InvalidElection, Project
from faire_ensemble.core.tally.counting import tally
from faire_ensemble.core.tally.election import Election
from faire_ensemble.core.tally.options import (
    Completion,
    Earmark,
    Options,
    Override,
    Rule,
    Unaffordable,
    Utility,
)
from faire_ensemble.core.tally.outcome import Outcome
from faire_ensemble.core.tally.writing import OURS, digest

KEYS = ("rule", "utility", "completion", "seed", "options", "digest", "winners")
SELECTED = "selected"


@dataclass(frozen=True)
class Verification:
    """What checking a published result found: `faults` are French sentences, none when true."""

    options: Options
    outcome: Outcome | None
    faults: tuple[str, ...]


def publish(election: Election, outcome: Outcome) -> Election:
    """The election with its result: write it with `write_pb`."""
    options = outcome.options
    values = {
        "rule": str(options.rule),
        "utility": str(options.utility),
        "completion": str(options.completion),
        "seed": str(options.seed),
        "options": _others(options),
        "digest": digest(election),
        "winners": ",".join(outcome.winners),
    }
    meta = {key: value for key, value in election.meta.items() if not key.startswith(OURS)}
    meta |= {OURS + key: values[key] for key in KEYS}
    meta[OURS + "seal"] = _seal(values, outcome.funded)
    columns = election.project_columns
    funded = set(outcome.funded)
    return replace(
        election,
        meta=meta,
        project_columns=columns if SELECTED in columns else (*columns, SELECTED),
        projects=tuple(_selected(project, project.id in funded) for project in election.projects),
    )


def _selected(project: Project, funded: bool) -> Project:
    return replace(project, extra={**project.extra, SELECTED: str(int(funded))})


def is_published(election: Election) -> bool:
    """Whether the file says how it was counted by this program."""
    return any(key.startswith(OURS) for key in election.meta)


def verify(election: Election) -> Verification:
    """Count again with the published settings; every difference is a fault."""
    values = {key: election.meta.get(OURS + key) for key in KEYS}
    missing = [OURS + key for key, value in values.items() if value is None]
    if missing:
        raise InvalidElection(f"Le résultat publié est incomplet : il manque {', '.join(missing)}.")
    written = {key: str(value) for key, value in values.items()}
    options = _options(written)
    faults = []
    selected = tuple(p.id for p in election.projects if p.column(SELECTED).strip() == "1")
    if written["digest"] != digest(election):
        faults.append(
            "L'empreinte publiée n'est pas celle de ce fichier : un bulletin, un projet ou une "
            "autre donnée a changé depuis la publication."
        )
    outcome = None
    try:
        outcome = tally(election, options)
    except InvalidElection as error:
        faults.append(f"Les réglages publiés ne peuvent pas être appliqués : {error}")
    else:
        faults += _differences(election, written["winners"], outcome)
    funded = selected if outcome is None else outcome.funded
    if election.meta.get(OURS + "seal") != _seal(written, funded):
        faults.append("Le sceau publié ne correspond pas : le résultat ou ses réglages ont changé.")
    return Verification(options, outcome, tuple(faults))


def _differences(election: Election, winners: str, outcome: Outcome) -> list[str]:
    """The published winners against those counted again."""
    faults = []
    if winners != ",".join(outcome.winners):
        said = [name for name in winners.split(",") if name]
        more = ", ".join(sorted(set(outcome.winners) - set(said))) or "aucun"
        less = ", ".join(sorted(set(said) - set(outcome.winners))) or "aucun"
        faults.append(
            "Les projets gagnants publiés ne sont pas ceux du dépouillement refait : il en manque "
            f"{more} ; en trop, {less}. L'ordre compte aussi."
        )
    funded = set(outcome.funded)
    wrong = ", ".join(
        project.id
        for project in election.projects
        if project.column(SELECTED).strip() != str(int(project.id in funded))
    )
    if wrong:
        faults.append(f"La colonne « {SELECTED} » ne dit pas les projets financés : {wrong}.")
    return faults


def _seal(values: dict[str, str], funded: tuple[str, ...]) -> str:
    text = json.dumps([*(values[key] for key in KEYS), sorted(funded)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _others(options: Options) -> str:
    """The settings without a key of their own, as canonical JSON."""
    least = options.minimum_support
    record: dict[str, Any] = {
        "minimum_support": None if least is None else format(least, "f"),
        "groups": options.groups,
        "earmarks": [[row.column, row.value, format(row.amount, "f")] for row in options.earmarks],
        "unaffordable": options.unaffordable,
        "overrides": [[row.project, row.fund, row.reason] for row in options.overrides],
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _options(values: dict[str, str]) -> Options:
    """Published settings, read back."""
    try:
        others = json.loads(values["options"])
        least = others["minimum_support"]
        return Options(
            rule=Rule(values["rule"]),
            utility=Utility(values["utility"]),
            completion=Completion(values["completion"]),
            seed=int(values["seed"]),
            minimum_support=None if least is None else Decimal(least),
            groups=tuple(tuple(str(name) for name in group) for group in others["groups"]),
            earmarks=tuple(
                Earmark(str(column), str(value), Decimal(amount))
                for column, value, amount in others["earmarks"]
            ),
            unaffordable=Unaffordable(others["unaffordable"]),
            overrides=tuple(
                Override(str(project), bool(fund), str(reason))
                for project, fund, reason in others["overrides"]
            ),
        )
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise InvalidElection(
            "Les réglages publiés (clés META « faire_… ») ne sont pas lisibles."
        ) from error
