"""Accessible PDF documents by typst: tagged PDF/UA-1, in French, offline (docs/adr/0006).

Nothing touches the disk: the template is text, its data one JSON value read in the template as
`data`, drawings SVG text inside that value. Only the fonts embedded in the typst package are
used, so that a document is the same on every machine and identical for identical input.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.core.serializers.json import DjangoJSONEncoder

PRELUDE = Path(__file__).parent / "templates" / "kit" / "document.typ"
STANDARD: list[Any] = ["ua-1"]


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

    `created_at` is aware; it is the only date written in the file. Raises DocumentError.
    """
    if created_at.tzinfo is None:
        raise ValueError("La date du document porte son fuseau horaire.")
    given = {"title": title, "author": author, "language": language, "content": data}
    source = f"{_prelude()}\n{template}"
    try:
        made = typst.compile(
            source.encode(),
            format="pdf",
            font_paths=_fonts(),
            pdf_standards=STANDARD,
            sys_inputs={"data": json.dumps(given, cls=DjangoJSONEncoder)},
            timestamp=int(created_at.timestamp()),
        )
    except typst.TypstError as error:
        raise DocumentError(_explained(error)) from error
    if not isinstance(made, bytes):
        raise DocumentError("La composition n'a pas donné un document unique.")
    return made


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
