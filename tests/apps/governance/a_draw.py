"""A draw for tests: the residents' college of a conseil citoyen, four places, a pool of people.

Rows are written straight to the database, upstream of what a test is about.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.governance.models import (
    College,
    Draw,
    DrawQuota,
    DrawRound,
    DrawSealing,
    PoolPerson,
)
from faire_ensemble.apps.governance.selectors.draws.telling import failure_words
from faire_ensemble.apps.governance.services import draws
from faire_ensemble.apps.governance.services.draws import BadDraw

QUOTAS = (
    ("sexe", "Femme", 2, 2),
    ("sexe", "Homme", 2, 2),
    ("âge", "18-29 ans", 1, 3),
    ("âge", "30 ans et plus", 1, 3),
)


class ADraw:
    """`officer` runs it; `stranger` does not. `people(n)` fills the pool, half women."""

    def __init__(self, room: Room) -> None:
        self.room, self.officer, self.stranger = room, room.officer, room.stranger
        self.body = room.make_body("Conseil citoyen des Trois Ponts", kind="citizens")
        self.college = College.objects.create(
            body=self.body, name="Habitants", minimum=4, maximum=10, drawn=True, parity=True
        )
        self.draw = self.make()

    def make(self, **fields: Any) -> Draw:
        values: dict[str, Any] = {
            "college": self.college, "size": 4, "contact": "conseil@example.org", "state": "open",
            "closes_on": timezone.localdate() + timedelta(days=20), "by_household": True,
        }  # fmt: skip
        draw = Draw.objects.create(**(values | fields))
        DrawQuota.objects.bulk_create(
            DrawQuota(draw=draw, rank=rank, category=category, feature=feature, low=low, high=high)
            for rank, (category, feature, low, high) in enumerate(QUOTAS, start=1)
        )
        return draw

    def people(self, number: int, start: int = 0) -> list[PoolPerson]:
        return PoolPerson.objects.bulk_create(
            PoolPerson(
                draw=self.draw, code=f"P{rank:04}", key=f"key-{rank}", origin="volunteer",
                name=f"Habitant {rank}", email=f"h{rank}@example.org",
                address=f"{rank} rue Haute, 59100 Roubaix", household=f"F{rank // 2:04}",
                features={
                    "sexe": ("Femme", "Homme")[rank % 2],
                    "âge": ("18-29 ans", "30 ans et plus")[rank // 2 % 2],
                },
                joined_at=timezone.now(),
            )
            for rank in range(start, start + number)
        )  # fmt: skip

    def seal(self, announced: str = "Trois boules") -> DrawRound:
        """Panels asked for by the officer, and computed as the worker would."""
        return self.compute(
            draws.ask_seal(actor=self.officer, draw_id=self.draw.pk, announced=announced)
        )

    def replace(self, *, relaxed: bool = False) -> DrawRound:
        """The same for replacements."""
        given = {"actor": self.officer, "draw_id": self.draw.pk, "announced": "Trois boules"}
        return self.compute(draws.ask_replacements(**given, relaxed=relaxed))

    def compute(self, asked: DrawSealing) -> DrawRound:
        made = draws.compute_panels(asked.pk)
        asked.refresh_from_db()
        if made is None:
            raise BadDraw(failure_words(asked))
        return made

    @property
    def starts_on(self) -> date:
        return timezone.localdate()
