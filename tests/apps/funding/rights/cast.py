"""The people of the matrix, and one file in each state with all that hangs on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    ApplicationMember,
    ApplicationPartner,
    Committee,
    Envelope,
    FundingRequest,
    Opinion,
    Programme,
    ProgrammeLine,
    Recusal,
    Referral,
    Scenario,
    Session,
)

WRITERS = {"owner": "submit", "editor": "write", "reader": "read", "judge_and_writer": "write"}
RECUSED = ("recused_instructor", "recused_officer")


class Cast:
    """`people`: role → person. Files ask the State and the metropolis, never the CAF."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.state, self.metropolis, self.caf = year.funders
        self.lead = year.organisation("Les Jardins")
        self.partner = year.organisation("Le Compost")
        self.service = year.organisation("Rectorat", "state")
        other = Mandate(valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
        self.people: dict[str, Any] = {
            "visitor": AnonymousUser(),
            "stranger": year.person("stranger"),
            "owner": year.person("owner"),
            "editor": year.person("editor"),
            "reader": year.person("reader"),
            "holder_of_lead": year.mandated("holder_of_lead", "holder", self.lead),
            "holder_of_partner": year.mandated("holder_of_partner", "holder", self.partner),
            "officer": year.mandated("officer", "officer", self.metropolis),
            "officer_elsewhere": year.mandated(
                "officer_elsewhere", "officer", self.metropolis, "CV999"
            ),
            "instructor": year.mandated("instructor", "partner", self.state),
            "instructor_not_asked": year.mandated("instructor_not_asked", "partner", self.caf),
            "service_asked": year.mandated("service_asked", "partner", self.service),
            "council": year.mandated("council", "council", "Conseil citoyen des Trois Ponts"),
            "elected": year.mandated("elected", "elected"),
            "analyst": year.mandated("analyst", "analyst"),
            "steward": year.mandated("steward", "steward"),
            "superuser": year.person("superuser"),
            "recused_instructor": year.mandated("recused_instructor", "partner", self.state),
            "recused_officer": year.mandated("recused_officer", "officer", self.metropolis),
            "judge_and_writer": year.mandated("judge_and_writer", "partner", self.state),
            "mandate_ended": year.person("mandate_ended"),
            "account_closed": year.mandated("account_closed", "partner", self.state),
        }
        Mandate.objects.create(
            person=self.people["mandate_ended"], role="officer", organisation=self.state.name,
            contract="CV192", valid_from=other.valid_from, valid_to=other.valid_to,
        )  # fmt: skip
        superuser, closed = self.people["superuser"], self.people["account_closed"]
        superuser.is_superuser = superuser.is_staff = True
        superuser.save()
        closed.is_active = False
        closed.save()

    def file(self, state: str, call: Any = None, title: str = "Jardin") -> Application:
        """A file of this state with its people, recusals and the service asked."""
        where = {"call": call} if call else {}
        if state == "draft":
            made = self.year.draft(title, lead=self.lead, **where)
        else:
            made = self.year.submitted("1000", "2000", title=title, lead=self.lead, **where)
            Application.objects.filter(pk=made.pk).update(state=state)
            ends = {"decided": "awarded", "withdrawn": "withdrawn"}
            made.requests.update(state=ends.get(state, "received"))
            made.refresh_from_db()
        self._people_of(made)
        return made

    def _people_of(self, made: Application) -> None:
        now = timezone.now()
        for role, right in (WRITERS | {"account_closed": "submit"}).items():
            person = self.people[role]
            ApplicationMember.objects.create(
                application=made, email=person.email, person=person, right=right, invited_at=now
            )
        ApplicationPartner.objects.create(application=made, organisation=self.partner)
        for role in RECUSED:
            Recusal.objects.create(
                application=made, person=self.people[role], reason="Un proche y travaille.",
                declared_at=now,
            )  # fmt: skip
        Referral.objects.create(
            application=made, organisation=self.service, asked_by=self.people["officer"],
            asked_at=now,
        )  # fmt: skip

    def opinion(self, file: Application, organisation: Any, author: str, **fields: Any) -> Opinion:
        request = file.requests.filter(funder=organisation).first()
        values = {"kind": "funder", "advice": "favourable", "written_at": timezone.now()}
        return Opinion.objects.create(
            application=file, request=request, organisation=organisation,
            author=self.people[author], **(values | fields),
        )  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """One file and what the acts of the first table are about."""

    file: Application
    request: FundingRequest
    shared: Opinion
    internal: Opinion
    internal_elsewhere: Opinion
    service_pk: int


def subject(cast: Cast, state: str, call: Any = None) -> Subject:
    """Drafts get requests too: no right may follow from their mere existence."""
    file = cast.file(state, call)
    if state == "draft":
        for funder in (cast.state, cast.metropolis):
            FundingRequest.objects.create(application=file, funder=funder, asked=10, minimum=5)
    return Subject(
        file=file,
        request=file.requests.get(funder=cast.state),
        shared=cast.opinion(file, cast.state, "instructor"),
        internal=cast.opinion(file, cast.state, "instructor", internal=True),
        internal_elsewhere=cast.opinion(file, cast.metropolis, "officer", internal=True),
        service_pk=cast.service.pk,
    )


@dataclass(frozen=True)
class Contract:
    """What the acts of the second table are about."""

    calls: dict[str, Any]
    contract_id: int
    envelope: Envelope
    hidden: Scenario
    published: Scenario
    preparing: Programme
    adopted: Programme
    line: ProgrammeLine
    line_adopted: ProgrammeLine
    item: AgendaItem


def arbitration(cast: Cast) -> Contract:
    """A call in each phase, and a submitted file on its way to a decision."""
    year, now = cast.year, timezone.now()
    request = cast.file("submitted").requests.get(funder=cast.state)
    programmes = {
        state: Programme.objects.create(
            call=year.call, year=2026, title=state, state=state, created_at=now
        )
        for state in ("preparing", "adopted")
    }
    lines = {
        state: ProgrammeLine.objects.create(programme=programme, request=request)
        for state, programme in programmes.items()
    }
    committee = Committee.objects.create(contract=year.contract, name="Comité")
    session = Session.objects.create(committee=committee, starts_at=now, quorum=1)
    made = {
        title: Scenario.objects.create(
            call=year.call, year=2026, title=title, problem={}, problem_digest="0" * 64,
            made_at=now, published=title == "publié",
        )
        for title in ("caché", "publié")
    }  # fmt: skip
    return Contract(
        calls={
            "open": year.call,
            "draft": year.make_call("draft"),
            "solution": year.make_call(kind="solution"),
            "closed": year.make_call(closes_at=now - timedelta(days=1)),
        },
        contract_id=year.contract.pk,
        envelope=Envelope.objects.create(
            contract=year.contract, funder=cast.state, year=2026, name="P147",
            amount=Decimal(1000),
        ),
        hidden=made["caché"], published=made["publié"],
        preparing=programmes["preparing"], adopted=programmes["adopted"],
        line=lines["preparing"], line_adopted=lines["adopted"],
        item=AgendaItem.objects.create(session=session, application=request.application, rank=1),
    )  # fmt: skip
