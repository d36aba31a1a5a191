"""The printed catalogue and the posters, with a QR code that leads to the page (PDF/UA)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.participation.models import BudgetProject, Process
from faire_ensemble.apps.participation.selectors.processes import process_line
from faire_ensemble.apps.participation.selectors.projects.catalogue import public_projects
from faire_ensemble.apps.participation.selectors.projects.lines import (
    currency_of,
    money,
    project_line,
)
from faire_ensemble.apps.participation.selectors.projects.page import project_page
from faire_ensemble.kit import documents
from faire_ensemble.kit.numbers import long_date, moment
from faire_ensemble.kit.qr import qr_svg

FOLDER = Path(__file__).parents[2] / "templates" / "participation" / "projects"


def catalogue_pdf(process: Process, address: str) -> bytes:
    """Every public project, in French: what, where, how much, where it stands."""
    with override("fr"):
        currency = currency_of(process)
        rows = list(public_projects(process))
        data = _heading(process, address) | {
            "catalogue": _("Catalogue des projets"),
            "projects": [_entry(row, currency) for row in rows],
        }
        return _compose("catalogue.typ", data, process.title)


def process_poster_pdf(process: Process, address: str) -> bytes:
    """One page to hang: what is asked, until when, how to take part."""
    with override("fr"):
        line = process_line(process)
        doing = [f"{phase.title}, {_until(phase.closes_at)}" if phase.closes_at else phase.title
                 for phase in line.doing]  # fmt: skip
        facts = []
        if process.envelope:
            facts.append([_("Enveloppe"), money(process.envelope)])
        if process.minimum_age:
            facts.append([_("Qui"), _("à partir de %(age)s ans") % {"age": process.minimum_age}])
        if line.place:
            facts.append([_("Où"), line.place])
        data = _heading(process, address) | {
            "kind": line.kind_label[:1].upper() + line.kind_label[1:],
            "big": process.title,
            "lead": process.summary,
            "facts": facts,
            "now": doing,
        }
        return _compose("poster.typ", data, process.title)


def project_poster_pdf(project: BudgetProject, address: str) -> bytes:
    """One page about a project: its number large, so that it is found on the ballot."""
    with override("fr"):
        page = project_page(project)
        line = page.line
        pairs = [
            (_("Où"), line.where),
            (_("Combien"), line.cost),
            (_("Où il en est"), line.state_label),
            (_("Porté par"), page.carrier),
        ]
        data = _heading(project.process, address) | {
            "kind": _("Projet n° %(n)s") % {"n": project.number},
            "big": project.title,
            "lead": _short(project.body),
            "facts": [[label, value] for label, value in pairs if value],
            "now": [],
        }
        return _compose("poster.typ", data, project.title)


def _until(day: Any) -> str:
    return _("jusqu'au %(end)s") % {"end": moment(day)}


def _heading(process: Process, address: str) -> dict[str, Any]:
    publisher = str(settings.SITE_PUBLISHER or settings.SITE_NAME)
    today = long_date(timezone.localdate())
    return {
        "process": process.title,
        "publisher": publisher,
        "made": _("Document composé le %(day)s par %(publisher)s.")
        % {"day": today, "publisher": publisher},
        "notice": _("Démonstration : les projets et les personnes sont inventés.")
        if settings.FAIRE_DEMO
        else "",
        "address": address,
        "qr": qr_svg(address),
        "qr_words": _("Code à photographier avec un téléphone. Il ouvre %(address)s")
        % {"address": address},
        "scan": _("Photographiez ce code, ou allez à l'adresse"),
    }


def _entry(row: BudgetProject, currency: str) -> dict[str, str]:
    line = project_line(row, currency)
    return {
        "number": str(line.number),
        "title": line.title,
        "facts": " · ".join(part for part in (line.category, line.where, line.cost) if part),
        "state": line.state_label,
        "body": _short(row.body),
    }


def _short(text: str, most: int = 600) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " …"


def _compose(template: str, data: dict[str, Any], title: str) -> bytes:
    return documents.pdf(
        (FOLDER / template).read_text(encoding="utf-8"),
        data,
        title=title,
        author=data["publisher"],
        created_at=timezone.now(),
    )
