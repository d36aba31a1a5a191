"""Opinions on a file as the page shows them: current ones, then what was said before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from faire_ensemble.apps.funding.models import Application, Opinion, OpinionKind, Recusal
from faire_ensemble.apps.funding.permissions.standing import Mandates
from faire_ensemble.apps.funding.selectors.opinions import readable


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion. `aside`: its author stepped aside since, so it no longer counts.

    `before_version`: written on an earlier version of the file than the one shown.
    """

    id: int
    request_id: int | None
    kind: str
    kind_label: str
    organisation_id: int | None
    organisation: str
    author_id: int
    author: str
    advice: str
    advice_label: str
    amount: Decimal | None
    text: str
    internal: bool
    mainstream_amount: Decimal | None
    mainstream_means: str
    written_at: datetime
    superseded_at: datetime | None
    aside: bool
    before_version: bool

    @property
    def current(self) -> bool:
        return self.superseded_at is None


@dataclass(frozen=True, slots=True)
class Opinions:
    """All that a person may read, the latest first."""

    lines: tuple[OpinionLine, ...]

    def on_request(self, request_id: int) -> tuple[OpinionLine, ...]:
        return tuple(line for line in self.lines if line.request_id == request_id and line.current)

    def of_kind(self, kind: str) -> tuple[OpinionLine, ...]:
        return tuple(line for line in self.lines if line.kind == kind and line.current)

    @property
    def councils(self) -> tuple[OpinionLine, ...]:
        return self.of_kind(OpinionKind.COUNCIL)

    @property
    def services(self) -> tuple[OpinionLine, ...]:
        return self.of_kind(OpinionKind.MAINSTREAM)

    @property
    def former(self) -> tuple[OpinionLine, ...]:
        return tuple(line for line in self.lines if not line.current)

    def own(
        self, person: int, *, internal: bool, request: int | None, organisation: int | None
    ) -> OpinionLine | None:
        """What the person already said there, to write from."""
        for line in self.lines:
            if (
                line.current
                and line.author_id == person
                and line.internal == internal
                and line.request_id == request
                and line.organisation_id == organisation
            ):
                return line
        return None


def opinions_on(
    application: Application, mandates: Mandates, submitted_at: datetime | None
) -> Opinions:
    """Two queries; internal opinions of other organisations are not among them."""
    aside = set(Recusal.objects.filter(application=application).values_list("person_id", flat=True))
    found: QuerySet[Opinion] = (
        readable(mandates)
        .filter(application=application)
        .select_related("organisation", "author")
        .order_by("-written_at", "-pk")
    )
    return Opinions(tuple(_line(each, aside, submitted_at) for each in found))


def _line(opinion: Opinion, aside: set[int], submitted_at: datetime | None) -> OpinionLine:
    organisation = str(opinion.organisation) if opinion.organisation else opinion.on_behalf_of
    return OpinionLine(
        id=opinion.pk,
        request_id=opinion.request_id,
        kind=opinion.kind,
        kind_label=opinion.get_kind_display(),
        organisation_id=opinion.organisation_id,
        organisation=organisation,
        author_id=opinion.author_id,
        author=opinion.author.get_full_name(),
        advice=opinion.advice,
        advice_label=opinion.get_advice_display(),
        amount=opinion.amount,
        text=opinion.text,
        internal=opinion.internal,
        mainstream_amount=opinion.mainstream_amount,
        mainstream_means=opinion.mainstream_means,
        written_at=opinion.written_at,
        superseded_at=opinion.superseded_at,
        aside=opinion.author_id in aside,
        before_version=submitted_at is not None and opinion.written_at < submitted_at,
    )
