"""Writing rows of the draft: the contract's lock, ranks, and the trace of each change."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.contract.permissions.draft import can_write_contract
from faire_ensemble.apps.contract.services.faults import BadInput
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

# Above every rank that people give, within PositiveSmallInteger.
ASIDE = 32000
MOST = 900


def locked(contract_id: int) -> Contract:
    """The contract, its row locked: acts on one contract queue behind each other."""
    found = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if found is None:
        raise BadInput(_("Ce contrat n'existe plus."))
    return found


def locked_draft(actor: Any, contract_id: int) -> Contract:
    """The same, for those who write its text. Raises `Refused`."""
    contract = locked(contract_id)
    require(can_write_contract(actor, contract_id))
    return contract


def free_rank(siblings: QuerySet[Any]) -> int:
    """The rank after the last one."""
    last = siblings.aggregate(last=Max("rank"))["last"]
    return int(last or 0) + 1


def place(row: Any, siblings: QuerySet[Any], rank: int | None) -> None:
    """Give a row its rank: the one asked for, its own, or the last. Raises `BadInput`."""
    others = siblings.exclude(pk=row.pk) if row.pk else siblings
    if rank is None:
        if row.rank is None or others.filter(rank=row.rank).exists():
            row.rank = free_rank(others)
        return
    if not 1 <= rank <= MOST:
        raise BadInput(_("Un rang va de 1 à %(most)s.") % {"most": MOST}, "rank")
    taken = others.filter(rank=rank).first()
    if taken is not None:
        raise BadInput(
            _(
                "Le rang %(rank)s est déjà celui de « %(title)s » : laissez ce champ vide pour le "
                "placer à la fin (%(free)s), puis déplacez-le avec « Monter »."
            )
            % {"rank": rank, "title": taken.title, "free": free_rank(others)},
            "rank",
        )
    row.rank = rank


def swap(one: Any, other: Any) -> None:
    """Exchange two ranks under the unique constraint, the contract's row being locked."""
    first, second = one.rank, other.rank
    type(one).objects.filter(pk=one.pk).update(rank=ASIDE)
    type(one).objects.filter(pk=other.pk).update(rank=first)
    type(one).objects.filter(pk=one.pk).update(rank=second)


def title_of(text: str, field: str = "title") -> str:
    """A title on one line. Raises `BadInput` when there is none."""
    title = " ".join(text.split())
    if not title:
        raise BadInput(_("Donnez un intitulé."), field)
    return title


def texts(row: Model) -> dict[str, str]:
    """The columns of a row, as text, for the journal."""
    return {
        field.attname: "" if (value := getattr(row, field.attname)) is None else str(value)
        for field in row._meta.concrete_fields
        if field.name != "id"
    }


def keep(actor: Any, contract_id: int, row: Any, noun: str, before: Mapping[str, str]) -> bool:
    """Save a new or changed row and record it; whether anything changed. `before`: `texts`."""
    after = texts(row)
    changes = {
        name: [before.get(name, ""), value]
        for name, value in after.items()
        if before.get(name, "") != value
    }
    if not changes:
        return False
    row.save()
    audit.record(
        actor=actor,
        verb=f"{noun} : {'modification' if before else 'ajout'}",
        subject=f"contrat:{contract_id}",
        detail={"id": row.pk, "titre": str(row), "avant et après": changes},
    )
    return True
