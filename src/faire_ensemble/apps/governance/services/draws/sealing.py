"""Panels sealed, then the number drawn.

Computing takes from a tenth of a second to minutes, so the worker does it, before the draw is
locked; if the pool or the quotas changed meanwhile, the digest tells and nothing is kept.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.draws import DRAW, Reply
from faire_ensemble.apps.governance.models import (
    Draw,
    DrawnPerson,
    DrawRound,
    DrawSealing,
    PoolPerson,
    SealingFailure,
)
from faire_ensemble.apps.governance.selectors.draws.telling import failure_of
from faire_ensemble.apps.governance.services.draws.asking import checked_problem, give_back
from faire_ensemble.apps.governance.services.draws.faults import BadDraw, NoPanels
from faire_ensemble.apps.governance.services.draws.preparing import locked_draw, record, step
from faire_ensemble.core.sortition import (
    Infeasible,
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
from faire_ensemble.kit.numbers import long_date


def compute_panels(sealing_id: int) -> DrawRound | None:
    """Compute the panels that were asked for and publish their digest.

    Done twice, even at once, it keeps one round. None when that is over already, or without a
    result: the draw is then as it was, with the reason (`DrawSealing.failure`).
    """
    under_way = DrawSealing.objects.filter(pk=sealing_id, ended_at=None)
    asked = under_way.select_related("draw", "asked_by").first()
    if asked is None:
        return None
    under_way.update(started_at=timezone.now())
    try:
        problem = _problem(asked.draw, asked.before)
        lottery = _lottery(_relaxed(problem) if asked.relaxed else problem)
        return _sealed_as(asked, data_digest(problem), lottery)
    except NoPanels as error:
        give_back(sealing_id=sealing_id, why=error)
        return None


def draw_number(
    *, actor: Any, draw_id: int, number: int, witnesses: str = "", reply_by: date | None = None
) -> DrawRound:
    """The number that chance gave in public, and before whom. Raises `Refused`, `BadDraw`.

    `reply_by`: the last day for those drawn to answer.
    """
    with transaction.atomic():
        draw, current = _sealed(actor, draw_id)
        if not 0 <= number < current.panels:
            raise BadDraw(
                _("Le numéro %(number)s ne désigne aucun panel : ils vont de 0 à %(last)s.")
                % {"number": number, "last": current.panels - 1}
            )
        return _drawn(actor, draw, current, number, "", witnesses, reply_by)


def draw_seed(
    *, actor: Any, draw_id: int, seed: str, witnesses: str = "", reply_by: date | None = None
) -> DrawRound:
    """A seed that nobody could know when panels were sealed gives the number."""
    if not seed.strip():
        raise BadDraw(_("Donnez la graine annoncée, ou le numéro tiré."))
    with transaction.atomic():
        draw, current = _sealed(actor, draw_id)
        number = number_drawn(seed.strip(), current.panels, current.panels_digest)
        return _drawn(actor, draw, current, number, seed.strip()[:200], witnesses, reply_by)


def _sealed_as(asked: DrawSealing, digest: str, lottery: Lottery) -> DrawRound | None:
    """Keep what was computed, unless it is over, or what it was computed from has changed."""
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).get(pk=asked.draw_id)
        kept = draw.sealings.filter(pk=asked.pk, ended_at=None)
        if not DRAW.may("keep", draw.state) or not kept.update(ended_at=timezone.now()):
            return None
        if data_digest(_problem(draw, asked.before)) != digest:
            raise NoPanels(SealingFailure.CHANGED)
        return _keep(asked, draw, lottery)


def _problem(draw: Draw, before: str) -> Problem:
    """It could be made when panels were asked for: if not now, a hand changed the data since."""
    try:
        return checked_problem(draw, before)
    except BadDraw as error:
        raise NoPanels(SealingFailure.CHANGED) from error


def _relaxed(problem: Problem) -> Problem:
    change = relaxation(problem)
    return problem if change is None else change.applied(problem)


def _lottery(problem: Problem) -> Lottery:
    try:
        return prepare(problem)
    except Infeasible as error:
        raise NoPanels(*failure_of(error)) from error
    except Stuck as error:
        raise NoPanels(SealingFailure.STUCK) from error


def _keep(asked: DrawSealing, draw: Draw, lottery: Lottery) -> DrawRound:
    rank = draw.rounds.count()
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
        announced=asked.announced,
        sealed_at=timezone.now(),
    )  # fmt: skip
    step(draw, "keep")
    draw.save(update_fields=["state"])
    record(
        asked.asked_by, "panels scellés", draw, tour=rank, données=made.data_digest,
        panels=made.panels_digest, annonce=made.announced,
        quotas=[[q.category, q.feature, q.low, q.high] for q in lottery.problem.quotas],
    )  # fmt: skip
    return made


def _sealed(actor: Any, draw_id: int) -> tuple[Draw, DrawRound]:
    draw = locked_draw(actor, draw_id)
    step(draw, "draw")
    return draw, draw.rounds.select_for_update().get(number=None)


def _drawn(
    actor: Any,
    draw: Draw,
    current: DrawRound,
    number: int,
    seed: str,
    witnesses: str,
    reply_by: date | None,
) -> DrawRound:
    if reply_by is not None and reply_by < timezone.localdate():
        raise BadDraw(
            _("Les réponses seraient attendues pour le %(day)s, qui est passé : laissez du temps.")
            % {"day": long_date(reply_by)}
        )
    current.number, current.seed, current.drawn_at = number, seed, timezone.now()
    current.witnesses, current.reply_by = witnesses.strip()[:300], reply_by
    current.save(update_fields=["number", "seed", "drawn_at", "witnesses", "reply_by"])
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
