"""What residents wait for from a person of the office: to be read, to be answered."""

from typing import Any

from django.utils.translation import ngettext

from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.permissions.processes import can_enter_office
from faire_ensemble.apps.participation.selectors.office import doors_of
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.waiting import Waiting

OFFICE = "participation:office"


def participation_waits(actor: Any) -> list[Waiting]:
    """Texts to read, answers due, projects to study, over all the processes open to the person."""
    if not can_enter_office(actor):
        return []
    doors = doors_of(actor, Process.objects.values_list("pk", flat=True)).values()
    unread = sum(door.unread or 0 for door in doors)
    awaited = sum(door.awaited or 0 for door in doors)
    studied = sum(door.studied or 0 for door in doors)
    lines = [
        (unread, ngettext("%(n)s texte à relire", "%(n)s textes à relire", unread)),
        (awaited, ngettext("%(n)s réponse due aux habitants", "%(n)s réponses dues aux habitants",
                           awaited)),
        (studied, ngettext("%(n)s projet à étudier", "%(n)s projets à étudier", studied)),
    ]  # fmt: skip
    return [Waiting(words % {"n": number(count)}, OFFICE) for count, words in lines if count]
