"""A small year of a call for tests: a contract, its call, funders, holders, people and files.

Rows are written straight to the database, upstream of what a test is about; the services
themselves are tested in their own files.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.apps.contract.models import Contract, ContractCode, Objective, Pillar
from faire_ensemble.apps.contract.services import open_contract
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    ApplicationPlace,
    ApplicationVersion,
    Call,
    CallFunder,
    Criterion,
    FundingRequest,
    Project,
)
from faire_ensemble.apps.territory.models import EpciSiren, Territory

CODE = "CV192"


class Year:
    """Everything is made on demand; `year.call`, `year.funders` (State, metropolis, CAF)."""

    def __init__(self) -> None:
        self._rank = count(1)
        self.epci = Territory.objects.create(
            kind="epci", code="200093201", name="Métropole Européenne de Lille"
        )
        EpciSiren.objects.create(epci=self.epci, siren="245900410")
        self.commune = self.place("commune", "59512", "Roubaix")
        self.quarter = self.place("priority", "QP059074", "Trois Ponts")
        self.quarter.communes.add(self.commune)
        opened = open_contract(actor=None, epci=self.epci)
        self.contract = Contract.objects.get(pk=opened.contract_id)
        ContractCode.objects.get_or_create(code=CODE, defaults={"contract": self.contract})
        pillar = Pillar.objects.create(contract=self.contract, rank=1, title="Cohésion sociale")
        self.objectives = [
            Objective.objects.create(pillar=pillar, rank=rank, title=title)
            for rank, title in enumerate(("Apprendre", "Se soigner"), start=1)
        ]
        self.funders = [
            self.organisation("État", "state"),
            self.organisation("Métropole Européenne de Lille", "epci"),
            self.organisation("Caisse d'allocations familiales du Nord", "social"),
        ]
        self.call = self.make_call()

    def place(self, kind: str, code: str, name: str) -> Territory:
        return Territory.objects.create(kind=kind, code=code, name=name, epci=self.epci)

    def organisation(self, name: str, kind: str = "association", **numbers: Any) -> Organisation:
        return Organisation.objects.create(name=name, name_key=fold(name), kind=kind, **numbers)

    def make_call(self, state: str = "published", **fields: Any) -> Call:
        now = timezone.now()
        values: dict[str, Any] = {
            "contract": self.contract, "code": f"appel-{next(self._rank)}",
            "title": "Appel à projets 2026", "first_year": 2026, "last_year": 2026,
            "opens_at": now - timedelta(days=10), "closes_at": now + timedelta(days=20),
            "state": state,
        }  # fmt: skip
        call = Call.objects.create(**(values | fields))
        call.objectives.set(self.objectives)
        for rank, funder in enumerate(self.funders, start=1):
            nature = "mainstream" if rank == 3 else "specific"
            CallFunder.objects.create(call=call, funder=funder, rank=rank, nature=nature)
        for rank, label in enumerate(("Utilité pour le quartier", "Faisabilité"), start=1):
            Criterion.objects.create(call=call, rank=rank, label=label)
        return call

    def person(self, name: str) -> User:
        return User.objects.create_user(f"{name}@exemple.org", "secret", first_name=name)

    def mandated(self, name: str, role: str, organisation: Any = "", contract: str = CODE) -> User:
        """A person with a mandate; `organisation` is a row or a text."""
        person = self.person(name)
        self.give(person, role, organisation, contract)
        return person

    def give(self, person: User, role: str, organisation: Any = "", contract: str = CODE) -> None:
        named = getattr(organisation, "name", organisation) or "Métropole Européenne de Lille"
        Mandate.objects.create(
            person=person, role=role, organisation=named, contract=contract,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip

    def draft(self, title: str = "Jardin partagé", lead: Organisation | None = None,
              writer: User | None = None, **fields: Any) -> Application:  # fmt: skip
        """An application being written; `writer` may submit it."""
        rank = next(self._rank)
        lead = lead or self.organisation(f"Association {rank}")
        now = timezone.now()
        project = Project.objects.create(
            number=f"P-{rank:04}", holder=lead, title=title, created_at=now
        )
        values = {"project": project, "call": self.call, "lead": lead, "year": 2026,
                  "title": title, "created_at": now}  # fmt: skip
        made = Application.objects.create(**(values | fields))
        if writer is not None:
            ApplicationMember.objects.create(
                application=made, email=writer.email, person=writer, right="submit",
                invited_at=now,
            )  # fmt: skip
        return made

    def submitted(self, *amounts: str, title: str = "Jardin partagé", **fields: Any) -> Application:
        """A submitted application asking `amounts` of the first funders (1 000 € of each one)."""
        now = timezone.now()
        made = self.draft(
            title, objective=self.objectives[0], state="submitted", submitted_at=now, **fields
        )
        ApplicationVersion.objects.create(
            application=made, number=1, content={"fields": {"project.title": title}},
            digest="0" * 64, submitted_at=now,
        )  # fmt: skip
        ApplicationPlace.objects.create(application=made, territory=self.quarter)
        for funder, amount in zip(
            self.funders, amounts or ("1000",) * len(self.funders), strict=False
        ):
            asked = Decimal(amount)
            nature = "mainstream" if funder is self.funders[2] else "specific"
            FundingRequest.objects.create(
                application=made, funder=funder, asked=asked, minimum=asked / 2, nature=nature
            )
        return made
