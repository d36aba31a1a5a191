"""What waits for whoever keeps records of help: those to check, those that may be one."""

from typing import Any

from django.utils.translation import ngettext

from faire_ensemble.apps.directory.permissions import can_enter_records, can_merge_services
from faire_ensemble.apps.directory.selectors.records.duplicates import duplicates_known
from faire_ensemble.apps.directory.selectors.records.kept import records_kept
from faire_ensemble.apps.directory.selectors.records.listed import CHECK, views_of
from faire_ensemble.apps.directory.selectors.records.opening import now
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting


def directory_waits(actor: Any) -> list[Waiting]:
    """« Still true? », as many as the page that it leads to shows; duplicates, as last counted."""
    if not can_enter_records(actor):
        return []
    found = []
    count = records_kept(actor).filter(views_of(actor, now().date())[CHECK]).count()
    if count:
        words = ngettext("%(n)s fiche d'aide à vérifier", "%(n)s fiches d'aide à vérifier", count)
        found.append(
            Waiting(words % {"n": number(count)}, "directory:records", query=f"?vue={CHECK}")
        )
    twins = duplicates_known() if can_merge_services(actor) else 0
    if twins:
        words = ngettext("%(n)s doublon possible parmi les fiches d'aide",
                         "%(n)s doublons possibles parmi les fiches d'aide", twins)  # fmt: skip
        found.append(Waiting(words % {"n": number(twins)}, "directory:duplicates"))
    return found
