"""What partners promise, and what becomes of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.lifecycle import COMMITMENT, PROVEN
from faire_ensemble.apps.contract.models import Commitment, CommitmentStep
from faire_ensemble.apps.contract.permissions.draft import can_write_commitment
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.rows import keep, locked, texts, title_of
from faire_ensemble.apps.contract.services.text import (
    live_objective,
    partner_or_none,
    within,
)
from faire_ensemble.core.similarity import fold
from faire_ensemble.kit import audit
from faire_ensemble.kit.files import Checked
from faire_ensemble.kit.files import keep as keep_file
from faire_ensemble.kit.models import StoredFile
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

VERBS = {
    "start": "engagement commencé",
    "tell": "nouvelle d'un engagement",
    "keep": "engagement tenu",
    "keep_partly": "engagement tenu en partie",
    "break": "engagement non tenu",
    "drop": "engagement abandonné",
    "reopen": "engagement repris",
}


@transaction.atomic
def write_commitment(
    *,
    actor: Any,
    contract_id: int,
    organisation_id: int,
    title: str,
    objective_id: int | None = None,
    mainstream: Decimal | None = None,
    specific: Decimal | None = None,
    due_on: date | None = None,
    source: str = "",
    pk: int | None = None,
) -> Commitment:
    """Add a commitment, or change its words, amounts (euros) or last day.

    A partner writes its own: giving one to another organisation asks for the right over both.
    Raises `Refused`, `BadInput`.
    """
    contract = locked(contract_id)
    require(can_write_commitment(actor, contract_id, organisation_id))
    row = Commitment(contract_id=contract_id)
    before: dict[str, str] = {}
    if pk is not None:
        row = commitment_of(contract_id, pk)
        require(can_write_commitment(actor, contract_id, row.organisation_id))
        before = texts(row)
    partner_or_none(contract_id, organisation_id, "organisation_id")
    for name, amount in (("mainstream", mainstream), ("specific", specific)):
        if amount is not None and amount < 0:
            raise BadInput(_("Un montant engagé est positif ou nul."), name)
    _check_alone(contract_id, row.pk, organisation_id, objective_id, title)
    row.organisation_id = organisation_id
    row.objective = live_objective(contract_id, objective_id) if objective_id else None
    row.title, row.source = title_of(title), source.strip()
    row.mainstream, row.specific = mainstream, specific
    row.due_on = within(contract, due_on, "due_on")
    keep(actor, contract_id, row, "engagement", before)
    return row


def _check_alone(
    contract_id: int, pk: int | None, organisation_id: int, objective_id: int | None, title: str
) -> None:
    """The contract is locked: two people cannot both pass here."""
    others = Commitment.objects.filter(
        contract=contract_id, organisation=organisation_id, objective=objective_id, retired=False
    )
    if pk is not None:
        others = others.exclude(pk=pk)
    if fold(title) in {fold(each) for each in others.values_list("title", flat=True)}:
        raise BadInput(
            _(
                "Ce partenaire a déjà cet engagement, pour le même objectif : changez celui qui "
                "existe, ou dites en quoi celui-ci est un autre."
            ),
            "title",
        )


def report_commitment(
    *,
    actor: Any,
    contract_id: int,
    pk: int,
    act: str,
    words: str = "",
    link: str = "",
    proof: Checked | None = None,
) -> CommitmentStep:
    """Say what became of a commitment. What is kept shows its proof (a link or a document); what
    goes on says how far; what is not kept says why. Raises `Refused`, `BadInput`."""
    require(
        can_write_commitment(actor, contract_id, commitment_of(contract_id, pk).organisation_id)
    )
    stored = keep_file(proof) if proof is not None else None
    with transaction.atomic():
        locked(contract_id)
        row = commitment_of(contract_id, pk)
        require(can_write_commitment(actor, contract_id, row.organisation_id))
        words, link = words.strip(), link.strip()
        _check_report(row, act, words, link, stored)
        row.state = COMMITMENT.after(act, row.state)
        row.save(update_fields=["state"])
        step = CommitmentStep.objects.create(
            commitment=row,
            state=row.state,
            words=words,
            link=link,
            proof=stored,
            proof_name=proof.name[:200] if proof is not None else "",
            by=actor,
            at=timezone.now(),
        )
        audit.record(
            actor=actor,
            verb=VERBS[act],
            subject=f"contrat:{contract_id}",
            detail={
                "engagement": row.pk,
                "titre": row.title,
                "preuve": link or (stored.sha256 if stored else ""),
            },
        )
    return step


def _check_report(
    row: Commitment, act: str, words: str, link: str, stored: StoredFile | None
) -> None:
    try:
        COMMITMENT.after(act, row.state)
    except (Impossible, KeyError) as error:
        raise BadInput(
            _("Cet engagement est « %(state)s » : choisissez une suite possible.")
            % {"state": row.get_state_display()},
            "act",
        ) from error
    if act in PROVEN and not (link or stored):
        raise BadInput(
            _("Montrez ce qui le prouve : l'adresse d'une page, ou un document."), "link"
        )
    if act == "tell" and not words:
        raise BadInput(_("Dites où cela en est, en une phrase : elle est publique."), "words")
    if act not in (*PROVEN, "start") and not words:
        raise BadInput(_("Dites pourquoi, en une phrase : elle est publique."), "words")


def commitment_of(contract_id: int, pk: int) -> Commitment:
    """A commitment that the contract still has. Raises `BadInput`."""
    found = Commitment.objects.filter(contract=contract_id, pk=pk, retired=False).first()
    if found is None:
        raise BadInput(_("Cet engagement n'est plus dans le contrat : rechargez la page."))
    return found


@transaction.atomic
def remove_commitment(*, actor: Any, contract_id: int, pk: int) -> None:
    """Take a commitment out of the draft; with a history, it is retired. Raises `Refused`…"""
    locked(contract_id)
    row = commitment_of(contract_id, pk)
    require(can_write_commitment(actor, contract_id, row.organisation_id))
    told = row.steps.exists()
    audit.record(
        actor=actor,
        verb="engagement : retrait",
        subject=f"contrat:{contract_id}",
        detail={"id": row.pk, "titre": row.title, "effacé": not told},
    )
    if told:
        row.retired = True
        row.save(update_fields=["retired"])
    else:
        row.delete()
