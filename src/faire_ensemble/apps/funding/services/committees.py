"""Committees and their seats."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Committee, Seat
from faire_ensemble.apps.funding.permissions.programmes import can_manage_committees
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


class BadCommittee(ValueError):
    """What is asked of a committee or a session is impossible; the message says why (French)."""


def create_committee(
    *, actor: Any, contract_id: int, name: str, territory_id: int | None = None
) -> Committee:
    """A committee of a contract, for a commune or for all of them."""
    require(can_manage_committees(actor, contract_id))
    with transaction.atomic():
        made = Committee(contract_id=contract_id, name=_named(name), territory_id=territory_id)
        _save(made)
        _record(actor, "comité créé", made)
    return made


def change_committee(
    *, actor: Any, committee_id: int, name: str, territory_id: int | None = None
) -> Committee:
    """Another name, another commune."""
    with transaction.atomic():
        committee = locked_committee(actor, committee_id)
        committee.name, committee.territory_id = _named(name), territory_id
        _save(committee)
        _record(actor, "comité modifié", committee)
    return committee


def add_seat(
    *,
    actor: Any,
    committee_id: int,
    label: str,
    organisation_id: int | None = None,
    voting: bool = True,
) -> Seat:
    """A seat for an organisation or a person; `voting`: its voice counts in the quorum."""
    label = label.strip()
    if not label:
        raise BadCommittee(_("Dites qui siège : une organisation ou une personne."))
    with transaction.atomic():
        committee = locked_committee(actor, committee_id)
        if committee.seats.filter(label=label).exists():
            raise BadCommittee(_("« %(label)s » siège déjà dans ce comité.") % {"label": label})
        seat = Seat.objects.create(
            committee=committee, label=label, organisation_id=organisation_id, voting=voting
        )
        _record(actor, "siège ajouté", committee, siège=seat.pk, voix=voting)
    return seat


def change_seat(*, actor: Any, seat: Seat, voting: bool) -> Seat:
    """Give or take the voice of a seat; sessions already planned keep their quorum."""
    with transaction.atomic():
        committee = locked_committee(actor, seat.committee_id)
        kept = committee.seats.get(pk=seat.pk)
        kept.voting = voting
        kept.save(update_fields=["voting"])
        _record(actor, "siège modifié", committee, siège=kept.pk, voix=voting)
    return kept


def remove_seat(*, actor: Any, seat: Seat) -> None:
    """Only a seat that no session counted: minutes keep who was there."""
    with transaction.atomic():
        committee = locked_committee(actor, seat.committee_id)
        try:
            with transaction.atomic():
                committee.seats.filter(pk=seat.pk).delete()
        except ProtectedError:
            raise BadCommittee(
                _(
                    "« %(label)s » a déjà été appelé dans une séance : son siège reste. "
                    "Retirez-lui sa voix s'il ne vote plus."
                )
                % {"label": seat.label}
            ) from None
        _record(actor, "siège retiré", committee, siège=seat.pk)


def locked_committee(actor: Any, committee_id: int) -> Committee:
    """The committee, its row locked, for somebody who may change it."""
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    require(can_manage_committees(actor, committee.contract_id))
    return committee


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise BadCommittee(_("Donnez un nom à ce comité."))
    return name


def _save(committee: Committee) -> None:
    try:
        with transaction.atomic():
            committee.save()
    except IntegrityError:
        raise BadCommittee(
            _("Un comité de ce contrat s'appelle déjà « %(name)s ».") % {"name": committee.name}
        ) from None


def _record(actor: Any, verb: str, committee: Committee, **detail: Any) -> None:
    audit.record(actor=actor, verb=verb, subject=f"comité:{committee.pk}", detail=detail)
