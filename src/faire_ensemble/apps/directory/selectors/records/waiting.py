"""Records of help that a person keeps and that nobody has checked for too long."""

from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from faire_ensemble.apps.directory.models.services import unconfirmed
from faire_ensemble.apps.directory.permissions import can_enter_records
from faire_ensemble.apps.directory.selectors.records.kept import records_kept
from faire_ensemble.apps.directory.selectors.records.opening import now
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting


def directory_waits(actor: Any) -> list[Waiting]:
    """« Still true? », counted over the records of the person; the places of communes that are
    not open here are looked after elsewhere."""
    if not can_enter_records(actor):
        return []
    here = Q(place__isnull=True) | Q(place__commune__isnull=False)
    count = (
        records_kept(actor).filter(unconfirmed(now().date()), here, closed_on__isnull=True).count()
    )
    if not count:
        return []
    words = ngettext(
        "%(n)s fiche d'aide à vérifier", "%(n)s fiches d'aide à vérifier", count
    ) % {"n": number(count)}  # fmt: skip
    return [Waiting(words, "directory:records", query="?a-verifier")]
