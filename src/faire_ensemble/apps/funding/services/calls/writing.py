"""Writing the plain data of a section into the rows of a call."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import (
    Call,
    CallFunder,
    Criterion,
    Question,
    QuestionVersion,
    RequiredDocument,
    Score,
)
from faire_ensemble.apps.funding.services.calls.content import Content, moment_of
from faire_ensemble.apps.funding.services.calls.faults import BadCall

KEY_LENGTH = 40
ASIDE = 10_000  # Ranks are unique: rows step aside before they take their places.


def write(call: Call, section: str, content: Content) -> None:
    """Replace a section; the call itself is saved by the caller. Raises `BadCall`."""
    _WRITERS[section](call, content)


def _about(call: Call, content: Content) -> None:
    call.kind = content["kind"]
    call.title = content["title"].strip()
    call.summary = content["summary"]
    call.first_year, call.last_year = content["first_year"], content["last_year"]
    call.opens_at = moment_of(content["opens_at"])
    call.closes_at = moment_of(content["closes_at"])


def _holders(call: Call, content: Content) -> None:
    call.eligible_kinds = content["values"]


def _objectives(call: Call, content: Content) -> None:
    wanted = {int(pk) for pk in content["values"]}
    known = set(call.contract.pillars.filter(objectives__in=wanted).values_list("objectives"))
    if {(pk,) for pk in wanted} - known:
        raise BadCall(_("Un des objectifs n'est pas de ce contrat : rouvrez la page."))
    call.objectives.set(wanted)


def _funders(call: Call, content: Content) -> None:
    rows = content["rows"]
    call.funders.exclude(funder__in=[int(row["id"]) for row in rows]).delete()
    for rank, row in enumerate(rows, start=1):
        CallFunder.objects.update_or_create(
            call=call,
            funder_id=int(row["id"]),
            defaults={"nature": row["nature"], "conditions": row["conditions"], "rank": rank},
        )


def _criteria(call: Call, content: Content) -> None:
    rows = content["rows"]
    existing = {str(criterion.pk): criterion for criterion in call.criteria.all()}
    _protect_scores(existing, {row["id"]: row for row in rows})
    gone = [row.pk for key, row in existing.items() if key not in {row["id"] for row in rows}]
    call.criteria.filter(pk__in=gone).delete()
    call.criteria.update(rank=F("rank") + ASIDE)
    for rank, row in enumerate(rows, start=1):
        criterion = existing.get(row["id"]) or Criterion(call=call)
        criterion.rank, criterion.label, criterion.why = rank, row["label"].strip(), row["why"]
        criterion.max_points, criterion.weight = row["max_points"], row["weight"]
        criterion.save()


def _protect_scores(existing: dict[str, Criterion], rows: dict[str, dict[str, Any]]) -> None:
    """Points already given are never deleted, nor left above their maximum."""
    highest = dict(
        Score.objects.filter(criterion__in=existing.values())
        .values_list("criterion")
        .annotate(highest=Max("points"))
    )
    faults = []
    for key, criterion in existing.items():
        given = highest.get(criterion.pk)
        if given is None:
            continue
        if key not in rows:
            faults.append(
                _(
                    "Des dossiers ont déjà été notés sur « %(label)s » : ce critère ne peut plus "
                    "être retiré. Remettez-le."
                )
                % {"label": criterion.label}
            )
        elif rows[key]["max_points"] < given:
            faults.append(
                _(
                    "« %(label)s » : un dossier a déjà reçu %(given)s points, "
                    "gardez au moins ce maximum."
                )
                % {"label": criterion.label, "given": given}
            )
    if faults:
        raise BadCall(*faults)


def _documents(call: Call, content: Content) -> None:
    rows = content["rows"]
    existing = {document.key: document for document in call.documents.all()}
    call.documents.exclude(key__in=[row["id"] for row in rows if row["id"]]).delete()
    taken = set(existing)
    for rank, row in enumerate(rows, start=1):
        key = row["id"] or new_key(row["label"], taken, "document")
        taken.add(key)
        document = existing.get(key) or RequiredDocument(call=call, key=key)
        document.rank, document.label, document.why = rank, row["label"].strip(), row["why"]
        document.required, document.holder_kinds = row["required"], row["holder_kinds"]
        document.save()


def _questions(call: Call, content: Content) -> None:
    """A question that is no longer listed is retired, never deleted; one listed again is back."""
    existing = {question.key: question for question in call.questions.prefetch_related("versions")}
    taken, kept = set(existing), set()
    for rank, row in enumerate(content["rows"], start=1):
        key = row["id"] or new_key(row["label"], taken, "question")
        taken.add(key)
        kept.add(key)
        question = existing.get(key) or Question(call=call, key=key)
        question.rank, question.retired = rank, False
        question.save()
        _word(question, row)
    call.questions.exclude(key__in=kept).update(retired=True)


def _word(question: Question, row: dict[str, Any]) -> None:
    """Write a new version when the wording is not the present one."""
    wording = {
        "label": row["label"].strip(),
        "why": row["why"],
        "kind": row["kind"],
        "choices": row["choices"],
        "required": row["required"],
    }
    versions = list(question.versions.all())
    latest = versions[-1] if versions else None
    if latest is not None and all(
        getattr(latest, name) == value for name, value in wording.items()
    ):
        return
    QuestionVersion.objects.create(
        question=question,
        number=latest.number + 1 if latest else 1,
        written_at=timezone.now(),
        **wording,
    )


def new_key(label: str, taken: Iterable[str], default: str) -> str:
    """A key for a new row, after its first label: it then never changes."""
    base = slugify(label)[:KEY_LENGTH].strip("-") or default
    used, key, rank = set(taken), base, 1
    while key in used:
        rank += 1
        key = f"{base[: KEY_LENGTH - len(str(rank)) - 1]}-{rank}"
    return key


_WRITERS: dict[str, Callable[[Call, Content], None]] = {
    "about": _about,
    "holders": _holders,
    "objectives": _objectives,
    "funders": _funders,
    "criteria": _criteria,
    "documents": _documents,
    "questions": _questions,
}
