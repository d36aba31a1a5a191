"""One project as everyone reads it: what, where, how much, where it stands, why."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Contribution,
    JuryOverride,
    Process,
    ProjectPhoto,
    Review,
    ReviewKind,
)
from faire_ensemble.apps.participation.selectors.projects.lines import (
    ProjectLine,
    currency_of,
    money,
    project_line,
)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """The latest review of a kind; `verdict` empty: not given yet."""

    kind: str
    label: str
    verdict: str
    verdict_label: str
    reason: str
    cost: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StepLine:
    label: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    id: int
    title: str
    due_on: date
    done_on: date | None
    words: str
    late: bool


@dataclass(frozen=True, slots=True)
class SpendingLine:
    what: str
    spent_on: date
    amount: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """`share` is spent over what was given, in percent, none without an amount."""

    milestones: tuple[MilestoneLine, ...]
    spendings: tuple[SpendingLine, ...]
    spent: str
    given: str
    share: int | None
    over: bool

    @property
    def late(self) -> int:
        return sum(row.late for row in self.milestones)


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything of a project that is public. `tally` and `jury` are sentences, empty if none."""

    line: ProjectLine
    body: str
    why: str
    carrier: str
    group: str
    rivals: tuple[tuple[int, str], ...]
    origins: tuple[Contribution, ...]
    reviews: tuple[ReviewLine, ...]
    steps: tuple[StepLine, ...]
    tally: str
    jury: str
    jury_reason: str
    delivery: Delivery
    photos: tuple[ProjectPhoto, ...]
    extra: tuple[tuple[str, str], ...]
    estimate: bool


def project_by_number(process: Process, number: int) -> BudgetProject | None:
    """The project with all that its pages read (a constant number of queries)."""
    rows = BudgetProject.objects.filter(process=process, number=number)
    found = (
        rows.select_related("territory", "carrier", "group")
        .prefetch_related(
            "reviews", "steps", "overrides", "milestones", "spendings", "origins",
            "photos__stored", "group__projects",
        )
        .first()
    )  # fmt: skip
    if found is not None:
        found.process = process
    return found


def project_page(project: BudgetProject, *, studying: bool = False) -> ProjectPage:
    """What is read of a project; `studying` shows reviews before the decision is taken."""
    currency = currency_of(project.process)
    decided = project.state != ProjectState.REVIEW
    overrides = list(project.overrides.all())
    jury = overrides[-1] if overrides else None
    group = project.group
    return ProjectPage(
        line=project_line(project, currency),
        body=project.body,
        why=_why(project, jury),
        carrier=project.carrier.name if project.carrier else "",
        group=group.label if group else "",
        rivals=tuple(
            (row.number, row.title) for row in group.projects.all() if row.pk != project.pk
        )
        if group
        else (),
        origins=tuple(project.origins.all()),
        reviews=latest_reviews(project) if decided or studying else (),
        steps=_steps(project),
        tally=_tally(project),
        jury=_jury(jury, currency),
        jury_reason=jury.reason if jury else "",
        delivery=delivery_of(project, currency),
        photos=tuple(project.photos.all()),
        extra=tuple((key, str(value)) for key, value in project.extra.items() if key != "name"),
        estimate=not any(row.cost is not None for row in project.reviews.all()),
    )


def latest_reviews(project: BudgetProject) -> tuple[ReviewLine, ...]:
    """The three kinds, each with its latest review (prefetched)."""
    latest: dict[str, Review] = {review.kind: review for review in project.reviews.all()}
    found = []
    for kind, label in ReviewKind.choices:
        review = latest.get(kind)
        found.append(
            ReviewLine(
                kind=kind,
                label=str(label),
                verdict=review.verdict if review else "",
                verdict_label=review.get_verdict_display() if review else _("à rendre"),
                reason=review.reason if review else "",
                cost=money(review.cost) if review else "",
                at=review.at if review else None,
            )
        )
    return tuple(found)


def delivery_of(project: BudgetProject, currency: str = "EUR") -> Delivery:
    """Milestones and money of a project whose relations are prefetched."""
    today = timezone.localdate()
    spendings = list(project.spendings.all())
    spent = sum((row.amount for row in spendings), Decimal(0))
    given = project.awarded if project.awarded is not None else project.cost
    stopped = project.state in (ProjectState.ABANDONED, ProjectState.DELIVERED)
    return Delivery(
        milestones=tuple(
            MilestoneLine(
                id=row.pk,
                title=row.title,
                due_on=row.due_on,
                done_on=row.done_on,
                words=row.words,
                late=row.done_on is None and row.due_on < today and not stopped,
            )
            for row in project.milestones.all()
        ),
        spendings=tuple(
            SpendingLine(row.what, row.spent_on, money(row.amount, currency)) for row in spendings
        ),
        spent=money(spent, currency),
        given=money(given, currency),
        share=int(100 * spent / given) if given else None,
        over=given is not None and spent > given,
    )


def _steps(project: BudgetProject) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            str(_("projet créé")) if step.act == "create" else step.get_state_display(),
            step.words,
            step.at,
        )
        for step in project.steps.all()
    )


def _why(project: BudgetProject, jury: JuryOverride | None) -> str:
    """The reason of the present state, in the words it was decided with."""
    told = {step.state: step.words for step in project.steps.all() if step.words}
    if project.state in told:
        return told[project.state]
    if project.state in (ProjectState.DELIVERING, ProjectState.DELIVERED) and jury is not None:
        return jury.reason
    if project.state == ProjectState.ADMITTED:
        return _("Les études technique, juridique et financière sont favorables.")
    if project.state == ProjectState.REVIEW:
        return _("Les services étudient s'il peut se faire, s'il est permis et ce qu'il coûte.")
    if project.tally_won is not None and jury is None:
        won = project.state in (ProjectState.WON, ProjectState.DELIVERING, ProjectState.DELIVERED)
        if won and project.tally_won:
            return _("Il fait partie des projets que les votes ont choisis.")
        if not won and project.state == ProjectState.LOST:
            return _("Les votes ont choisi d'autres projets pour l'enveloppe.")
    return ""


def _tally(project: BudgetProject) -> str:
    if project.tally_won is None:
        return ""
    return _("lauréat") if project.tally_won else _("non lauréat")


def _jury(jury: JuryOverride | None, currency: str) -> str:
    if jury is None:
        return ""
    if not jury.keeps:
        return _("écarté")
    given = money(jury.amount, currency)
    return _("retenu pour %(amount)s") % {"amount": given} if given else _("retenu")
