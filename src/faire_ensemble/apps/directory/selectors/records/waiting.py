"""Records of help that a person keeps and that nobody has checked for too long."""

from typing import Any

from django.utils.translation import ngettext

from faire_ensemble.apps.directory.permissions import can_enter_records
from faire_ensemble.apps.directory.selectors.records.kept import records_kept
from faire_ensemble.apps.directory.selectors.records.listed import CHECK, views_of
from faire_ensemble.apps.directory.selectors.records.opening import now
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting


def directory_waits(actor: Any) -> list[Waiting]:
    """« Still true? », as many as the page that it leads to shows."""
    if not can_enter_records(actor):
        return []
    count = records_kept(actor).filter(views_of(actor, now().date())[CHECK]).count()
    if not count:
        return []
    words = ngettext(
        "%(n)s fiche d'aide à vérifier", "%(n)s fiches d'aide à vérifier", count
    ) % {"n": number(count)}  # fmt: skip
    return [Waiting(words, "directory:records", query=f"?vue={CHECK}")]
