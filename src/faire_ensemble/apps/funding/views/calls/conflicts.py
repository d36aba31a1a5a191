"""What a colleague changed meanwhile, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import objective_choices
from faire_ensemble.apps.directory.selectors import organisation_kinds, organisation_names
from faire_ensemble.apps.funding.forms.calls.fields import AboutForm
from faire_ensemble.apps.funding.forms.calls.rows import ROWS
from faire_ensemble.apps.funding.services.calls import Change, Merged
from faire_ensemble.apps.funding.services.calls.content import moment_of
from faire_ensemble.kit.numbers import moment


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """`yours` is what stays in the form when both wrote; empty when the colleague's words do."""

    what: str
    before: str
    after: str
    yours: str


def conflict_lines(section: str, merged: Merged) -> list[ConflictLine]:
    """One line a change; rows are called by the words they bear in the form."""
    rows = merged.content.get("rows", [])
    names = {row["id"]: _row(section, row) for row in rows if row["id"]}
    return [_line(section, change, names) for change in merged.changes]


def _line(section: str, change: Change, names: dict[str, str]) -> ConflictLine:
    if section in ("holders", "objectives"):
        what = _choice(section, change.row)
        return ConflictLine(what, "", _("coché") if change.after else _("décoché"), "")
    if not change.field:
        what = _row(section, change.after or change.before)
        yours = _row(section, change.yours) if change.yours else ""
        return ConflictLine(what, "", _("ajouté") if change.after else _("retiré"), yours)
    form = AboutForm if section == "about" else ROWS[section]
    label = str(form.base_fields[change.field].label or change.field)
    where = _("%(label)s (ligne « %(row)s »)") % {
        "label": label,
        "row": names.get(change.row, change.row),
    }
    return ConflictLine(
        where if change.row else label,
        _text(change.field, change.before),
        _text(change.field, change.after),
        _text(change.field, change.yours) if change.yours is not None else "",
    )


def _choice(section: str, value: str) -> str:
    if section == "holders":
        return organisation_kinds().get(value, value)
    return {str(pk): title for pk, title in objective_choices()}.get(value, value)


def _row(section: str, row: dict[str, Any]) -> str:
    if section == "funders":
        return organisation_names({int(row["id"])}).get(int(row["id"]), row["id"])
    return str(row["label"])


def _text(field: str, value: Any) -> str:
    if field in ("opens_at", "closes_at"):
        at = moment_of(value)
        return moment(timezone.localtime(at)) if at else _("(vide)")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return " · ".join(str(item) for item in value) or _("(vide)")
    return str(value) or _("(vide)")
