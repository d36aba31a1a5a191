"""Draws by lot of the demonstration: both colleges of one council drawn, and a call that is open.

People, structures, codes and numbers are invented, and the same at every build.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.governance.lifecycle.draws import Reply
from faire_ensemble.apps.governance.models import (
    Body,
    College,
    Draw,
    DrawnPerson,
    DrawQuota,
    PoolPerson,
)
from faire_ensemble.apps.governance.selectors.draws.colleges import body_draws
from faire_ensemble.apps.governance.services import draws, record_label_step
from faire_ensemble.config.demonstration import facts

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def add_draws(contract: Contract) -> dict[str, int]:
    """How many draws, and how many people in their pools."""
    words = facts.table("draws.toml")
    actor = User.objects.get(first_name=words["officer"], email__endswith=".invalid")
    councils = Body.objects.filter(contract=contract, kind="citizens").order_by("pk")
    people = 0
    for fact in words["draws"]:
        pool = words["pools"][fact["pool"]]
        draw = _draw(councils[fact["council"]], fact, words["contact"], pool)
        people += _people(draw, fact["people"], pool)
        if "number" in fact:
            asked = draws.ask_seal(actor=actor, draw_id=draw.pk, announced=words["announced"])
            draws.compute_panels(asked.pk)
            draws.draw_number(
                actor=actor, draw_id=draw.pk, number=fact["number"], witnesses=words["witnesses"],
                reply_by=timezone.localdate() + timedelta(days=words["reply_days"]),
            )  # fmt: skip
            _answer(draw, actor, fact)
    for body in councils.filter(colleges__draws__rounds__number__isnull=False).distinct():
        found = body_draws(body)
        if found.published:
            record_label_step(
                actor=actor, body_id=body.pk, step="drawn", on=timezone.localdate(),
                reference=found.reference,
            )  # fmt: skip
    return {"draws": len(words["draws"]), "pool": people}


def _draw(body: Body, fact: dict[str, Any], contact: str, pool: dict[str, Any]) -> Draw:
    college = _to_be_drawn(body.colleges.get(rank=fact["college"]))
    draw = Draw.objects.create(
        college=college, size=fact["size"], contact=contact, words=pool["words"],
        closes_on=timezone.localdate() + timedelta(days=fact["closes_in"]), state="open",
        by_household=pool["by_household"],
    )  # fmt: skip
    quotas = [
        (category, feature, share)
        for category, features in pool["quotas"].items()
        for feature, share in features.items()
    ]
    DrawQuota.objects.bulk_create(
        DrawQuota(
            draw=draw, rank=rank, category=category, feature=feature,
            low=draw.size * share // 100, high=-(-draw.size * share // 100),
        )
        for rank, (category, feature, share) in enumerate(quotas, start=1)
    )  # fmt: skip
    return draw


def _to_be_drawn(college: College) -> College:
    """Actors are drawn only where more of them offer themselves than there are places."""
    college.drawn = True
    college.save(update_fields=["drawn"])
    return college


def _people(draw: Draw, number: int, pool: dict[str, Any]) -> int:
    """Volunteers are older and oftener women than the population: that is why there are quotas."""
    PoolPerson.objects.bulk_create(_person(draw, rank, pool) for rank in range(number))
    return number


def _person(draw: Draw, rank: int, pool: dict[str, Any]) -> PoolPerson:
    features = {
        category: _pick(shares, int(_lot(draw, rank, category)[:8], 16) % 100)
        for category, shares in pool["volunteers"].items()
    }
    names = pool["names"][features["sexe"]]
    return PoolPerson(
        draw=draw, code=_code(draw, rank), key=_lot(draw, rank, "clé")[:24], origin="volunteer",
        name=f"{names[rank % len(names)]} {pool['surname']}", features=features,
        email=f"personne{rank}.tirage@exemple.invalid",
        address=f"{rank // 2 + 1} rue de l'Exemple, 59000 Lille",
        household=_code(draw, -1 - rank // 2), joined_at=timezone.now(),
        agreed_at=timezone.now(),
    )  # fmt: skip


def _answer(draw: Draw, actor: User, fact: dict[str, Any]) -> None:
    """The replies that came in; all of them, then mandates, where the college is to sit."""
    rows = list(DrawnPerson.objects.filter(person__draw=draw).order_by("person__code"))
    seated = fact.get("seated", False)
    replies = [Reply.ACCEPTED] * len(rows) if seated else fact["replies"]
    for rank, (row, answer) in enumerate(zip(rows, replies, strict=False)):
        draws.reply_for(
            actor=actor, drawn_id=row.pk, answer=answer,
            named_in_public=seated and rank < fact["named"],
        )  # fmt: skip
    if seated:
        draws.seat_panel(actor=actor, draw_id=draw.pk, starts_on=timezone.localdate())


def _pick(features: dict[str, int], percent: int) -> str:
    for feature, share in features.items():
        percent -= share
        if percent < 0:
            return feature
    return next(reversed(features))


def _code(draw: Draw, rank: int) -> str:
    value = int(_lot(draw, rank, "code")[:12], 16)
    return "".join(LETTERS[value // 32**place % 32] for place in range(5))


def _lot(draw: Draw, rank: int, word: str) -> str:
    where = f"{draw.college.body.name}:{draw.college.rank}"
    return hashlib.sha256(f"{where}:{rank}:{word}".encode()).hexdigest()
