"""Accessible PDF documents by typst: tagged PDF/UA-1, in French, offline (docs/adr/0006).

Nothing touches the disk: the template is text, its data one JSON value read in the template as
`data`, drawings SVG text inside that value. Only the fonts embedded in the typst package are
used, so that a document is the same on every machine and identical for identical input.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from operator import methodcaller
from pathlib import Path
from typing import Any

import typst
from django.core.serializers.json import DjangoJSONEncoder

PRELUDE = Path(__file__).parent / "templates" / "kit" / "document.typ"
STANDARD: list[Any] = ["ua-1"]
REPLACEMENT = "\ufffd"
ROUNDS = 8
"""The compiler may name missing characters a few at a time."""
_REFUSED = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
"""Not characters of a document (nor of XML, which drawings are)."""


class DocumentError(RuntimeError):
    """The document could not be composed; the message holds the compiler's own words."""


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    author: str,
    created_at: datetime,
    language: str = "fr",
) -> bytes:
    """Compose a template (typst text that may use the functions of kit/document.typ) to PDF.

    `created_at` is aware; it is the only date written in the file. A character that no embedded
    font draws is shown as « � »: one rare name must not cost the whole document. Raises
    DocumentError.
    """
    if created_at.tzinfo is None:
        raise ValueError("La date du document porte son fuseau horaire.")
    given = {"title": title, "author": author, "language": language, "content": data}
    given = json.loads(json.dumps(given, cls=DjangoJSONEncoder))
    given = _rewritten(given, lambda text: _UNPRINTABLE.sub("", text))
    for _round in range(ROUNDS):
        try:
            return _compiled(template, given, created_at)
        except typst.TypstError as error:
            missing = _without_glyph(str(getattr(error, "diagnostic", None) or error))
            if not missing:
                raise DocumentError(_explained(error)) from error
            shown = str.maketrans(dict.fromkeys(missing, REPLACEMENT))
            given = _rewritten(given, methodcaller("translate", shown))
    raise DocumentError("Trop de caractères de ce document n'existent dans aucune police.")


def _compiled(template: str, given: Mapping[str, Any], created_at: datetime) -> bytes:
    made = typst.compile(
        f"{_prelude()}\n{template}".encode(),
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(given)},
        timestamp=int(created_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise DocumentError("La composition n'a pas donné un document unique.")
    return made


def _without_glyph(diagnostic: str) -> set[str]:
    """Characters that PDF/UA-1 refuses because no embedded font draws them."""
    found = "".join(_REFUSED.findall(diagnostic))
    escaped = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found)
    return set(escaped) - {REPLACEMENT}


def _rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed (keys apart)."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _rewritten(inside, change) for key, inside in value.items()}
    if isinstance(value, list):
        return [_rewritten(inside, change) for inside in value]
    return value


def _explained(error: typst.TypstError) -> str:
    hints = " ".join(getattr(error, "hints", None) or [])
    place = getattr(error, "diagnostic", None) or ""
    return (
        f"Le document n'a pas pu être composé : {getattr(error, 'message', error)}. "
        f"{hints} {place}".strip()
    )


@cache
def _prelude() -> str:
    return PRELUDE.read_text(encoding="utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
