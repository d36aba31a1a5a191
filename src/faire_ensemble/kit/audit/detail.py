"""What an entry's detail may hold: only what SQLite and PostgreSQL give back unchanged.

A digest is recomputed from what the database returns. Floats (0.1 + 0.2), `Decimal`, dates and
tuples come back as something else, and PostgreSQL keeps neither NUL nor a lone surrogate: an
entry holding one would look tampered with, so it is refused when it is written.
"""

from typing import Any


class BadDetail(TypeError):
    """The detail of an act holds a value that would not survive being kept."""


def plain(value: Any, where: str = "detail") -> Any:
    """Copy `value` into plain str, int, bool, None, list and dict, or raise `BadDetail`.

    Subclasses (StrEnum, IntEnum) become their plain value; `where` names the faulty place.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return keepable(str.__str__(value), where)
    if isinstance(value, list):
        return [plain(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {_key(key, where): plain(item, f"{where}.{key}") for key, item in value.items()}
    raise BadDetail(
        f"journal des actes : {where} est un {type(value).__name__} ; n'y écrivez que du texte, "
        "des entiers, vrai ou faux, rien, des listes et des dictionnaires (un montant ou une "
        "date s'écrit en texte)"
    )


def keepable(text: str, where: str) -> str:
    """Return `text` when any database can hold it, else raise `BadDetail`."""
    if "\0" in text:
        raise BadDetail(f"journal des actes : {where} contient un caractère nul")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadDetail(f"journal des actes : {where} contient un demi-caractère") from None
    return text


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str):
        raise BadDetail(f"journal des actes : une clé de {where} n'est pas du texte : {key!r}")
    return keepable(str.__str__(key), where)
