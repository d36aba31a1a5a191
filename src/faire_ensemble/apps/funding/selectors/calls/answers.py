"""Answers already written, against the questions asked now: none is ever stranded."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Call, QuestionKind
from faire_ensemble.apps.funding.selectors.calls.asked import (
    AskedQuestion,
    in_words,
)


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with its answer as typed (empty when none).

    `retired`: no longer asked, shown because it was answered. `remark` says in one sentence why
    an answer that is kept no longer fits, and is empty otherwise.
    """

    question: AskedQuestion
    answer: str
    retired: bool
    remark: str


def answered_questions(call: Call, answers: Mapping[str, str]) -> list[AnsweredQuestion]:
    """Questions asked now, then those retired that were answered. `answers` maps keys to texts.

    Two queries.
    """
    found = []
    for question in call.questions.prefetch_related("versions"):
        asked = in_words(question)
        answer = answers.get(question.key, "")
        if asked is None or (question.retired and not answer.strip()):
            continue
        remark = _retired() if question.retired else remark_on(asked, answer)
        found.append(AnsweredQuestion(asked, answer, question.retired, remark))
    return sorted(found, key=lambda line: line.retired)


def remark_on(question: AskedQuestion, answer: str) -> str:
    """Why an answer does not fit the question as it is asked now; empty when it does."""
    text = answer.strip()
    if not text:
        return ""
    if question.kind == QuestionKind.CHOICE and text not in question.choices:
        return _(
            "Cette réponse n'est plus dans la liste proposée : elle est gardée telle quelle, "
            "choisissez-en une autre si elle ne convient plus."
        )
    if question.kind == QuestionKind.NUMBER and not is_number(text):
        return _("Un nombre est attendu ici : votre réponse est gardée, complétez-la.")
    if question.kind == QuestionKind.YES_NO and text.casefold() not in ("oui", "non"):
        return _("« oui » ou « non » est attendu ici : votre réponse est gardée, complétez-la.")
    return ""


def is_number(text: str) -> bool:
    """A number as people type it: 1 200, 3,5."""
    digits = text.translate({ord(mark): None for mark in " \u00a0\u202f"}).replace(",", ".", 1)
    whole, _dot, part = digits.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not part or part.isdigit())


def _retired() -> str:
    return _("Cette question n'est plus posée ; la réponse déjà donnée est gardée.")
