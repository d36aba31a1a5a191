"""Panels asked for, and a draw given back as it was when they could not be computed.

The worker computes (`sealing.compute_panels`, from `tasks`): minutes for thousands of profiles.
From the asking on, what panels are computed from is closed (`lifecycle.draws`, state `SEALING`).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.governance.lifecycle.draws import DRAW, GIVE_BACK, DrawState
from faire_ensemble.apps.governance.models import Draw, DrawSealing, SealingFailure
from faire_ensemble.apps.governance.selectors.draws.problems import problem_of, replacement_of
from faire_ensemble.apps.governance.selectors.draws.telling import failure_words
from faire_ensemble.apps.governance.services.draws.faults import BadDraw, NoPanels
from faire_ensemble.apps.governance.services.draws.preparing import locked_draw, record, step
from faire_ensemble.core.sortition import InvalidDraw, Problem


def ask_seal(*, actor: Any, draw_id: int, announced: str) -> DrawSealing:
    """Close the call and ask for the panels. Raises `Refused`, `BadDraw`.

    `announced` says how the number will be drawn: it is published before.
    """
    return _asked(actor, draw_id, "seal", announced, relaxed=False)


def ask_replacements(
    *, actor: Any, draw_id: int, announced: str, relaxed: bool = False
) -> DrawSealing:
    """Ask for the panels of those who replace everybody who declined and is not replaced yet.

    `relaxed`: where what is left of the pool cannot keep the quotas, accept the smallest change;
    it is published with the round. Raises `Refused`, `BadDraw`.
    """
    return _asked(actor, draw_id, "replace", announced, relaxed=relaxed)


def stop_panels(*, actor: Any, draw_id: int) -> Draw:
    """Give up waiting: the draw is again as it was. Raises `Refused`, `BadDraw`."""
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        asked = draw.sealings.filter(ended_at=None).first()
        if asked is None:
            raise BadDraw(_("Aucun calcul de panels n'est en cours."))
        _given_back(actor, draw, asked, NoPanels(SealingFailure.STOPPED))
    return draw


def give_back(*, sealing_id: int, why: NoPanels) -> bool:
    """End without a result: the draw is as it was, `why` is shown. False when it was over."""
    with transaction.atomic():
        draw_id = DrawSealing.objects.values_list("draw_id", flat=True).get(pk=sealing_id)
        draw = Draw.objects.select_for_update(of=("self",)).get(pk=draw_id)
        asked = draw.sealings.filter(pk=sealing_id, ended_at=None).first()
        if asked is None:
            return False
        _given_back("calcul des panels", draw, asked, why)
    return True


def sealings_under_way() -> list[int]:
    """Those that the worker still owes."""
    return list(DrawSealing.objects.filter(ended_at=None).values_list("pk", flat=True))


def checked_problem(draw: Draw, before: str) -> Problem:
    """What panels are computed from: the whole pool, or those who may replace. Raises `BadDraw`."""
    try:
        return problem_of(draw) if before == DrawState.OPEN else replacement_of(draw)
    except InvalidDraw as error:
        raise BadDraw(str(error)) from error


def _asked(actor: Any, draw_id: int, act: str, announced: str, *, relaxed: bool) -> DrawSealing:
    """Faults that show without computing are said at once."""
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        before = draw.state
        step(draw, act)
        if not announced.strip():
            raise BadDraw(
                _("Dites d'avance comment le numéro sera tiré : où, quand, avec quoi. C'est "
                  "publié.")
            )  # fmt: skip
        checked_problem(draw, before)
        made = DrawSealing.objects.create(
            draw=draw, before=before, announced=announced.strip()[:300], relaxed=relaxed,
            asked_by=actor, asked_at=timezone.now(),
        )  # fmt: skip
        draw.save(update_fields=["state"])
        record(actor, "calcul des panels demandé", draw, annonce=made.announced, assoupli=relaxed)
    return made


def _given_back(actor: Any, draw: Draw, asked: DrawSealing, why: NoPanels) -> None:
    """`draw` is locked. One that was cancelled meanwhile stays so. The journal is in French."""
    asked.ended_at = timezone.now()
    asked.failure, asked.failure_values = why.why, why.values
    asked.save(update_fields=["ended_at", "failure", "failure_values"])
    act = GIVE_BACK[DrawState(asked.before)]
    if DRAW.may(act, draw.state):
        draw.state = DRAW.after(act, draw.state)
        draw.save(update_fields=["state"])
    with override("fr"):
        record(actor, "calcul des panels sans résultat", draw, motif=failure_words(asked)[:500])
