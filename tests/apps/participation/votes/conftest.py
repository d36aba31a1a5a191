"""A participatory budget ready to be voted on."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Channel,
    Phase,
    Process,
    Vote,
)
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.casting import Receipt, Voter, cast_ballot
from faire_ensemble.apps.participation.services.votes.preparing import open_vote, prepare_vote

PROJECTS = (
    (1, "Jardin partagé", "20000", "QP059074"),
    (2, "Terrain de jeux", "35000", "QP059074"),
    (3, "Ludothèque", "15000", ""),
    (4, "Pistes cyclables", "40000", ""),
)


class Polling:
    """A process in its vote phase, four projects, an officer; `open` opens the vote."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.officer: User = year.mandated("agent", "officer")
        self.other: User = year.mandated("collegue", "officer")
        now = timezone.now()
        self.process = Process.objects.create(
            contract=year.contract, code="budget", kind="budget", title="Budget participatif",
            state="published", envelope=Decimal("60000"), salt="00" * 32, created_at=now,
        )  # fmt: skip
        self.phase = Phase.objects.create(
            process=self.process, kind="vote", opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=5),
        )  # fmt: skip
        for number, title, cost, place in PROJECTS:
            BudgetProject.objects.create(
                process=self.process, number=number, title=title, cost=Decimal(cost),
                state="admitted", territory=year.quarter if place else None,
            )  # fmt: skip
        self.vote = self.prepare()

    def prepare(self, **settings: Any) -> Vote:
        return prepare_vote(actor=self.officer, process_id=self.process.pk, **settings)

    def open(self, **settings: Any) -> Vote:
        if settings:
            self.prepare(**settings)
        self.vote = open_vote(actor=self.officer, vote_id=self.vote.pk)
        return self.vote

    def voter(self, name: str, neighbourhood: str = "") -> Voter:
        return Voter(sealing.voter_digest(self.vote.salt, "test", name), neighbourhood)

    def cast(self, name: str, *numbers: int, channel: str = Channel.ONLINE, **more: Any) -> Receipt:
        choices = [(number, 0) for number in numbers]
        return cast_ballot(self.vote.pk, self.voter(name), choices, channel, **more)

    def reload(self) -> Vote:
        self.vote = Vote.objects.get(pk=self.vote.pk)
        return self.vote


@pytest.fixture
def polling(year: Year) -> Polling:
    return Polling(year)
