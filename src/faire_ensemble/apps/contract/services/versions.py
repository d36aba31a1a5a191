"""Freezing a version once it is signed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import ContractVersion, Objective, Pillar
from faire_ensemble.apps.contract.permissions.draft import can_sign_contract
from faire_ensemble.apps.contract.selectors.text import draft_items
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.rows import locked, title_of
from faire_ensemble.core.agreement import as_data, digest
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.verdicts import require


@transaction.atomic
def sign_version(
    *,
    actor: Any,
    contract_id: int,
    title: str,
    signed_on: date,
    why: str = "",
    read_digest: str = "",
) -> ContractVersion:
    """Record the signature of the draft as it stands: number 0 is the contract, then avenants.

    `read_digest` is that of the draft that the officer read: another one, written meanwhile by a
    colleague, is not signed unread. Raises `Refused`, `BadInput`.
    """
    contract = locked(contract_id)
    require(can_sign_contract(actor, contract_id))
    items = draft_items(contract_id)
    fingerprint = digest(items)
    if read_digest and read_digest != fingerprint:
        raise BadInput(
            _("Le projet a changé pendant que vous le lisiez : relisez-le, puis signez à nouveau.")
        )
    last = contract.versions.order_by("-number").first()
    _check(contract_id, last, signed_on, fingerprint)
    number = last.number + 1 if last is not None else 0
    made = ContractVersion.objects.create(
        contract=contract,
        number=number,
        title=title_of(title)[:200],
        signed_on=signed_on,
        why=why.strip(),
        content=as_data(items),
        digest=fingerprint,
        recorded_by=actor,
        recorded_at=timezone.now(),
    )
    if number == 0 and contract.signed_on is None:
        contract.signed_on = signed_on
        contract.save(update_fields=["signed_on"])
    audit.record(
        actor=actor,
        verb="contrat signé" if number == 0 else "avenant signé",
        subject=f"contrat:{contract_id}",
        detail={"version": number, "titre": made.title, "empreinte": fingerprint},
    )
    return made


def _check(
    contract_id: int, last: ContractVersion | None, signed_on: date, fingerprint: str
) -> None:
    if signed_on > timezone.localdate():
        raise BadInput(
            _("Le %(day)s n'est pas encore passé : enregistrez la signature quand elle a eu lieu.")
            % {"day": long_date(signed_on)},
            "signed_on",
        )
    if last is not None and signed_on < last.signed_on:
        raise BadInput(
            _("« %(title)s » a été signé le %(day)s : un avenant ne peut pas être plus ancien.")
            % {"title": last.title, "day": long_date(last.signed_on)},
            "signed_on",
        )
    if last is not None and last.digest == fingerprint:
        raise BadInput(_("Rien n'a changé depuis « %(title)s ».") % {"title": last.title})
    pillars = Pillar.objects.filter(contract=contract_id, retired=False)
    if not Objective.objects.filter(pillar__in=pillars, retired=False).exists():
        raise BadInput(_("Écrivez au moins un pilier et un objectif avant de signer."))
