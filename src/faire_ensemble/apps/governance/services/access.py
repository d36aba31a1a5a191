"""What a seat opens on the tool: the papers of its body, and a role by the rules of accounts."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import person_with_address
from faire_ensemble.apps.accounts.services import BadMandate, give_mandate
from faire_ensemble.apps.contract.selectors import codes_of
from faire_ensemble.apps.governance.lifecycle.terms import TermState
from faire_ensemble.apps.governance.models import SeatTerm
from faire_ensemble.apps.governance.services.bodies import record
from faire_ensemble.apps.governance.services.faults import BadTerm
from faire_ensemble.apps.governance.services.terms import locked_term

ROLES = ("council", "elected", "partner")
"""Roles that sitting somewhere may be a reason for; running the contract is not one."""


def link_account(*, actor: Any, term_id: int, address: str) -> SeatTerm:
    """The account of an address reads what the body keeps for its members, during the term.

    Raises `Refused`, or `BadTerm` when no account is open with it or the term is over.
    """
    with transaction.atomic():
        term = locked_term(actor, term_id)
        if term.state is TermState.ENDED:
            raise BadTerm(_("Ce mandat est terminé : il ne donne plus accès à rien."), "address")
        if term.person_id is not None:
            raise BadTerm(_("Un compte est déjà relié : retirez-le d'abord."), "address")
        person = person_with_address(address)
        if person is None:
            raise BadTerm(
                _("Aucun compte n'est ouvert avec « %(address)s » : demandez à la personne "
                  "d'ouvrir le sien, puis revenez.") % {"address": address.strip()},
                "address",
            )  # fmt: skip
        term.person = person
        term.save(update_fields=["person"])
        record(actor, "compte relié à un mandat", term.seat.body, mandat=term.pk, compte=person.pk)
    return term


def unlink_account(*, actor: Any, term_id: int) -> SeatTerm:
    """The account reads the restricted papers no longer; the name stays in the seat."""
    with transaction.atomic():
        term = locked_term(actor, term_id)
        if term.person is None:
            raise BadTerm(_("Aucun compte n'est relié à ce mandat."))
        former, term.name = term.person_id, term.shown_name
        if not term.name:
            raise BadTerm(_("Ce mandat ne porte que ce compte, sans nom : mettez-y plutôt fin."))
        term.person = None
        term.save(update_fields=["person", "name"])
        record(actor, "compte retiré d'un mandat", term.seat.body, mandat=term.pk, compte=former)
    return term


def grant_access(*, actor: Any, term_id: int, role: str) -> None:
    """Give the account of somebody who sits a role on the tool, for as long as the term lasts.

    The rules of accounts apply: a steward decides, and never for themselves.
    """
    term = SeatTerm.objects.select_related("seat__body", "seat__organisation", "person").get(
        pk=term_id
    )
    if role not in ROLES:
        raise BadTerm(_("Choisissez un rôle de la liste."), "role")
    if term.person is None:
        raise BadTerm(
            _("Cette personne n'a pas de compte : aucun droit ne peut lui être donné."), "role"
        )
    seat = term.seat
    try:
        give_mandate(
            actor=actor,
            person=term.person,
            role=role,
            organisation=seat.organisation.name if seat.organisation else seat.body.name,
            contract=min(codes_of(seat.body.contract_id), default=""),
            valid_from=term.starts_on,
            valid_to=term.ends_on,
        )
    except BadMandate as error:
        raise BadTerm(str(error), "role") from None
