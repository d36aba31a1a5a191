"""A process where people write, and what tests of contributions ask of it."""

from datetime import timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.participation.models import Contribution, Contributor, Phase, Process
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.contributions.identity import Visit
from faire_ensemble.apps.participation.services.moderation import moderate

ALL = ["account", "email", "code"]
VISIT = Visit("fr", "https://faire.exemple")


class Room:
    """A published process open to proposals, its officer, people who write."""

    def __init__(self) -> None:
        self._rank = count(1)
        self.year = Year()
        self.city = self.year.organisation("Ville de Lille", "commune")
        self.officer = self.year.mandated("cheffe", "officer")
        self.process = self.make()

    def make(self, *phases: str, **fields: Any) -> Process:
        now = timezone.now()
        values: dict[str, Any] = {
            "contract": self.year.contract, "code": f"demarche-{next(self._rank)}",
            "kind": "consultation", "title": "Le square", "state": "published",
            "owner": self.city, "entries": ALL, "salt": "s" * 64, "created_at": now,
            "categories": ["Cadre de vie", "Jeunesse"],
        }  # fmt: skip
        process = Process.objects.create(**(values | fields))
        for kind in phases or ("propose",):
            Phase.objects.create(process=process, kind=kind, opens_at=now - timedelta(days=5))
        return process

    def account(self, name: str) -> User:
        person = self.year.person(name)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person

    def contributor(self, name: str = "", process: Process | None = None) -> Contributor:
        """Somebody whose address is proved."""
        name = name or f"habitante{next(self._rank)}"
        made = services.contributor_of_address(
            process or self.process, f"{name}@exemple.org", VISIT
        )
        made.confirmed_at = timezone.now()
        made.save()
        return made

    def write(
        self, title: str = "Des bancs dans le square", *, author: Contributor | None = None,
        process: Process | None = None, body: str = "", **draft: Any,
    ) -> Contribution:  # fmt: skip
        """A contribution as its author sends it: WAITING where the process reads first."""
        who = author or self.contributor(process=process)
        typed: Any = {"title": title, "body": body or f"{title}, pour s'asseoir.", **draft}
        return services.propose(contributor_id=who.pk, draft=typed, proved=True, visit=VISIT)

    def published(self, title: str = "Des bancs dans le square", **options: Any) -> Contribution:
        """One that an officer published."""
        from_officer = self.write(title, **options)
        self.moderate("publish", from_officer)
        from_officer.refresh_from_db()
        return from_officer

    def moderate(self, act: str, *rows: Any, **options: Any) -> int:

        written = [row for row in rows if isinstance(row, Contribution)]
        process = (written or [row.contribution for row in rows])[0].process
        return moderate(
            actor=self.officer,
            process=process,
            act=act,
            contribution_ids=[row.pk for row in written],
            comment_ids=[row.pk for row in rows if not isinstance(row, Contribution)],
            **options,
        )
