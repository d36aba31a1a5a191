"""What funding waits for from a person: their own files to finish, opinions to give."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.contract.selectors import Mandates
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.board.filters import BoardFilters, matching
from faire_ensemble.apps.funding.selectors.board.scope import ContractChoice, scope_as
from faire_ensemble.apps.funding.selectors.mine import files_awaited
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import sums
from faire_ensemble.kit.waiting import Waiting

FILES_SHOWN = 3


def funding_waits(actor: Actor, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Files to complete or to correct by name, opinions to give by contract: two queries, one for
    whoever instructs nothing (anybody may write a file)."""
    return [*_own_files(actor, mandates), *_opinions(actor, mandates)]


def _own_files(actor: Actor, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    holding = frozenset[int]().union(*(each.holding for each in mandates.values()))
    asked = files_awaited(actor, holding)
    asked.sort(key=lambda row: (_day(row.due), row.id))
    today = timezone.localdate()
    return [
        Waiting(
            _("%(title)s : %(awaited)s") % {"title": row.title, "awaited": row.awaited},
            "funding:application",
            (row.id,),
            due=_day(row.due),
            late=_day(row.due) < today,
        )
        for row in asked[:FILES_SHOWN]
    ]


def _day(due: date | datetime | None) -> date:
    if isinstance(due, datetime):
        return timezone.localtime(due).date()
    return due or date.max


def _opinions(actor: Actor, mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """By contract, as many as the board shows where the line leads."""
    lists = {}
    for pk, held in mandates.items():
        if held.instructs:
            scope = scope_as(actor, ContractChoice(pk), held)
            lists[str(pk)] = (matching(scope, BoardFilters(missing=True)), "")
    found = []
    for contract, each in sums(lists).items():
        if each.count:
            words = ngettext("%(n)s avis à donner", "%(n)s avis à donner", each.count)
            query = f"?avis_manquant=1&contrat={contract}"
            found.append(Waiting(words % {"n": number(each.count)}, "funding:board", query=query))
    return found
