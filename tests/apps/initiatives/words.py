"""Initiatives, carriers and groups, and what tests ask of them."""

from typing import Any

from django.test import Client
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.initiatives.models import Group, Initiative
from faire_ensemble.apps.initiatives.services import groups, moderation, writing

SITE = "https://faire.exemple"


class Place:
    """A contract's town, its officer, and whoever writes."""

    def __init__(self) -> None:
        self.year = Year()
        self.officer = self.year.mandated("cheffe", "officer")
        self.people: dict[str, User] = {}

    def person(self, key: str = "nadia") -> User:
        """An account with a name, made once."""
        if key not in self.people:
            self.people[key] = User.objects.create_user(
                f"{key}@secret.exemple", first_name=key.capitalize(), last_name="Exemple"
            )
        return self.people[key]

    def draft(self, **fields: Any) -> writing.Draft:
        values: dict[str, Any] = {
            "title": "Jardin partagé des Trois Ponts",
            "body": "Les voisins cultivent un potager au pied des immeubles.",
            "family": "build",
            "domain": "nature",
        }
        return writing.Draft(**(values | fields))  # type: ignore[typeddict-item]

    def write(self, who: str = "nadia", **fields: Any) -> Initiative:
        return writing.write_initiative(actor=self.person(who), draft=self.draft(**fields))

    def published(self, who: str = "nadia", **fields: Any) -> Initiative:
        row = self.write(who, **fields)
        return self.publish(row)

    def publish(self, row: Initiative) -> Initiative:
        moderation.propose_initiative(actor=row.carrier, initiative_id=row.pk)
        moderation.moderate(actor=self.officer, initiative_id=row.pk, publish=True, site=SITE)
        row.refresh_from_db()
        return row

    def copied(
        self, row: Initiative, who: str = "bruno", place: str = "rue des Arts"
    ) -> Initiative:
        return writing.start_copy(actor=self.person(who), initiative_id=row.pk, place=place)

    def group(self, who: str = "nadia", **fields: Any) -> Group:
        values: dict[str, Any] = {"title": "Composter ensemble", "summary": "Préparer un compost."}
        return groups.create_group(actor=self.person(who), **(values | fields))

    def member(self, group: Group, who: str) -> User:
        person = self.person(who)
        groups.join_group(actor=person, group_id=group.pk, site=SITE)
        return person

    def client(self, who: User | None = None) -> Client:
        client = Client()
        if who is not None:
            client.force_login(who)
        return client
