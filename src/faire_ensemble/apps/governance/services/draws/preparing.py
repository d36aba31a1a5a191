"""Setting up a draw: places, dates, quotas; opening the call; giving up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.draws import DRAW, QUOTAS_MAY_CHANGE, DrawState
from faire_ensemble.apps.governance.models import College, Draw, DrawQuota, DrawStateChoice
from faire_ensemble.apps.governance.permissions.bodies import can_manage_bodies
from faire_ensemble.apps.governance.permissions.draws import can_run_draw
from faire_ensemble.apps.governance.selectors.draws.problems import quotas_of
from faire_ensemble.apps.governance.selectors.draws.telling import reason_words
from faire_ensemble.apps.governance.services.draws.faults import BadDraw
from faire_ensemble.core.sortition import contradictions
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.verdicts import require

MOST_QUOTAS = 60
FORMULA = "=+-@\t\r"
"""A feature never starts so: the published files are opened with spreadsheets."""


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A quota as typed."""

    category: str
    feature: str
    low: int
    high: int


def create_draw(
    *,
    actor: Any,
    college_id: int,
    size: int,
    closes_on: date,
    contact: str,
    by_household: bool = True,
    words: str = "",
) -> Draw:
    """A draw for a college, in preparation. Raises `Refused`, `BadDraw`."""
    college = College.objects.select_related("body").get(pk=college_id)
    require(can_manage_bodies(actor, college.body.contract_id))
    _check(college, size, closes_on)
    made = Draw(
        college=college, size=size, closes_on=closes_on, contact=contact.strip(),
        by_household=by_household, words=words.strip(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
            record(actor, "tirage au sort préparé", made, collège=college.pk, places=size)
    except IntegrityError:
        raise BadDraw(
            _("Un tirage au sort est déjà en cours pour ce collège : terminez-le d'abord.")
        ) from None
    return made


def change_draw(
    *,
    actor: Any,
    draw_id: int,
    size: int,
    closes_on: date,
    contact: str,
    by_household: bool,
    words: str = "",
) -> Draw:
    """Other places, another date, before panels are sealed."""
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        _check_may_change(draw)
        _check(draw.college, size, closes_on)
        draw.size, draw.closes_on, draw.contact = size, closes_on, contact.strip()
        draw.by_household, draw.words = by_household, words.strip()
        draw.save(update_fields=["size", "closes_on", "contact", "by_household", "words"])
        record(
            actor, "tirage au sort modifié", draw, places=size, jusqu_au=closes_on.isoformat(),
            une_par_adresse=by_household,
        )  # fmt: skip
    return draw


def set_quotas(*, actor: Any, draw_id: int, lines: Sequence[QuotaLine]) -> None:
    """Replace all the quotas. A value that somebody of the pool has cannot disappear."""
    cleaned = [_cleaned(number, line) for number, line in enumerate(lines, start=1)]
    names = [(line.category.casefold(), line.feature.casefold()) for line in cleaned]
    for line, name in zip(cleaned, names, strict=True):
        if names.count(name) > 1:
            raise BadDraw(
                _("« %(category)s : %(feature)s » est écrit deux fois : gardez une ligne.")
                % {"category": line.category, "feature": line.feature}
            )
    if len(cleaned) > MOST_QUOTAS:
        raise BadDraw(_("Un tirage a au plus %(most)s quotas.") % {"most": MOST_QUOTAS})
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        _check_may_change(draw)
        _check_pool(draw, cleaned)
        draw.quotas.all().delete()
        DrawQuota.objects.bulk_create(
            DrawQuota(
                draw=draw, rank=rank, category=line.category, feature=line.feature, low=line.low,
                high=line.high,
            )
            for rank, line in enumerate(cleaned, start=1)
        )  # fmt: skip
        record(
            actor, "quotas du tirage fixés", draw,
            quotas=[[line.category, line.feature, line.low, line.high] for line in cleaned],
        )  # fmt: skip


def open_draw(*, actor: Any, draw_id: int) -> Draw:
    """Open the call to volunteers: quotas say what they will be asked."""
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        step(draw, "open")
        if draw.closes_on < timezone.localdate():
            raise BadDraw(
                _("Les inscriptions seraient closes depuis le %(day)s : changez la date.")
                % {"day": long_date(draw.closes_on)}
            )
        vain = contradictions(quotas_of(draw), draw.size)
        if vain:
            raise BadDraw(
                _("Avec ces quotas, aucun panel n'est possible, qui que ce soit qui s'inscrive : "
                  "%(why)s Corrigez-les d'abord.") % {"why": " ".join(map(reason_words, vain))}
            )  # fmt: skip
        draw.save(update_fields=["state"])
        record(actor, "appel aux volontaires ouvert", draw)
    return draw


def cancel_draw(*, actor: Any, draw_id: int, reason: str) -> Draw:
    """Give up, and say why: sealed panels are not drawn again until one pleases."""
    if not reason.strip():
        raise BadDraw(_("Dites pourquoi ce tirage est abandonné : la raison est publiée."))
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        step(draw, "cancel")
        draw.words = "\n\n".join(
            part
            for part in (draw.words, _("Abandonné : %(why)s") % {"why": reason.strip()})
            if part
        )
        draw.save(update_fields=["state", "words"])
        draw.sealings.filter(ended_at=None).update(ended_at=timezone.now())
        record(actor, "tirage au sort abandonné", draw, motif=reason.strip()[:300])
    return draw


def locked_draw(actor: Any, draw_id: int) -> Draw:
    """The draw, its row locked, for somebody who may run it."""
    draw = (
        Draw.objects.select_for_update(of=("self",)).select_related("college__body").get(pk=draw_id)
    )
    require(can_run_draw(actor, draw))
    return draw


def step(draw: Draw, act: str) -> None:
    """Give the draw its next state, or say why not."""
    if not DRAW.may(act, draw.state):
        raise BadDraw(
            _("Ce tirage est « %(state)s » : cela ne peut pas se faire maintenant.")
            % {"state": DrawStateChoice(draw.state).label}
        )
    draw.state = DRAW.after(act, draw.state)


def record(actor: Any, verb: str, draw: Draw, **detail: Any) -> None:
    audit.record(actor=actor, verb=verb, subject=f"tirage:{draw.pk}", detail=detail)


def _check(college: College, size: int, closes_on: date) -> None:
    if size < 1:
        raise BadDraw(_("Un tirage pourvoit au moins une place."))
    if college.maximum is not None and size > college.maximum:
        raise BadDraw(
            _("Ce collège a au plus %(most)s membres : %(size)s places, c'est trop.")
            % {"most": college.maximum, "size": size}
        )
    founded = college.body.founded_on
    if founded is not None and closes_on < founded:
        raise BadDraw(_("Les inscriptions seraient closes avant la création de l'instance."))


def _check_may_change(draw: Draw) -> None:
    if DrawState(draw.state) not in QUOTAS_MAY_CHANGE:
        raise BadDraw(
            _("Les panels sont scellés : plus rien ne change jusqu'au tirage. "
              "Abandonnez ce tirage pour en préparer un autre.")
        )  # fmt: skip


def _cleaned(number: int, line: QuotaLine) -> QuotaLine:
    category, feature = " ".join(line.category.split()), " ".join(line.feature.split())
    where = _("Ligne %(number)s :") % {"number": number}
    if not category or not feature:
        raise BadDraw(
            _("%(where)s dites la catégorie (« âge ») et la valeur (« 18-29 ans »).")
            % {"where": where}
        )
    for text in (category, feature):
        if text[0] in FORMULA:
            raise BadDraw(
                _("%(where)s « %(text)s » ne peut pas commencer par ce signe.")
                % {"where": where, "text": text}
            )
    if line.low < 0 or line.low > line.high:
        raise BadDraw(
            _("%(where)s le minimum (%(low)s) est plus grand que le maximum (%(high)s).")
            % {"where": where, "low": line.low, "high": line.high}
        )
    return QuotaLine(category[:60], feature[:80], line.low, line.high)


def _check_pool(draw: Draw, lines: Sequence[QuotaLine]) -> None:
    """The pool has answered the former questions: they stay, with the answers given."""
    known = {(line.category, line.feature) for line in lines}
    categories = {line.category for line in lines}
    for features in draw.pool.values_list("features", flat=True):
        if categories - set(features):
            missing = min(categories - set(features))
            raise BadDraw(
                _("Des personnes sont déjà inscrites et n'ont pas répondu à « %(category)s » : "
                  "cette catégorie ne peut plus être ajoutée.") % {"category": missing}
            )  # fmt: skip
        for category, feature in features.items():
            if category in categories and (category, feature) not in known:
                raise BadDraw(
                    _("Des personnes inscrites ont « %(feature)s » pour « %(category)s » : gardez "
                      "cette valeur, avec un minimum de 0 s'il le faut.")
                    % {"feature": feature, "category": category}
                )  # fmt: skip
