"""What funding waits for from a person: their own files to finish, opinions to give."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.board.filters import BoardFilters, matching
from faire_ensemble.apps.funding.selectors.board.scope import contracts_open_to, scope_of
from faire_ensemble.apps.funding.selectors.mine import my_files
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting

FILES_SHOWN = 3


def funding_waits(actor: Actor) -> list[Waiting]:
    """Files to complete or to correct by name, opinions to give by contract."""
    return [*_own_files(actor), *_opinions(actor)]


def _own_files(actor: Actor) -> list[Waiting]:
    asked = [row for row in my_files(actor).files if row.due is not None]
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


def _opinions(actor: Actor) -> list[Waiting]:
    found = []
    for contract in contracts_open_to(actor):
        scope = scope_of(actor, contract)
        if not scope.mandates.instructs:
            continue
        count = matching(scope, BoardFilters(missing=True)).count()
        if count:
            words = ngettext("%(n)s avis à donner", "%(n)s avis à donner", count)
            query = f"?avis_manquant=1&contrat={contract.id}"
            found.append(Waiting(words % {"n": number(count)}, "funding:board", query=query))
    return found
