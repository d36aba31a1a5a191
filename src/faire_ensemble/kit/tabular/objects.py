"""A JSON array of objects read one object at a time: memory stays that of one object.

The standard library parses whole documents only; here each element is decoded from a window
over the text. Numbers with a decimal point become `Decimal`: they may be money.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from json import JSONDecoder
from pathlib import Path
from typing import Any, TextIO

from faire_ensemble.kit.tabular.readers import Unreadable, check_file, detect_encoding

WINDOW, LARGEST = 1 << 16, 1 << 24
BLANKS = " \t\r\n"


def stream_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its rank from 1. A broken or truncated file raises `Unreadable`.

    The fault may lie at the end: callers read inside a transaction.
    """
    check_file(path)
    with path.open(encoding=detect_encoding(path)) as file:
        try:
            yield from _Array(path, file).objects()
        except UnicodeDecodeError as error:
            raise Unreadable(
                f"{path.name} : texte abîmé. Téléchargez le fichier à nouveau."
            ) from error


class _Array:
    """A window over the text, moved forward as elements are decoded."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path, self.file = path, file
        self.text, self.at = "", 0
        self.decoder = JSONDecoder(parse_float=Decimal)

    def objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        if self._next_sign() != "[":
            raise Unreadable(f"{self.path.name} : il faut un tableau JSON d'objets, un par poste.")
        rank = 0
        self.at += 1
        sign = self._next_sign()
        while sign != "]":
            rank += 1
            value = self._value(rank)
            if not isinstance(value, dict):
                raise Unreadable(f"{self.path.name}, élément {rank} : ce n'est pas un objet JSON.")
            yield rank, value
            sign = self._next_sign()
            if sign == ",":
                self.at += 1
                sign = self._next_sign()
                if sign == "]":
                    raise self._broken(rank + 1)
            elif sign != "]":
                raise self._broken(rank + 1)
        self.at += 1
        if self._next_sign():
            raise self._broken(rank + 1)

    def _next_sign(self) -> str:
        """The next character that is not blank, or nothing at the end of the file."""
        while True:
            while self.at < len(self.text):
                if self.text[self.at] not in BLANKS:
                    return self.text[self.at]
                self.at += 1
            if not self._more():
                return ""

    def _value(self, rank: int) -> Any:
        while True:
            try:
                value, self.at = self.decoder.raw_decode(self.text, self.at)
            except RecursionError as error:
                raise self._broken(rank) from error
            except json.JSONDecodeError as error:
                if len(self.text) - self.at > LARGEST or not self._more():
                    raise self._broken(rank) from error
            else:
                return value

    def _more(self) -> bool:
        piece = self.file.read(WINDOW)
        self.text, self.at = self.text[self.at :] + piece, 0
        return bool(piece)

    def _broken(self, rank: int) -> Unreadable:
        return Unreadable(
            f"{self.path.name}, élément {rank} : JSON illisible ou tronqué. "
            "Téléchargez le fichier à nouveau."
        )
