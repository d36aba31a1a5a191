"""The report as an accessible PDF: the same blocks as the page, composed by typst."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.annual import AnnualReport
from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Graph,
    Numbers,
    Picture,
    Section,
    ToComplete,
)
from faire_ensemble.kit import documents
from faire_ensemble.kit.charts import GapDots, Meter, draw
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import long_date

TEMPLATE = Path(__file__).parents[1] / "templates" / "reporting" / "annual.typ"
WIDTH = 760
"""Units across the text block (468 pt): text of 13 units is printed at 8 pt."""
ON_A_PAGE = 48
"""Rows of dots that a page holds."""
SMALL = 460
"""A single axis does not need the whole width."""


KEPT = 40
"""PDFs kept in the cache; older ones are dropped, they can be composed again."""


def annual_pdf(report: AnnualReport) -> bytes:
    """Compose the PDF."""
    return documents.pdf(
        TEMPLATE.read_text(encoding="utf-8"),
        document_data(report),
        title=pair(report.title, report.epci),
        author=_publisher(),
        created_at=report.made_at,
        language=(get_language() or "fr").split("-")[0],
    )


def document_data(report: AnnualReport) -> dict[str, Any]:
    """What the template reads: words, tables and drawings, nothing to compute."""
    return {
        "epci": report.epci,
        "year": str(report.year),
        "heading": _("Rapport annuel de la politique de la ville"),
        "basis": _(
            "Établi selon la loi n° 2014-173 du 21 février 2014 et le décret n° 2015-1118 du "
            "3 septembre 2015."
        ),
        "made": _("Document composé le %(day)s par %(publisher)s.")
        % {"day": long_date(report.made_at), "publisher": _publisher()},
        "promise": _(
            "Chaque chiffre porte sa source et son millésime. Ce que les données ne contiennent "
            "pas est demandé à qui doit le dire : rien n'est inventé."
        ),
        "draft": _("Projet : %(count)s contributions restent à compléter (annexe B).")
        % {"count": len(report.gaps)}
        if report.gaps
        else "",
        "notice": _notice(),
        "contents": _("Sommaire"),
        "source_word": _("Source : "),
        "same_source": _("Même source que la figure."),
        "parts": [_section(section) for section in report.parts],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": section.number,
        "title": section.title,
        "basis": section.basis,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Graph():
            return {
                "kind": block.kind,
                "drawings": _drawings(block),
                "source": block.source,
                "note": block.note,
                "numbers": _numbers(block.numbers),
            }
        case Picture():
            return {
                "kind": block.kind,
                "title": block.map.title,
                "description": f"{block.map.title}. {block.map.describe()}",
                "svg": str(block.drawn()),
                "source": block.source,
                "note": block.note,
            }
        case Numbers():
            return _numbers(block)
        case ToComplete():
            asked = _("À compléter par %(who)s") % {"who": block.who}
            return {"kind": block.kind, "asked": asked, "what": block.what}
        case _:
            return {"kind": block.kind, **asdict(block)}


def _drawings(block: Graph) -> list[dict[str, Any]]:
    """One drawing, or several when the dots would not fit on a page."""
    chart = block.chart
    width = SMALL if isinstance(chart, Meter) else WIDTH
    parts = chart.parts(ON_A_PAGE) if isinstance(chart, GapDots) else (chart,)
    return [
        {
            "title": part.title,
            "description": f"{part.title}. {part.description}",
            "svg": str(draw(part, f"{block.uid}-{rank}", width)),
            "share": 100 * width // WIDTH,
        }
        for rank, part in enumerate(parts, start=1)
    ]


def _numbers(block: Numbers) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "title": block.title,
        "head": list(block.table.head),
        "rows": [list(row) for row in block.table.rows],
        "numeric": sorted(block.table.numeric),
        "source": block.source,
        "note": block.note,
    }


def fingerprint(report: AnnualReport) -> str:
    """What identifies the content of the PDF: its words and template, not its date."""
    content = document_data(report)
    del content["made"]
    held = hashlib.sha256(json.dumps(content, sort_keys=True).encode())
    for template in (TEMPLATE, documents.PRELUDE):
        held.update(template.read_bytes())
    return held.hexdigest()[:32]


def cached_pdf(report: AnnualReport, key: str) -> bytes:
    """The PDF from the cache of the data folder, composed when it is not there."""
    folder = Path(settings.FAIRE_HOME) / "cache" / "reports"
    path = folder / f"{key}.pdf"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = annual_pdf(report)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    for old in sorted(folder.glob("*.pdf"), key=os.path.getmtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then put in place: a reader never sees half a file, nor an old one lost."""
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _publisher() -> str:
    return str(settings.SITE_PUBLISHER or settings.SITE_NAME)


def _notice() -> str:
    """Written on every page: a demonstration says what it is."""
    if not settings.FAIRE_DEMO:
        return ""
    return _("Démonstration : les porteurs et les dossiers sont inventés.")
