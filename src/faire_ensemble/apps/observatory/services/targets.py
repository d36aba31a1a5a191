"""Setting and withdrawing the target of a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory import permissions
from faire_ensemble.apps.observatory.models import Target
from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    IndicatorInfo,
    Place,
    gap_in,
    words,
)
from faire_ensemble.core.statistics import Rise, TargetPath
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

HALF = Decimal("0.5")


class BadTarget(ValueError):
    """The target asked for is impossible; the message says why (French)."""


def set_target(
    *,
    actor: Any,
    indicator: IndicatorInfo,
    place: Place,
    base_year: int,
    target_year: int,
    source: str,
    remaining: Decimal = HALF,
) -> Target:
    """Bring the gap of `base_year` to `remaining` times it in `target_year`.

    The base gap is the one that the published figures give: nobody types it. A target for the
    same indicator, territory and target year is replaced, and the trail keeps both. Raises
    `Refused`, or `BadTarget` when there is no gap in the base year or nothing to reduce.
    """
    require(permissions.can_set_target(actor))
    source = source.strip()
    if not source:
        raise BadTarget(_("Dites qui a décidé cette cible, et où c'est écrit."))
    with transaction.atomic():
        gap = _base_gap(gap_in(indicator, place, base_year))
        _check_path(base_year, gap, target_year, remaining)
        key: dict[str, Any] = {
            "indicator_id": indicator.id,
            "territory_id": place.id,
            "target_year": target_year,
        }
        before = Target.objects.select_for_update().filter(**key).first()
        fields = {
            "base_year": base_year,
            "base_gap": gap,
            "remaining_share": remaining,
            "source": source,
        }
        target, _made = Target.objects.update_or_create(**key, defaults=fields)
        detail = {"avant": _detail(before)} if before is not None else {}
        audit.record(
            actor=actor,
            verb="cible modifiée" if before is not None else "cible fixée",
            subject=f"{indicator.code} {place.code}",
            detail=_detail(target) | detail,
        )
    return target


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many targets were set, and why each other one was not (French sentences)."""

    done: int
    refused: tuple[str, ...]


def set_targets(
    *,
    actor: Any,
    indicator: IndicatorInfo,
    places: Iterable[Place],
    base_year: int,
    target_year: int,
    source: str,
    remaining: Decimal = HALF,
) -> Outcome:
    """The same target for several neighbourhoods; those without a gap never stop the others."""
    done, refused = 0, []
    with transaction.atomic():
        for place in places:
            try:
                set_target(
                    actor=actor,
                    indicator=indicator,
                    place=place,
                    base_year=base_year,
                    target_year=target_year,
                    source=source,
                    remaining=remaining,
                )
            except BadTarget as error:
                refused.append(str(error))
            else:
                done += 1
    return Outcome(done, tuple(refused))


def withdraw_target(*, actor: Any, target_id: int) -> None:
    """Delete a target; the trail keeps what it was. Raises `Refused` or `BadTarget`."""
    require(permissions.can_withdraw_target(actor))
    with transaction.atomic():
        rows = Target.objects.select_for_update().filter(pk=target_id)
        target = rows.select_related("indicator", "territory").first()
        if target is None:
            raise BadTarget(_("Cette cible n'existe plus."))
        audit.record(
            actor=actor,
            verb="cible retirée",
            subject=f"{target.indicator.code} {target.territory.code}",
            detail=_detail(target),
        )
        target.delete()


def _base_gap(comparison: Comparison) -> Decimal:
    if comparison.gap is None:
        why = words.no_gap_words(comparison.no_gap, comparison.year)
        raise BadTarget(
            _("%(place)s n'a pas d'écart connu en %(year)s. %(why)s")
            % {"place": comparison.place.name, "year": comparison.year, "why": why}
        )
    gap, rise = comparison.gap.value, comparison.indicator.rise
    if gap and rise is not Rise.NEUTRAL and (gap > 0) == (rise is Rise.GOOD):
        raise BadTarget(
            _("%(place)s est déjà devant la métropole en %(year)s : pas d'écart à réduire.")
            % {"place": comparison.place.name, "year": comparison.year}
        )
    return gap


def _check_path(base_year: int, gap: Decimal, target_year: int, remaining: Decimal) -> None:
    if target_year <= base_year:
        raise BadTarget(
            _("L'année d'arrivée (%(to)s) doit suivre l'année de départ (%(from)s).")
            % {"to": target_year, "from": base_year}
        )
    if gap == 0:
        raise BadTarget(_("Il n'y a pas d'écart à réduire : l'écart de départ est nul."))
    try:
        TargetPath(base_year, gap, target_year, remaining)
    except ValueError as error:
        raise BadTarget(str(error)) from error


def _detail(target: Target) -> dict[str, Any]:
    return {
        "écart de départ": str(target.base_gap),
        "année de départ": target.base_year,
        "année d'arrivée": target.target_year,
        "part qui doit rester": str(target.remaining_share),
        "source": target.source,
    }
