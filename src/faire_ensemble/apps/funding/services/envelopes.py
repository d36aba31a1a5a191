"""Opening, delegating and changing a funder's envelopes.

An amount never goes below what was delegated or decided, a child never above what is left of its
parent. The row of the root is locked first, so that two people drawing on one tree queue.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Envelope
from faire_ensemble.apps.funding.models.grants import FundingNature
from faire_ensemble.apps.funding.permissions.programmes import (
    can_delegate_envelope,
    can_manage_envelopes,
)
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.envelopes import (
    NEIGHBOURHOODS,
    Balance,
    balances,
)
from faire_ensemble.core.budget import format_amount
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

FIRST_YEAR, LAST_YEAR = 2000, 2100


class BadEnvelope(ValueError):
    """The envelope asked for is impossible; the message says why (French).

    `field` is the field of the form that it is about, empty for several.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def lock_tree(envelope: Envelope) -> Envelope:
    """Lock the root of an envelope's tree, and read the envelope again under that lock.

    A parent never changes, so that the walk up needs no lock of its own.
    """
    root = envelope
    while root.parent_id is not None:
        root = Envelope.objects.get(pk=root.parent_id)
    Envelope.objects.select_for_update().get(pk=root.pk)
    return Envelope.objects.get(pk=envelope.pk)


def open_envelope(
    *,
    actor: Actor,
    contract_id: int,
    funder_id: int,
    year: int,
    name: str,
    amount: Decimal,
    nature: str = FundingNature.SPECIFIC,
    objectives: Iterable[Any] = (),
    territories: Iterable[Any] = (),
) -> Envelope:
    """Open a funder's envelope for a year. Raises `Refused` or `BadEnvelope`."""
    require(can_manage_envelopes(actor, contract_id, funder_id))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadEnvelope(_("L'année doit être entre 2000 et 2100."), "year")
    made = Envelope(
        contract_id=contract_id, funder_id=funder_id, year=year, name=name.strip(),
        nature=nature, amount=amount,
    )  # fmt: skip
    with transaction.atomic():
        return _keep(actor, made, list(objectives), list(territories))


def delegate_envelope(
    *,
    actor: Actor,
    parent: Envelope,
    name: str,
    amount: Decimal,
    funder_id: int | None = None,
    objectives: Iterable[Any] = (),
    territories: Iterable[Any] = (),
) -> Envelope:
    """Take an envelope from another's amount, for the same year, funder by default the same.

    Raises `Refused`, or `BadEnvelope` above what is left or outside of the parent's limits.
    """
    with transaction.atomic():
        above = lock_tree(parent)
        require(can_delegate_envelope(actor, above))
        _fits_in(above, balances([above])[above.pk], amount)
        made = Envelope(
            contract_id=above.contract_id, funder_id=funder_id or above.funder_id, parent=above,
            year=above.year, name=name.strip(), nature=above.nature, amount=amount,
        )  # fmt: skip
        return _keep(actor, made, list(objectives), list(territories))


def change_envelope(
    *,
    actor: Actor,
    envelope: Envelope,
    name: str,
    amount: Decimal,
    objectives: Iterable[Any] = (),
    territories: Iterable[Any] = (),
) -> Envelope:
    """Change the name, amount or limits. Decisions already taken keep their money.

    Raises `Refused`, or `BadEnvelope` when the amount is below what was delegated and decided,
    or above what its own parent has left.
    """
    with transaction.atomic():
        kept = lock_tree(envelope)
        before = kept.amount
        require(can_manage_envelopes(actor, kept.contract_id, kept.funder_id))
        balance = balances([kept])[kept.pk]
        used = balance.delegated + balance.awarded
        if amount < used:
            raise BadEnvelope(
                _("%(used)s € sont délégués ou décidés : le montant ne peut pas être plus bas.")
                % {"used": format_amount(used)},
                "amount",
            )
        if kept.parent_id is not None:
            above = Envelope.objects.get(pk=kept.parent_id)
            if amount > before:
                require(can_delegate_envelope(actor, above))
            _fits_in(above, balances([above])[above.pk], amount - before, amount)
        kept.name, kept.amount = name.strip(), amount
        return _keep(actor, kept, list(objectives), list(territories), before)


def _keep(
    actor: Actor,
    envelope: Envelope,
    objectives: list[Any],
    territories: list[Any],
    before: Decimal | None = None,
) -> Envelope:
    """Save with its limits and the act, inside the caller's transaction."""
    if not envelope.name:
        raise BadEnvelope(_("Donnez un nom à cette enveloppe."), "name")
    if envelope.amount < 0:
        raise BadEnvelope(_("Une enveloppe ne peut pas être négative."), "amount")
    kinds = {each.kind for each in territories}
    if "commune" in kinds and kinds.intersection(NEIGHBOURHOODS):
        raise BadEnvelope(
            _(
                "Réservez l'enveloppe à des communes ou à des quartiers, pas aux deux : "
                "pour les deux, déléguez deux enveloppes."
            ),
            "territories",
        )
    try:
        with transaction.atomic():
            envelope.save()
    except IntegrityError:
        raise BadEnvelope(
            _("« %(name)s » existe déjà pour ce financeur en %(year)s : choisissez un autre nom.")
            % {"name": envelope.name, "year": envelope.year},
            "name",
        ) from None
    envelope.objectives.set(objectives)
    envelope.territories.set(territories)
    _check_limits(envelope)
    audit.record(
        actor=actor,
        verb="enveloppe ouverte" if before is None else "enveloppe modifiée",
        subject=f"enveloppe:{envelope.pk}",
        detail={
            "montant": str(envelope.amount),
            "avant": None if before is None else str(before),
            "année": envelope.year,
            "financeur": envelope.funder_id,
            "prise sur": envelope.parent_id,
            "objectifs": sorted(each.pk for each in objectives),
            "territoires": sorted(each.code for each in territories),
        },
    )
    return envelope


def _fits_in(
    above: Envelope, balance: Balance, more: Decimal, amount: Decimal | None = None
) -> None:
    """Refuse to take more from a parent than it has left."""
    if more > balance.left:
        raise BadEnvelope(
            _("Il reste %(left)s € dans « %(parent)s » : %(amount)s € ne peuvent pas en être pris.")
            % {
                "left": format_amount(balance.left),
                "parent": above.name,
                "amount": format_amount(more if amount is None else amount),
            },
            "amount",
        )


def _check_limits(kept: Envelope) -> None:
    """A delegation may narrow what the money is for, never widen it: the whole year is checked."""
    rows = Envelope.objects.filter(contract=kept.contract_id, year=kept.year)
    by_pk = {row.pk: row for row in rows.prefetch_related("objectives", "territories__communes")}
    for row in by_pk.values():
        aims = {each.pk for each in _nearest(by_pk, row, "objectives")}
        if aims and {each.pk for each in row.objectives.all()} - aims:
            raise BadEnvelope(
                _("« %(name)s » ne peut servir que les objectifs de l'enveloppe où elle est prise.")
                % {"name": row.name},
                "objectives",
            )
        places = {each.pk for each in _nearest(by_pk, row, "territories")}
        for place in row.territories.all() if places else ():
            if places.isdisjoint({place.pk, *(each.pk for each in place.communes.all())}):
                raise BadEnvelope(
                    _("« %(name)s » est prise sur une enveloppe qui n'est pas pour %(place)s.")
                    % {"name": row.name, "place": place},
                    "territories",
                )


def _nearest(by_pk: dict[int, Envelope], row: Envelope, limit: str) -> list[Any]:
    """The limits of the closest parent that has any."""
    above = by_pk.get(row.parent_id or 0)
    while above is not None:
        found = list(getattr(above, limit).all())
        if found:
            return found
        above = by_pk.get(above.parent_id or 0)
    return []
