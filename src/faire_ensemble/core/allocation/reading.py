"""Rows from JSON, with errors that name the place: « requests[3].asked (D-3) : … »."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from faire_ensemble.core.allocation.entities import Scope
from faire_ensemble.core.allocation.formulation import Rule
from faire_ensemble.core.allocation.money import InvalidProblem

Row = TypeVar("Row")


class Unreadable(InvalidProblem):
    """A file that is not a scenario; the message is a French sentence naming where."""


def parse(text: str) -> Any:
    """JSON with exact numbers."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"Ce fichier n'est pas du JSON : ligne {error.lineno}, colonne {error.colno}."
        ) from error
    except RecursionError as error:
        raise Unreadable("Ce fichier n'est pas un scénario : listes trop imbriquées.") from error


def _no_constant(name: str) -> None:
    raise Unreadable(f"Ce fichier contient « {name} », qui n'est pas un nombre.")


def table(data: Any, where: str) -> Mapping[str, Any]:
    """An object, or an error."""
    if not isinstance(data, dict):
        raise Unreadable(f"{where} : un objet {{…}} est attendu.")
    return data


def rows(data: Any, kind: Callable[..., Row], where: str) -> tuple[Row, ...]:
    """A list of rows of a dataclass."""
    if not isinstance(data, list):
        raise Unreadable(f"{where} : une liste […] est attendue.")
    return tuple(row(item, kind, f"{where}[{number}]") for number, item in enumerate(data))


def row(data: Any, kind: Callable[..., Row], where: str) -> Row:
    """One row of a dataclass, its fields read by their type; unknown fields are refused."""
    given = dict(table(data, where))
    name = given.get("id") or given.get("holder")
    if isinstance(name, str):
        where = f"{where} ({name})"
    values = {}
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        if field.name in given:
            values[field.name] = READERS[field.type](given.pop(field.name), f"{where}.{field.name}")
        elif field.default is dataclasses.MISSING:
            raise Unreadable(f"{where} : le champ « {field.name} » manque.")
    if given:
        raise Unreadable(f"{where} : le champ « {min(given)} » est inconnu.")
    try:
        return kind(**values)
    except InvalidProblem as error:
        raise Unreadable(f"{where} : {error}") from error


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise Unreadable(f"{where} : un texte est attendu, pas {spelled(value)}.")
    return value


def number(value: Any, where: str) -> Decimal:
    """A decimal, from text (as written by us) or from a JSON number."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unreadable(f"{where} : un nombre est attendu, pas {spelled(value)}.")
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Unreadable(
            f"{where} : « {value} » n'est pas un nombre ; écrivez-le en chiffres, "
            "par exemple « 1500.50 »."
        )
    if abs(found.adjusted()) > 15:
        raise Unreadable(f"{where} : « {value} » est trop grand ou trop petit.")
    return found


def truth(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(f"{where} : true ou false est attendu, pas {spelled(value)}.")
    return value


def spelled(value: Any) -> str:
    """A wrong value, cut to what fits a sentence."""
    return f"« {json.dumps(value, ensure_ascii=False, default=str)[:40]} »"


def _perhaps(value: Any, where: str) -> Decimal | None:
    return None if value is None else number(value, where)


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Unreadable(f"{where} : une liste de textes est attendue, pas {spelled(value)}.")
    return tuple(text(item, f"{where}[{position}]") for position, item in enumerate(value))


def one_of(kind: type[StrEnum]) -> Callable[[Any, str], StrEnum]:
    """A reader of the values of an enumeration."""

    def read(value: Any, where: str) -> StrEnum:
        if value not in list(kind):
            known = ", ".join(kind)
            raise Unreadable(f"{where} : {spelled(value)} est inconnu ; valeurs : {known}.")
        return kind(value)

    return read


READERS: dict[Any, Callable[[Any, str], Any]] = {
    str: text,
    Decimal: number,
    Decimal | None: _perhaps,
    tuple[str, ...]: _texts,
    Scope: one_of(Scope),
    Rule: one_of(Rule),
}
