"""A scenario as a file: the problem, and the programme published for it.

Canonical JSON: keys sorted, no spaces, amounts as text without useless zeros. The digest of a
problem (SHA-256 of its canonical form) names it wherever it travels.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from faire_ensemble.core.allocation.charging import Draw
from faire_ensemble.core.allocation.entities import (
    Application,
    Envelope,
    HolderCap,
    MinimumShare,
    Request,
    Weights,
)
from faire_ensemble.core.allocation.money import cents
from faire_ensemble.core.allocation.problem import Problem, Programme
from faire_ensemble.core.allocation.reading import (
    Unreadable,
    number,
    one_of,
    parse,
    row,
    rows,
    table,
    text,
    truth,
)
from faire_ensemble.core.allocation.solver import GAP, Mode, Price, Result

FORMAT = "faire-ensemble/allocation"
VERSION = 1
LISTS = {
    "applications": Application,
    "requests": Request,
    "envelopes": Envelope,
    "minimum_shares": MinimumShare,
    "holder_caps": HolderCap,
}
OPTIONAL = {"minimum_shares", "holder_caps"}


@dataclass(frozen=True)
class Scenario:
    """What a file holds: a problem, and the result published for it when there is one."""

    problem: Problem
    result: Result | None = None


def scenario_to_json(problem: Problem, result: Result | None = None) -> str:
    """The file of a scenario."""
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION, "problem": _problem(problem)}
    if result is not None:
        data["result"] = _result(problem, result)
    return _canonical(data)


def scenario_from_json(source: str) -> Scenario:
    """Read a scenario. Raises Unreadable (one French sentence) for anything else."""
    data = table(parse(source), "Le fichier")
    if data.get("format") != FORMAT:
        raise Unreadable(f"Ce fichier n'est pas un scénario : « format » doit être « {FORMAT} ».")
    if data.get("version") != VERSION:
        raise Unreadable(f"Version {data.get('version')} inconnue : ce logiciel lit la {VERSION}.")
    if "problem" not in data:
        raise Unreadable("Le fichier ne contient pas de problème (« problem »).")
    problem = problem_from_data(data["problem"])
    if data.get("result") is None:
        return Scenario(problem)
    return Scenario(problem, _read_result(problem, data["result"]))


def problem_to_json(problem: Problem) -> str:
    """The canonical form of a problem."""
    return _canonical(_problem(problem))


def problem_from_json(source: str) -> Problem:
    """Read a problem alone."""
    return problem_from_data(parse(source))


def result_to_json(problem: Problem, result: Result) -> str:
    """The canonical form of a result."""
    return _canonical(_result(problem, result))


def result_from_json(problem: Problem, source: str) -> Result:
    """Read the result of a problem. Raises Unreadable when it is another problem's."""
    return _read_result(problem, parse(source))


def digest(problem: Problem) -> str:
    """SHA-256 of the canonical form: two problems with the same digest are the same."""
    return hashlib.sha256(problem_to_json(problem).encode()).hexdigest()


def problem_from_data(data: Any) -> Problem:
    """A problem from parsed JSON."""
    where = "problem"
    given = dict(table(data, where))
    values: dict[str, Any] = {}
    for name, kind in LISTS.items():
        if name not in given and name not in OPTIONAL:
            raise Unreadable(f"{where} : la liste « {name} » manque.")
        values[name] = rows(given.pop(name, []), kind, name)
    if given.get("weights") is not None:
        values["weights"] = row(given["weights"], Weights, "weights")
    if given.get("holder_cap") is not None:
        values["holder_cap"] = number(given["holder_cap"], "holder_cap")
    values["name"] = text(given.get("name", ""), "name")
    unknown = set(given) - {"weights", "holder_cap", "name"}
    if unknown:
        raise Unreadable(f"{where} : le champ « {min(unknown)} » est inconnu.")
    return Problem(**values)


def _problem(problem: Problem) -> dict[str, Any]:
    data: dict[str, Any] = {name: [_row(item) for item in getattr(problem, name)] for name in LISTS}
    cap = problem.holder_cap
    return data | {
        "name": problem.name,
        "holder_cap": None if cap is None else _plain(cap),
        "weights": _row(problem.weights),
    }


def _result(problem: Problem, result: Result) -> dict[str, Any]:
    return {
        "digest": digest(problem),
        "amounts": {name: _plain(value) for name, value in result.programme.amounts.items()},
        "name": result.programme.name,
        "draws": [
            {"request": draw.request, "envelope": draw.envelope, "amount": _plain(draw.euros)}
            for draw in result.draws
        ],
        "prices": [_row(price) for price in result.prices],
        **{name: _plain(getattr(result, name)) for name in ("benefit", "bound", "gap", "asked")},
        **{name: getattr(result, name) for name in ("proved", "by_prices", "mode", "solver")},
    }


def _read_result(problem: Problem, data: Any) -> Result:
    given = table(data, "result")
    for name in ("digest", "amounts", "draws", "prices", "benefit", "bound", "gap", "proved"):
        if name not in given:
            raise Unreadable(f"result : le champ « {name} » manque.")
    if given["digest"] != digest(problem):
        raise Unreadable(
            "Le résultat n'est pas celui de ce problème : leur empreinte diffère "
            "(le problème a été modifié après le calcul)."
        )
    return Result(
        programme=_read_programme(problem, given),
        prices=rows(given["prices"], Price, "result.prices"),
        draws=_read_draws(given["draws"]),
        benefit=number(given["benefit"], "result.benefit"),
        bound=number(given["bound"], "result.bound"),
        gap=number(given["gap"], "result.gap"),
        proved=truth(given["proved"], "result.proved"),
        by_prices=truth(given.get("by_prices", False), "result.by_prices"),
        mode=Mode(one_of(Mode)(given.get("mode", Mode.PROVED), "result.mode")),
        solver=text(given.get("solver", ""), "result.solver"),
        asked=number(given.get("asked", GAP), "result.asked"),
    )


def _read_programme(problem: Problem, given: Mapping[str, Any]) -> Programme:
    amounts = {}
    for name, value in table(given["amounts"], "result.amounts").items():
        where = f"result.amounts.{name}"
        if name not in problem.request_by_id:
            raise Unreadable(f"{where} : cette demande n'existe pas.")
        amounts[name] = number(value, where)
        cents(amounts[name], where)
    ordered = {row.id: amounts[row.id] for row in problem.requests if row.id in amounts}
    return Programme(ordered, text(given.get("name", ""), "result.name"))


@dataclass(frozen=True, slots=True)
class _WrittenDraw:
    request: str
    envelope: str
    amount: Decimal


def _read_draws(data: Any) -> tuple[Draw, ...]:
    return tuple(
        Draw(written.request, written.envelope, cents(written.amount, "result.draws"))
        for written in rows(data, _WrittenDraw, "result.draws")
    )


def _row(item: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(item, field.name)) for field in dataclasses.fields(item)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        if not value:
            return "0"
        written = f"{value:f}"
        return written.rstrip("0").rstrip(".") if "." in written else written
    return list(value) if isinstance(value, tuple) else value


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
