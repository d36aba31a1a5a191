"""Panels sealed, then the number drawn.

Computing takes from a tenth of a second to seconds, so it is done before the draw is locked; if the
pool or the quotas changed meanwhile, the digest tells and nothing is kept.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.draws import Reply
from faire_ensemble.apps.governance.models import Draw, DrawnPerson, DrawRound, PoolPerson
from faire_ensemble.apps.governance.permissions.draws import can_run_draw
from faire_ensemble.apps.governance.selectors.draws.problems import problem_of, replacement_of
from faire_ensemble.apps.governance.services.draws.faults import BadDraw
from faire_ensemble.apps.governance.services.draws.preparing import locked_draw, record, step
from faire_ensemble.core.sortition import (
    Infeasible,
    InvalidDraw,
    Lottery,
    Problem,
    Stuck,
    data_digest,
    number_drawn,
    odds,
    prepare,
    relaxation,
    write_panels,
    write_people,
    write_quotas,
)
from faire_ensemble.kit.verdicts import require


def seal(*, actor: Any, draw_id: int, announced: str) -> DrawRound:
    """Close the call, compute the panels and publish their digest. Raises `Refused`, `BadDraw`.

    `announced` says how the number will be drawn: it is published before.
    """
    draw = _run_by(actor, draw_id)
    step(draw, "seal")
    problem = _problem(lambda: problem_of(draw))
    lottery = _lottery(problem)
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        step(draw, "seal")
        if data_digest(_problem(lambda: problem_of(draw))) != data_digest(problem):
            raise BadDraw(_("La réserve ou les quotas ont changé pendant le calcul : recommencez."))
        return _keep(actor, draw, lottery, announced, 0)


def seal_replacements(
    *, actor: Any, draw_id: int, announced: str, relaxed: bool = False
) -> DrawRound:
    """Panels of those who replace everybody who declined and is not replaced yet.

    `relaxed`: where what is left of the pool cannot keep the quotas, accept the smallest change;
    it is published with the round. Raises `Refused`, `BadDraw`.
    """
    draw = _run_by(actor, draw_id)
    step(draw, "replace")
    problem = _problem(lambda: replacement_of(draw))
    lottery = _lottery(_relaxed(problem) if relaxed else problem)
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        step(draw, "replace")
        if data_digest(_problem(lambda: replacement_of(draw))) != data_digest(problem):
            raise BadDraw(_("Des réponses sont arrivées pendant le calcul : recommencez."))
        return _keep(actor, draw, lottery, announced, draw.rounds.count())


def draw_number(*, actor: Any, draw_id: int, number: int, witnesses: str = "") -> DrawRound:
    """The number that chance gave in public, and before whom. Raises `Refused`, `BadDraw`."""
    with transaction.atomic():
        draw, current = _sealed(actor, draw_id)
        if not 0 <= number < current.panels:
            raise BadDraw(
                _("Le numéro %(number)s ne désigne aucun panel : ils vont de 0 à %(last)s.")
                % {"number": number, "last": current.panels - 1}
            )
        return _drawn(actor, draw, current, number, "", witnesses)


def draw_seed(*, actor: Any, draw_id: int, seed: str, witnesses: str = "") -> DrawRound:
    """A seed that nobody could know when panels were sealed gives the number."""
    if not seed.strip():
        raise BadDraw(_("Donnez la graine annoncée, ou le numéro tiré."))
    with transaction.atomic():
        draw, current = _sealed(actor, draw_id)
        number = number_drawn(seed.strip(), current.panels, current.panels_digest)
        return _drawn(actor, draw, current, number, seed.strip()[:200], witnesses)


def _run_by(actor: Any, draw_id: int) -> Draw:
    draw = Draw.objects.select_related("college__body").get(pk=draw_id)
    require(can_run_draw(actor, draw))
    return draw


def _problem(build: Any) -> Problem:
    try:
        made: Problem = build()
    except InvalidDraw as error:
        raise BadDraw(str(error)) from error
    return made


def _relaxed(problem: Problem) -> Problem:
    change = relaxation(problem)
    return problem if change is None else change.applied(problem)


def _lottery(problem: Problem) -> Lottery:
    try:
        return prepare(problem)
    except Infeasible as error:
        raise BadDraw(str(error)) from error
    except Stuck as error:
        raise BadDraw(
            _("Le calcul des panels n'a pas abouti : élargissez un quota, ou prévenez "
              "l'administration du site.")
        ) from error  # fmt: skip


def _keep(actor: Any, draw: Draw, lottery: Lottery, announced: str, rank: int) -> DrawRound:
    if not announced.strip():
        raise BadDraw(
            _("Dites d'avance comment le numéro sera tiré : où, quand, avec quoi. C'est publié.")
        )
    made = DrawRound.objects.create(
        draw=draw,
        rank=rank,
        size=lottery.problem.size,
        people_table=write_people(lottery.problem),
        quotas_table=write_quotas(lottery.problem.quotas),
        panels_table=write_panels(lottery.panels),
        data_digest=data_digest(lottery.problem),
        panels_digest=lottery.digest,
        solver=lottery.solver,
        panels=len(lottery.panels),
        least_chance=str(min(lottery.leximin.chances)),
        attained=lottery.leximin.attained,
        deviation=str(lottery.deviation),
        odds=[
            [
                row.quota.category, row.quota.feature, row.quota.low, row.quota.high, row.people,
                *(None if c is None else str(c) for c in (row.least, row.mean, row.most)),
            ]
            for row in odds(lottery)
        ],
        announced=announced.strip()[:300],
        sealed_at=timezone.now(),
    )  # fmt: skip
    draw.save(update_fields=["state"])
    record(
        actor, "panels scellés", draw, tour=rank, données=made.data_digest,
        panels=made.panels_digest, annonce=made.announced,
        quotas=[[q.category, q.feature, q.low, q.high] for q in lottery.problem.quotas],
    )  # fmt: skip
    return made


def _sealed(actor: Any, draw_id: int) -> tuple[Draw, DrawRound]:
    draw = locked_draw(actor, draw_id)
    step(draw, "draw")
    return draw, draw.rounds.select_for_update().get(number=None)


def _drawn(
    actor: Any, draw: Draw, current: DrawRound, number: int, seed: str, witnesses: str
) -> DrawRound:
    current.number, current.seed, current.drawn_at = number, seed, timezone.now()
    current.witnesses = witnesses.strip()[:300]
    current.save(update_fields=["number", "seed", "drawn_at", "witnesses"])
    codes = current.panels_table.splitlines()[number].split(",")[1:]
    people = PoolPerson.objects.filter(draw=draw, code__in=codes)
    DrawnPerson.objects.bulk_create(
        DrawnPerson(round=current, person=person, reply=Reply.WAITING) for person in people
    )
    draw.save(update_fields=["state"])
    record(
        actor, "panel tiré au sort", draw, tour=current.rank, numéro=number, graine=seed,
        panel=codes,
    )  # fmt: skip
    return current
