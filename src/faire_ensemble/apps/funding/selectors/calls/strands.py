"""What a change of questions does to the answers already written, said before it is saved."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.utils.translation import ngettext

from faire_ensemble.apps.funding.lifecycle import ApplicationState
from faire_ensemble.apps.funding.models import Call, DraftField, QuestionKind
from faire_ensemble.apps.funding.selectors.calls.asked import AskedQuestion, questions_asked

PREFIX = "question."


def consequences(call: Call, rows: list[dict[str, Any]]) -> list[str]:
    """Sentences about a new list of questions (rows of the builder); empty when nobody is touched.

    Five queries. Files already sent keep the wording they answered (`ApplicationVersion`).
    """
    drafts = call.applications.filter(state=ApplicationState.DRAFT).count()
    answers = _answers(call)
    asked = {question.key: question for question in questions_asked(call)}
    kept = {row["id"]: row for row in rows if row["id"]}
    sentences: list[str] = []
    for key, question in asked.items():
        given = answers.get(key, Counter())
        if key in kept:
            sentences += _reworded(question, kept[key], given, drafts)
        elif given:
            sentences.append(_retired(question, given))
    for row in rows:
        if row["required"] and row["id"] not in asked and drafts:
            sentences.append(_newly_required(row["label"], drafts))
    return sentences


def _answers(call: Call) -> dict[str, Counter[str]]:
    """How many files gave each answer to each question."""
    fields = DraftField.objects.filter(application__call=call, key__startswith=PREFIX)
    found: dict[str, Counter[str]] = {}
    for key, value, count in fields.values_list("key", "value").annotate(Count("pk")):
        if value.strip():
            found.setdefault(key.removeprefix(PREFIX), Counter())[value.strip()] += count
    return found


def _reworded(
    question: AskedQuestion, row: dict[str, Any], given: Counter[str], drafts: int
) -> list[str]:
    sentences = []
    if given and (row["label"], row["why"]) != (question.label, question.why):
        sentences.append(_rewording(question, given))
    if given and row["kind"] != question.kind:
        sentences.append(_other_kind(question, given))
    elif row["kind"] == QuestionKind.CHOICE:
        stranded = {text: n for text, n in given.items() if text not in row["choices"]}
        sentences += [
            _choice_gone(text, count)
            for text, count in stranded.items()
            if text in question.choices
        ]
    if row["required"] and not question.required and drafts:
        sentences.append(_newly_required(row["label"], drafts))
    return sentences


def _rewording(question: AskedQuestion, given: Counter[str]) -> str:
    count = given.total()
    return ngettext(
        "« %(label)s » : %(n)s dossier y a répondu ; sa réponse est gardée sous les nouveaux mots.",
        "« %(label)s » : %(n)s dossiers y ont répondu ; leurs réponses sont gardées sous les "
        "nouveaux mots.",
        count,
    ) % {"label": question.label, "n": count}


def _other_kind(question: AskedQuestion, given: Counter[str]) -> str:
    count = given.total()
    return ngettext(
        "« %(label)s » change de forme : la réponse de %(n)s dossier est gardée telle quelle et le "
        "dossier dit si elle ne convient plus.",
        "« %(label)s » change de forme : les réponses de %(n)s dossiers sont gardées telles "
        "quelles et les dossiers disent si elles ne conviennent plus.",
        count,
    ) % {"label": question.label, "n": count}


def _choice_gone(text: str, count: int) -> str:
    return ngettext(
        "%(n)s dossier a choisi « %(choice)s », qui n'est plus dans la liste : sa réponse reste "
        "visible, et le dossier demande d'en choisir une autre.",
        "%(n)s dossiers ont choisi « %(choice)s », qui n'est plus dans la liste : leur réponse "
        "reste visible, et les dossiers demandent d'en choisir une autre.",
        count,
    ) % {"choice": text, "n": count}


def _retired(question: AskedQuestion, given: Counter[str]) -> str:
    count = given.total()
    return ngettext(
        "« %(label)s » n'est plus posée : la réponse de %(n)s dossier est gardée et reste visible.",
        "« %(label)s » n'est plus posée : les réponses de %(n)s dossiers sont gardées et restent "
        "visibles.",
        count,
    ) % {"label": question.label, "n": count}


def _newly_required(label: str, drafts: int) -> str:
    return ngettext(
        "« %(label)s » devient obligatoire : %(n)s dossier commencé devra y répondre.",
        "« %(label)s » devient obligatoire : %(n)s dossiers commencés devront y répondre.",
        drafts,
    ) % {"label": label, "n": drafts}
