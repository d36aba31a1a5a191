"""Why a draw cannot be made, in the reader's language: what is kept are codes and numbers."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.governance.models import DrawSealing, SealingFailure
from faire_ensemble.core.sortition import Change, Infeasible, Quota, Reason, Vain

REASONS = {
    Vain.FEW: gettext_lazy(
        "Le quota %(name)s demande au moins %(asked)s personnes et la réserve n'en compte que "
        "%(there)s."
    ),
    Vain.LEAST: gettext_lazy("Les minimums de %(name)s font %(asked)s pour un panel de %(there)s."),
    Vain.MOST: gettext_lazy("Les maximums de %(name)s font %(asked)s pour un panel de %(there)s."),
}


def reason_words(reason: Reason) -> str:
    """What is plainly impossible, in a sentence."""
    values = {"name": _name(reason.category, reason.feature)}
    return str(REASONS[reason.kind]) % {**values, "asked": reason.asked, "there": reason.there}


def change_words(change: Change) -> str:
    """A quota and its new bounds."""
    parts = []
    for template, old, new in (
        (_("minimum de %(old)s à %(new)s"), change.quota.low, change.low),
        (_("maximum de %(old)s à %(new)s"), change.quota.high, change.high),
    ):
        if new != old:
            parts.append(template % {"old": old, "new": new})
    name = _name(change.quota.category, change.quota.feature)
    return f"{name}{_(' : ')}{', '.join(parts)}"


def failure_words(sealing: DrawSealing) -> str:
    """Why this sealing had no result: one paragraph, nothing when it had one."""
    if not sealing.failure:
        return ""
    parts = [str(SealingFailure(sealing.failure).label)]
    reasons, changes = _read(sealing.failure_values)
    parts += [reason_words(each) for each in reasons]
    if changes:
        listed = _(" ; ").join(change_words(each) for each in changes)
        parts.append(_("Le plus petit changement qui suffit : %(changes)s.") % {"changes": listed})
    return " ".join(parts)


def failure_of(error: Infeasible) -> tuple[SealingFailure, dict[str, Any]]:
    """What is kept of quotas that no panel can keep."""
    found = error.relaxation
    if found is None:
        return SealingFailure.HOMES, {}
    reasons = [[r.kind.value, r.category, r.feature, r.asked, r.there] for r in found.reasons]
    changes = [
        [c.quota.category, c.quota.feature, c.quota.low, c.quota.high, c.low, c.high]
        for c in found.changes
    ]
    return SealingFailure.QUOTAS, {"reasons": reasons, "changes": changes}


def _read(values: dict[str, Any]) -> tuple[list[Reason], list[Change]]:
    reasons = [Reason(Vain(kind), *rest) for kind, *rest in values.get("reasons", [])]
    changes = [
        Change(Quota(category, feature, low, high), least, most)
        for category, feature, low, high, least, most in values.get("changes", [])
    ]
    return reasons, changes


def _name(category: str, feature: str) -> str:
    return _("« %(name)s »") % {"name": f"{category}{_(' : ')}{feature}" if feature else category}
