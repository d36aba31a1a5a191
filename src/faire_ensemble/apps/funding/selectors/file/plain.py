"""The file told simply, for a conseil citoyen: no document, no bank detail, no internal note."""

from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.apps.funding.models import Application, FundingRequest, OpinionKind
from faire_ensemble.apps.funding.permissions.standing import Actor, Standing
from faire_ensemble.apps.funding.selectors.file.opinions import (
    OpinionLine,
    Opinions,
    opinions_on,
)
from faire_ensemble.apps.funding.selectors.file.project import (
    ProjectCard,
    last_version,
    project_card,
)


@dataclass(frozen=True, slots=True)
class PlainFile:
    """`asked`: funders and amounts. `own`: what the person already said."""

    file: Application
    project: ProjectCard
    asked: tuple[tuple[str, Decimal], ...]
    opinions: Opinions
    own: OpinionLine | None

    @property
    def asked_total(self) -> Decimal:
        return sum((amount for _funder, amount in self.asked), Decimal(0))


def plain_file(actor: Actor, application: Application, here: Standing) -> PlainFile:
    """Six queries."""
    version = last_version(application)
    opinions = opinions_on(application, here.mandates, version.submitted_at if version else None)
    shared = Opinions(tuple(line for line in opinions.lines if not line.internal and line.current))
    own = [line for line in shared.of_kind(OpinionKind.COUNCIL) if line.author_id == actor.pk]
    asked = FundingRequest.objects.filter(application=application).order_by("-asked", "pk")
    return PlainFile(
        file=application,
        project=project_card(application, version),
        asked=tuple(asked.values_list("funder__name", "asked")),
        opinions=shared,
        own=own[0] if own else None,
    )
