"""Everything the page of a file shows to one person, and what that person may do there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from faire_ensemble.apps.funding.models import (
    Application,
    Correction,
    Recusal,
    Referral,
)
from faire_ensemble.apps.funding.permissions.instruction import (
    can_give_mainstream_opinion,
    can_instruct,
    can_read_documents,
    can_read_scores,
    can_recuse,
)
from faire_ensemble.apps.funding.permissions.standing import Actor, Standing
from faire_ensemble.apps.funding.selectors.file.history import Event, history_of
from faire_ensemble.apps.funding.selectors.file.opinions import Opinions, opinions_on
from faire_ensemble.apps.funding.selectors.file.presence import looking_now
from faire_ensemble.apps.funding.selectors.file.project import (
    ProjectCard,
    last_version,
    project_card,
)
from faire_ensemble.apps.funding.selectors.file.requests import RequestLine, requests_of
from faire_ensemble.apps.funding.selectors.file.scores import ScoreTable, scores_of
from faire_ensemble.apps.funding.selectors.instructors import Instructor, instructors_of
from faire_ensemble.kit.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class May:
    """What the person may do; a refusal carries its reason."""

    instruct: Verdict
    read_documents: Verdict
    recuse: Verdict
    answer_for: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FilePage:
    """`scores` is None for those who may not read them. `others`: names of who looks too."""

    file: Application
    submitted_at: datetime | None
    project: ProjectCard
    requests: tuple[RequestLine, ...]
    opinions: Opinions
    scores: ScoreTable | None
    corrections: tuple[Correction, ...]
    referrals: tuple[Referral, ...]
    recusals: tuple[Recusal, ...]
    history: tuple[Event, ...]
    others: tuple[str, ...]
    instructors: tuple[Instructor, ...]
    may: May


def application_to_read(application_id: int) -> Application | None:
    """The file with what its head shows; whether it may be read is the caller's question."""
    files: QuerySet[Application] = Application.objects.select_related(
        "project", "call", "lead", "objective"
    )
    return files.filter(pk=application_id, submitted_at__isnull=False).first()


def file_page(actor: Actor, application: Application, here: Standing, now: datetime) -> FilePage:
    """Twenty queries at most. The caller has checked `can_read_application`."""
    version = last_version(application)
    submitted_at = version.submitted_at if version else application.submitted_at
    opinions = opinions_on(application, here.mandates, submitted_at)
    corrections = tuple(
        Correction.objects.filter(application=application).select_related("asked_by")
    )
    referrals = tuple(
        Referral.objects.filter(application=application).select_related("organisation")
    )
    recusals = tuple(Recusal.objects.filter(application=application).select_related("person"))
    scores = scores_of(application, actor.pk) if can_read_scores(actor, application, here) else None
    return FilePage(
        file=application,
        submitted_at=submitted_at,
        project=project_card(application, version),
        requests=requests_of(application, here.mandates),
        opinions=opinions,
        scores=scores,
        corrections=corrections,
        referrals=referrals,
        recusals=recusals if here.instructs else (),
        history=history_of(
            application, opinions, corrections, referrals, recusals if here.instructs else ()
        ),
        others=looking_now(application, actor.pk, now) if here.instructs else (),
        instructors=instructors_of(application.call.contract_id) if here.instructs else (),
        may=_may(actor, application, here),
    )


def _may(actor: Actor, application: Application, here: Standing) -> May:
    return May(
        instruct=can_instruct(actor, application, here),
        read_documents=can_read_documents(actor, application, here),
        recuse=can_recuse(actor, application, here),
        answer_for=tuple(
            organisation
            for organisation in sorted(here.services)
            if can_give_mainstream_opinion(actor, application, organisation, here)
        ),
    )
