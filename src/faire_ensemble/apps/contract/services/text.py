"""Writing the draft: the contract itself, its partners, pillars, objectives and their work."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import (
    Commitment,
    Contract,
    Objective,
    OperationalObjective,
    Partner,
    PartnerRole,
    Pillar,
)
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.apps.contract.services.rows import (
    keep,
    locked_draft,
    place,
    texts,
    title_of,
)
from faire_ensemble.apps.directory.selectors import organisation_names, organisations_known_as
from faire_ensemble.kit import audit
from faire_ensemble.kit.last_days import last_day
from faire_ensemble.kit.numbers import long_date

NAME_LENGTH = 200


@transaction.atomic
def write_contract(
    *, actor: Any, contract_id: int, name: str, ends_on: date | None, orientations: str
) -> Contract:
    """Its name, its end (excluded) and its orientations. Raises `Refused`, `BadInput`."""
    contract = locked_draft(actor, contract_id)
    before = texts(contract)
    contract.name = title_of(name, "name")[:NAME_LENGTH]
    if ends_on is not None and ends_on <= contract.starts_on:
        raise BadInput(
            _("Le contrat commence le %(day)s : sa fin doit venir après.")
            % {"day": long_date(contract.starts_on)},
            "ends_on",
        )
    contract.ends_on = ends_on
    contract.orientations = orientations.strip()
    keep(actor, contract_id, contract, "texte du contrat", before)
    return contract


@transaction.atomic
def add_partner(*, actor: Any, contract_id: int, organisation: str, role: str) -> Partner:
    """A partner named by its SIRET, its RNA or its name in the directory.

    A name borne by two organisations names none. Raises `Refused`, `BadInput`.
    """
    locked_draft(actor, contract_id)
    if role not in PartnerRole.values:
        raise BadInput(_("Choisissez un rôle dans la liste."), "role")
    asked = organisation.strip()
    found = organisations_known_as([asked]).get(asked)
    if found is None:
        raise BadInput(
            _(
                "L'annuaire n'a pas d'organisation « %(name)s », ou en a plusieurs : écrivez son "
                "nom exactement comme dans l'annuaire, ou son SIRET."
            )
            % {"name": asked},
            "organisation",
        )
    present = Partner.objects.filter(contract=contract_id, organisation=found).first()
    row = present or Partner(contract_id=contract_id, organisation_id=found)
    before = texts(row) if present else {}
    row.role = role
    keep(actor, contract_id, row, "partenaire", before)
    return row


@transaction.atomic
def remove_partner(*, actor: Any, contract_id: int, partner_id: int) -> None:
    """Take a partner out, once it promises nothing more. Raises `Refused`, `BadInput`."""
    locked_draft(actor, contract_id)
    row = Partner.objects.filter(contract=contract_id, pk=partner_id).first()
    if row is None:
        return
    promised = Commitment.objects.filter(
        contract=contract_id, organisation=row.organisation_id, retired=False
    ).count()
    name = organisation_names({row.organisation_id})[row.organisation_id]
    if promised:
        raise BadInput(
            _("%(name)s a encore des engagements dans ce contrat (%(n)s) : retirez-les d'abord.")
            % {"name": name, "n": promised}
        )
    audit.record(
        actor=actor,
        verb="partenaire : retrait",
        subject=f"contrat:{contract_id}",
        detail={"organisation": row.organisation_id},
    )
    row.delete()


@transaction.atomic
def write_pillar(
    *, actor: Any, contract_id: int, title: str, rank: int | None = None, pk: int | None = None
) -> Pillar:
    """Add a pillar, or reword one. Raises `Refused`, `BadInput`."""
    locked_draft(actor, contract_id)
    siblings = Pillar.objects.filter(contract=contract_id, retired=False)
    row = _row(siblings, pk) if pk else Pillar(contract_id=contract_id)
    before = texts(row) if pk else {}
    row.title = title_of(title)
    place(row, siblings, rank)
    keep(actor, contract_id, row, "pilier", before)
    return row


@transaction.atomic
def write_objective(
    *,
    actor: Any,
    contract_id: int,
    pillar_id: int,
    title: str,
    theme: str = "",
    rank: int | None = None,
    pk: int | None = None,
) -> Objective:
    """Add an objective to a pillar, reword it, or give it to another. Raises `BadInput`…"""
    locked_draft(actor, contract_id)
    pillar = Pillar.objects.filter(contract=contract_id, pk=pillar_id, retired=False).first()
    if pillar is None:
        raise BadInput(_("Choisissez un pilier de ce contrat."), "pillar_id")
    mine = Objective.objects.filter(pillar__contract=contract_id, retired=False)
    row = _row(mine, pk) if pk else Objective()
    before = texts(row) if pk else {}
    row.pillar, row.title, row.theme = pillar, title_of(title), theme
    place(row, mine.filter(pillar=pillar), rank)
    keep(actor, contract_id, row, "objectif", before)
    return row


@transaction.atomic
def write_operational(
    *,
    actor: Any,
    contract_id: int,
    objective_id: int,
    title: str,
    owner_id: int | None = None,
    due_on: date | None = None,
    source: str = "",
    rank: int | None = None,
    pk: int | None = None,
) -> OperationalObjective:
    """Add an operational objective, or change it. Its owner is a partner. Raises `BadInput`…"""
    contract = locked_draft(actor, contract_id)
    objective = live_objective(contract_id, objective_id)
    mine = OperationalObjective.objects.filter(objective__pillar__contract=contract_id)
    row = _row(mine, pk) if pk else OperationalObjective()
    before = texts(row) if pk else {}
    row.objective, row.title = objective, title_of(title)
    row.owner_id = partner_or_none(contract_id, owner_id, "owner_id")
    row.due_on = within(contract, due_on, "due_on")
    row.source = source.strip()
    place(row, mine.filter(objective=objective), rank)
    keep(actor, contract_id, row, "objectif opérationnel", before)
    return row


def live_objective(contract_id: int, objective_id: int) -> Objective:
    """An objective that the contract still has. Raises `BadInput`."""
    mine = Objective.objects.filter(pillar__contract=contract_id, retired=False)
    found = mine.filter(pk=objective_id).first()
    if found is None:
        raise BadInput(_("Choisissez un objectif de ce contrat."), "objective_id")
    return found


def partner_or_none(contract_id: int, organisation_id: int | None, field: str) -> int | None:
    """An organisation that must be a partner of the contract. Raises `BadInput`."""
    if organisation_id is None:
        return None
    if Partner.objects.filter(contract=contract_id, organisation=organisation_id).exists():
        return organisation_id
    name = organisation_names({organisation_id}).get(organisation_id, "")
    if not name:
        raise BadInput(_("Choisissez un partenaire du contrat dans la liste."), field)
    raise BadInput(
        _("%(name)s n'est pas partenaire de ce contrat : ajoutez-le d'abord aux partenaires.")
        % {"name": name},
        field,
    )


def within(contract: Contract, day: date | None, field: str) -> date | None:
    """A due date within the contract. Raises `BadInput`."""
    if day is not None and day < contract.starts_on:
        raise BadInput(
            _(
                "Le %(day)s est avant le début du contrat (%(start)s) : donnez une échéance "
                "plus tardive."
            )
            % {"day": long_date(day), "start": long_date(contract.starts_on)},
            field,
        )
    if day is not None and contract.ends_on is not None and day >= contract.ends_on:
        raise BadInput(
            _(
                "Le %(day)s est après le dernier jour du contrat (%(end)s) : prolongez d'abord le "
                "contrat, ou donnez une échéance plus proche."
            )
            % {"day": long_date(day), "end": long_date(last_day(contract.ends_on))},
            field,
        )
    return day


def _row(rows: Any, pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise BadInput(_("Cette ligne n'est plus dans le contrat : rechargez la page."))
    return found
