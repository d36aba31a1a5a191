"""An application as a document: the sections of its form, with what was written in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, ApplicationVersion
from faire_ensemble.apps.funding.selectors.form import Form, Kind, Section, form_of
from faire_ensemble.core.budget import AmountRefused, format_amount, parse_amount
from faire_ensemble.kit.numbers import moment

TEMPLATE = Path(__file__).parents[1] / "templates" / "funding" / "file" / "application.typ"


@dataclass(frozen=True, slots=True)
class Printed:
    """What the template of the document reads; plain values only."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[dict[str, Any], ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "facts": [list(fact) for fact in self.facts],
            "sections": list(self.sections),
        }


def printed(
    application: Application, texts: Mapping[str, str], version: ApplicationVersion | None
) -> Printed:
    """The document of a version, or of the draft as it is. Empty fields are left out."""
    form = form_of(application, texts)
    state = (
        _("Version %(n)s, déposée le %(day)s")
        % {"n": version.number, "day": moment(version.submitted_at)}
        if version
        else _("Brouillon, pas encore déposé")
    )
    facts = [
        (_("Numéro"), application.project.number),
        (_("Porteur"), application.lead.name),
        (_("Appel"), application.call.title),
        (_("Année"), str(application.year)),
        (_("État"), state),
    ]
    if version:
        facts.append((_("Empreinte"), version.digest))
    sections = tuple(_section(section, form, texts) for section in form.sections)
    return Printed(
        title=str(application),
        subtitle=application.call.title,
        facts=tuple(facts),
        sections=tuple(section for section in sections if section["rows"] or section["texts"]),
    )


def _section(section: Section, form: Form, texts: Mapping[str, str]) -> dict[str, Any]:
    """Short answers go in a table of rows, long ones are printed as text."""
    rows, long = [], []
    for field in section.fields:
        text = texts.get(field.key, "").strip()
        if not text:
            continue
        label = f"{field.group} · {field.label}" if field.group else field.label
        if field.kind is Kind.BOX:
            rows.append([label, _("oui")])
        elif field.kind is Kind.LONG:
            long.append([label, text])
        else:
            shown = _money(text) if field.kind is Kind.AMOUNT else field.in_words(text)
            rows.append([label, shown])
    return {"title": section.title, "rows": rows, "texts": long}


def _money(text: str) -> str:
    """An amount in euros; what cannot be read is printed as it was typed."""
    try:
        return f"{format_amount(parse_amount(text))}\u00a0€"
    except AmountRefused:
        return text
