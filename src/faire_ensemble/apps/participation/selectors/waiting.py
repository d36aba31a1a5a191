"""What residents wait for from a person of the office: to be read, to be answered."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.contract.selectors import Mandates
from faire_ensemble.apps.participation.lifecycle import ContributionState, ProjectState
from faire_ensemble.apps.participation.models import BudgetProject, Comment, Contribution, Process
from faire_ensemble.apps.participation.permissions.projects import KINDS
from faire_ensemble.apps.participation.selectors.answers.standing import (
    public_roots,
    with_answers,
)
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import Lists, sums
from faire_ensemble.kit.waiting import Waiting

OFFICE = "participation:office"


def participation_waits(mandates: Mapping[int, Mandates]) -> list[Waiting]:
    """Texts to read, answers due, projects to study, over all the processes open to the person:
    one query, none for whoever neither runs a contract nor acts for an organisation."""
    found = sums(_lists(mandates))
    if not found:
        return []
    unread = found["texts"].count + found["remarks"].count if "texts" in found else 0
    awaited, studied = found["answers"], found["projects"].count
    lines = []
    if unread:
        words = ngettext("%(n)s texte à relire", "%(n)s textes à relire", unread)
        lines.append(Waiting(words % {"n": number(unread)}, OFFICE))
    if awaited.count:
        words = ngettext(
            "%(n)s réponse due aux habitants", "%(n)s réponses dues aux habitants", awaited.count
        ) % {"n": number(awaited.count)}  # fmt: skip
        if awaited.partly_late:
            words += _(", dont %(n)s en retard") % {"n": number(awaited.late)}
        lines.append(Waiting(words, OFFICE, due=awaited.first, late=bool(awaited.late)))
    if studied:
        words = ngettext("%(n)s projet à étudier", "%(n)s projets à étudier", studied)
        lines.append(Waiting(words % {"n": number(studied)}, OFFICE))
    return lines


def _lists(mandates: Mapping[int, Mandates]) -> Lists:
    run = [pk for pk, held in mandates.items() if held.officer]
    acting = {pk: held.acting_for for pk, held in mandates.items() if held.acting_for}
    if not run and not acting:
        return {}
    owed, boards = Q(process__contract__in=run), Process.objects.filter(contract__in=run)
    for contract, organisations in acting.items():
        owed |= Q(process__contract=contract, who__in=organisations)
        boards |= _boards(contract, organisations)
    answers = with_answers(public_roots()).annotate(who=Coalesce("answer_owner", "process__owner"))
    studied = BudgetProject.objects.filter(
        state=ProjectState.REVIEW, process__in=boards.filter(kind__in=KINDS).values("pk")
    )
    lists: Lists = {
        "answers": (answers.filter(owed, answered=False, due__isnull=False), "due"),
        "projects": (studied, ""),
    }
    if run:
        waiting = ContributionState.WAITING
        texts = Contribution.objects.filter(state=waiting, process__contract__in=run)
        remarks = Comment.objects.filter(state=waiting, contribution__process__contract__in=run)
        lists |= {"texts": (texts, ""), "remarks": (remarks, "")}
    return lists


def _boards(contract: int, organisations: frozenset[int]) -> QuerySet[Process]:
    """Processes of a contract that these organisations answer for, or build something of."""
    carried = BudgetProject.objects.filter(carrier__in=organisations).values("process")
    return Process.objects.filter(Q(owner__in=organisations) | Q(pk__in=carried), contract=contract)
