"""The content of a version, as a list of items in the order in which they are read."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = 1


class BadContent(ValueError):
    """A content that is not a version: another format, a missing part, the same key twice."""


@dataclass(frozen=True, slots=True)
class Item:
    """A pillar, an objective, a commitment… `key` names it for good, whatever its words.

    `parent` is the key of what it belongs to, or nothing. `values` are names and texts, sorted by
    name; a value that is not known is left out. Amounts and dates are written as text.
    """

    kind: str
    key: str
    parent: str
    title: str
    values: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _value in self.values]
        if names != sorted(set(names)) or "title" in names or "parent" in names:
            raise BadContent(f"{self.key}: values must be sorted, once each: {names}")


def as_data(items: Sequence[Item]) -> dict[str, Any]:
    """Plain JSON: what is kept, published and digested."""
    return {
        "format": FORMAT,
        "items": [
            {
                "kind": item.kind,
                "key": item.key,
                "parent": item.parent,
                "title": item.title,
                "values": dict(item.values),
            }
            for item in items
        ],
    }


def from_data(data: Any) -> tuple[Item, ...]:
    """The items of a kept content. Raises `BadContent`."""
    try:
        if data["format"] != FORMAT:
            raise BadContent(f"format {data['format']} is not known, {FORMAT} is")
        items = tuple(
            Item(
                kind=str(each["kind"]),
                key=str(each["key"]),
                parent=str(each["parent"]),
                title=str(each["title"]),
                values=tuple(sorted((str(k), str(v)) for k, v in each["values"].items())),
            )
            for each in data["items"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadContent(f"not a version: {error!r}") from error
    if len({item.key for item in items}) < len(items):
        raise BadContent("the same key twice")
    return items


def digest(items: Sequence[Item]) -> str:
    """SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(as_data(items), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
