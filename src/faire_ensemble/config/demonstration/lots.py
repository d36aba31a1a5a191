"""Two draws by lot of the demonstration: an open call, and a panel drawn whose replies come in.

People, codes and numbers are invented, and the same at every build.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.governance.models import Body, Draw, DrawnPerson, DrawQuota, PoolPerson
from faire_ensemble.apps.governance.services import draws
from faire_ensemble.config.demonstration import facts

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def add_draws(contract: Contract) -> dict[str, int]:
    """How many draws, and how many people in their pools."""
    words = facts.table("draws.toml")
    actor = User.objects.get(first_name=words["officer"], email__endswith=".invalid")
    councils = Body.objects.filter(contract=contract, kind="citizens").order_by("pk")
    people = 0
    for fact in words["draws"]:
        draw = _draw(councils[fact["council"]], fact, words)
        people += _people(draw, fact["people"], words)
        if "number" in fact:
            asked = draws.ask_seal(actor=actor, draw_id=draw.pk, announced=words["announced"])
            draws.compute_panels(asked.pk)
            draws.draw_number(
                actor=actor, draw_id=draw.pk, number=fact["number"], witnesses=words["witnesses"],
                reply_by=timezone.localdate() + timedelta(days=words["reply_days"]),
            )  # fmt: skip
            _reply(draw, actor, fact["replies"])
    return {"draws": len(words["draws"]), "pool": people}


def _draw(body: Body, fact: dict[str, int], words: dict[str, Any]) -> Draw:
    college = body.colleges.filter(drawn=True).order_by("rank")[0]
    draw = Draw.objects.create(
        college=college, size=fact["size"], contact=words["contact"], words=words["words"],
        closes_on=timezone.localdate() + timedelta(days=fact["closes_in"]), state="open",
    )  # fmt: skip
    quotas = [
        (category, feature, share)
        for category, features in words["quotas"].items()
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


def _people(draw: Draw, number: int, words: dict[str, Any]) -> int:
    """Volunteers are older and oftener women than the population: that is why there are quotas."""
    PoolPerson.objects.bulk_create(_person(draw, rank, words) for rank in range(number))
    return number


def _person(draw: Draw, rank: int, words: dict[str, Any]) -> PoolPerson:
    features = {
        category: _pick(shares, int(_lot(draw, rank, category)[:8], 16) % 100)
        for category, shares in words["volunteers"].items()
    }
    names = words["names"][features["sexe"]]
    return PoolPerson(
        draw=draw, code=_code(draw, rank), key=_lot(draw, rank, "clé")[:24], origin="volunteer",
        name=f"{names[rank % len(names)]} Exemple", features=features,
        email=f"personne{rank}.tirage@exemple.invalid",
        address=f"{rank // 2 + 1} rue de l'Exemple, 59000 Lille",
        household=_code(draw, -1 - rank // 2), joined_at=timezone.now(),
        agreed_at=timezone.now(),
    )  # fmt: skip


def _reply(draw: Draw, actor: User, replies: list[str]) -> None:
    rows = DrawnPerson.objects.filter(person__draw=draw).order_by("person__code")
    for row, answer in zip(rows, replies, strict=False):
        draws.reply_for(actor=actor, drawn_id=row.pk, answer=answer)


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
    return hashlib.sha256(f"{draw.college.body.name}:{rank}:{word}".encode()).hexdigest()
