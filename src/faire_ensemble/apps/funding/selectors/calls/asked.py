"""What a call asks of a file: questions in their present wording, documents, criteria, funders."""

from dataclasses import dataclass

from faire_ensemble.apps.directory.selectors import organisation_kinds
from faire_ensemble.apps.funding.models import Call, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it is asked now; answers hang on `key`, `version` says which wording."""

    key: str
    label: str
    why: str
    kind: str
    choices: tuple[str, ...]
    required: bool
    version: int


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """`holder_kinds`: values of the directory's kinds it is asked of, all when empty; `asked_of`
    says the same in words."""

    id: int
    key: str
    label: str
    why: str
    required: bool
    holder_kinds: tuple[str, ...]
    asked_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A line of the grid, from 0 to `max_points`; `share` is its part of the whole, in percent."""

    id: int
    label: str
    why: str
    max_points: int
    weight: int
    share: int


@dataclass(frozen=True, slots=True)
class FunderLine:
    """`id` is the organisation's; `nature` a value of FundingNature, `nature_label` in words."""

    id: int
    name: str
    nature: str
    nature_label: str
    conditions: str


def questions_asked(call: Call) -> list[AskedQuestion]:
    """The questions in their order, retired ones left out: two queries."""
    questions = call.questions.filter(retired=False).prefetch_related("versions")
    return [asked for question in questions if (asked := in_words(question))]


def in_words(question: Question) -> AskedQuestion | None:
    """A question as it is asked now (its versions prefetched); none if nobody worded it yet."""
    versions = list(question.versions.all())
    if not versions:
        return None
    wording = versions[-1]
    choices = tuple(wording.choices) if wording.kind == QuestionKind.CHOICE else ()
    return AskedQuestion(
        key=question.key,
        label=wording.label,
        why=wording.why,
        kind=wording.kind,
        choices=choices,
        required=wording.required,
        version=wording.number,
    )


def documents_asked(call: Call, holder_kind: str | None = None) -> list[AskedDocument]:
    """Documents asked of every holder, or of holders of one kind: one query."""
    labels = organisation_kinds()
    return [
        AskedDocument(
            id=document.pk,
            key=document.key,
            label=document.label,
            why=document.why,
            required=document.required,
            holder_kinds=tuple(document.holder_kinds),
            asked_of=tuple(labels[kind] for kind in document.holder_kinds if kind in labels),
        )
        for document in call.documents.all()
        if holder_kind is None or not document.holder_kinds or holder_kind in document.holder_kinds
    ]


def criteria_of(call: Call) -> list[CriterionLine]:
    """The grid, in its order: one query."""
    criteria = list(call.criteria.all())
    whole = sum(criterion.max_points * criterion.weight for criterion in criteria)
    return [
        CriterionLine(
            id=criterion.pk,
            label=criterion.label,
            why=criterion.why,
            max_points=criterion.max_points,
            weight=criterion.weight,
            share=round(100 * criterion.max_points * criterion.weight / whole),
        )
        for criterion in criteria
    ]


def call_funders(call: Call) -> list[FunderLine]:
    """Who funds, in the order of the call: one query."""
    return [
        FunderLine(
            id=row.funder_id,
            name=str(row.funder),
            nature=row.nature,
            nature_label=row.get_nature_display(),
            conditions=row.conditions,
        )
        for row in call.funders.select_related("funder")
    ]
