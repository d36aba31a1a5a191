"""What waits for each person when they come in: theirs, all of it, late first."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.apps.governance.a_draw import ADraw
from tests.apps.governance.room import Room
from tests.year_of_a_call import Year

from faire_ensemble.apps.contract.models import (
    AnnexedPlan,
    Commitment,
    Contract,
    OperationalObjective,
    Partner,
    PlanLine,
)
from faire_ensemble.apps.directory.models import Place, Service
from faire_ensemble.apps.funding.models import Committee, Referral
from faire_ensemble.apps.funding.services import corrections, opinions
from faire_ensemble.apps.governance.models import BodyDecision, Meeting, Wish
from faire_ensemble.apps.initiatives.models import Group, Initiative, Membership
from faire_ensemble.apps.portal.selectors.waiting import waiting_for

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def words_for(person: Any) -> list[str]:
    return [line.words for line in waiting_for(person)]


def decision(room: Room, owner: Any, days: int, **fields: Any) -> None:
    BodyDecision.objects.create(
        body=room.body, year=2026, number=room.body.decisions.count() + 1, title="Ouvrir le soir",
        owner_organisation=owner, taken_on=TODAY() - timedelta(days=90),
        due_on=TODAY() + timedelta(days=days), **fields,
    )  # fmt: skip


def meeting(room: Room, state: str, days: int, **fields: Any) -> Meeting:
    starts = timezone.now() + timedelta(days=days)
    return Meeting.objects.create(
        body=room.body, starts_at=starts, state=state, changed_at=timezone.now(), **fields
    )


def test_a_passer_by_and_a_newcomer_have_nothing(year: Year, django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        assert waiting_for(AnonymousUser()) == []
    assert waiting_for(year.person("nouvelle")) == []


def test_an_instructor_has_the_opinions_that_the_board_shows(year: Year, client: Client):
    state = year.mandated("etat", "partner", year.funders[0])
    year.submitted(title="Jardin partagé")
    year.submitted(title="Atelier vélo")
    (line,) = waiting_for(state)
    assert line.words == "2 avis à donner" and line.due is None
    client.force_login(state)
    board = client.get("/instruction/" + line.query).content.decode()
    assert "Jardin partagé" in board and "Atelier vélo" in board
    home = client.get("/").content.decode()
    assert "Ce qui vous attend" in home and "2 avis à donner" in home


def test_a_service_that_was_asked_has_its_opinion_to_give(year: Year, client: Client):
    asker = year.mandated("cheffe", "officer")
    school = year.organisation("Éducation nationale", "state")
    service = year.mandated("ecole", "partner", school)
    asked, other = year.submitted(title="Jardin partagé"), year.submitted(title="Atelier vélo")
    assert waiting_for(service) == []
    Referral.objects.create(
        application=asked, organisation=school, asked_by=asker, asked_at=timezone.now()
    )
    (line,) = waiting_for(service)
    assert line.words == "1 avis à donner"
    client.force_login(service)
    board = client.get(reverse(line.page) + line.query).content.decode()
    assert "Jardin partagé" in board and other.title not in board
    opinions.give_mainstream_opinion(
        actor=service, application=asked, organisation_id=school.pk,
        said=opinions.Said(advice="favourable", mainstream_means="Une salle"),
    )  # fmt: skip
    assert waiting_for(service) == []


def test_a_member_of_a_council_has_the_files_without_its_opinion(year: Year, client: Client):
    name = "Conseil citoyen des Trois Ponts"
    member, colleague = (year.mandated(each, "council", name) for each in ("driss", "ana"))
    elsewhere = year.mandated("lea", "council", "Conseil citoyen du Pile")
    first, second = year.submitted(title="Jardin partagé"), year.submitted(title="Atelier vélo")
    assert [words_for(each) for each in (member, colleague, elsewhere)] == [["2 avis à donner"]] * 3
    opinions.give_council_opinion(
        actor=member, application=first, said=opinions.Said(advice="favourable")
    )
    (line,) = waiting_for(colleague)
    assert line.words == "1 avis à donner" and words_for(elsewhere) == ["2 avis à donner"]
    client.force_login(colleague)
    board = client.get(reverse(line.page) + line.query).content.decode()
    assert second.title in board and first.title not in board
    second.state = "decided"
    second.save()
    assert waiting_for(colleague) == []


def test_an_answer_to_a_correction_waits_for_whoever_asked_it(year: Year, client: Client):
    asker = year.mandated("etat", "partner", year.funders[0])
    colleague = year.mandated("collegue", "partner", year.funders[0])
    made = year.submitted(title="Jardin partagé")
    said = "Jardin partagé : lire la réponse à votre demande de correction"
    asked = corrections.ask_correction(
        actor=asker, application_id=made.pk, section="budget", message="Le total."
    )
    assert said not in words_for(asker)
    asked.state = "answered"
    asked.save()
    assert said in words_for(asker) and said not in words_for(colleague)
    (line,) = (each for each in waiting_for(asker) if each.words == said)
    client.force_login(asker)
    assert "Le total." in client.get(reverse(line.page, args=line.args)).content.decode()
    corrections.accept_correction(actor=asker, correction_id=asked.pk)
    assert said not in words_for(asker)


def test_a_committee_waits_for_its_seats_before_and_for_officers_after(year: Year):
    officer = year.mandated("cheffe", "officer", "Nulle part")
    seated = year.mandated("etat", "partner", year.funders[0])
    absent = year.mandated("autre", "partner", year.funders[1])
    committee = Committee.objects.create(contract=year.contract, name="Comité de Roubaix")
    committee.seats.create(organisation=year.funders[0], label="État")
    session = committee.sessions.create(
        starts_at=timezone.now() + timedelta(days=5), quorum=1, state="planned"
    )
    (line,) = waiting_for(seated)
    assert line.words == "Comité : Comité de Roubaix" and line.appointment and not line.late
    assert waiting_for(absent) == waiting_for(officer) == []
    session.starts_at = timezone.now() - timedelta(days=2)
    session.save()
    (line,) = waiting_for(officer)
    assert line.words == "Comité à clore : Comité de Roubaix" and line.late
    assert line.args == (session.pk,) and waiting_for(seated) == []
    session.state = "closed"
    session.save()
    assert waiting_for(officer) == []


def test_a_holder_has_the_draft_to_finish_until_the_call_closes(year: Year):
    holder = year.person("porteuse")
    draft = year.draft("Fête des voisins", writer=holder)
    (line,) = waiting_for(holder)
    assert line.words.startswith("Fête des voisins : Compléter")
    assert line.args == (draft.pk,) and not line.late
    assert line.due == timezone.localtime(year.call.closes_at).date()


def test_decisions_owed_come_late_first_then_by_day(year: Year):
    room = Room(year)
    partner = year.mandated("etat", "partner", year.funders[0])
    decision(room, year.funders[0], 5)
    decision(room, year.funders[0], -3)
    decision(room, year.funders[1], -9)
    room.term(room.state, partner)
    meeting(room, "convened", 4)
    late, coming = waiting_for(partner)
    assert late.words == "2 décisions à mener, dont 1 en retard"
    assert late.late and late.due == TODAY() - timedelta(days=3)
    assert coming.words == "Réunion : Comité de pilotage" and not coming.late
    assert "Réunion : Comité de pilotage" in words_for(room.member)


def test_a_partner_has_its_own_promises_that_are_late_or_near(year: Year, client: Client):
    partner = year.mandated("etat", "partner", year.funders[0])
    Partner.objects.create(contract=year.contract, organisation=year.funders[0])

    def promise(title: str, days: int, owner: int = 0, state: str = "doing") -> None:
        Commitment.objects.create(
            contract=year.contract, organisation=year.funders[owner], title=title,
            due_on=TODAY() + timedelta(days=days), state=state,
        )  # fmt: skip

    promise("Tenir l'an prochain", 200)
    promise("Déjà tenu", -2, state="kept")
    promise("D'un autre", -2, owner=1)
    assert waiting_for(partner) == []
    promise("Ouvrir un guichet", -2)
    (line,) = waiting_for(partner)
    assert line.words == "1 engagement du contrat à suivre"
    assert line.late and line.due == TODAY() - timedelta(days=2)
    promise("Former dix personnes", 20)
    (line,) = waiting_for(partner)
    assert line.words == "2 engagements du contrat à suivre, dont 1 en retard"
    client.force_login(partner)
    assert "Ouvrir un guichet" in client.get(reverse(line.page, args=line.args)).content.decode()
    # Of an organisation that signs nothing, the page would not open: nothing leads there.
    Partner.objects.all().delete()
    assert waiting_for(partner) == []


def test_a_partner_has_what_it_leads_in_the_contract(year: Year, client: Client):
    partner = year.mandated("etat", "partner", year.funders[0])
    Partner.objects.create(contract=year.contract, organisation=year.funders[0])
    plan = AnnexedPlan.objects.create(contract=year.contract, kind="gusp", title="Charte")

    def lead(title: str, days: int, owner: int = 0, state: str = "planned") -> None:
        rank = OperationalObjective.objects.count() + 1
        fields: dict[str, Any] = {
            "title": title, "owner": year.funders[owner], "state": state, "rank": rank,
            "due_on": TODAY() + timedelta(days=days),
        }  # fmt: skip
        OperationalObjective.objects.create(objective=year.objectives[0], **fields)
        PlanLine.objects.create(plan=plan, **fields)

    lead("Fait", -5, state="done")
    lead("D'un autre", -5, owner=1)
    lead("Plus tard", 100)
    assert waiting_for(partner) == []
    lead("Ouvrir une crèche", -4)
    lead("Former des agents", 9)
    (line,) = waiting_for(partner)
    assert line.words == "4 actions du contrat à mener, dont 2 en retard"
    assert line.late and line.due == TODAY() - timedelta(days=4)
    client.force_login(partner)
    assert "Ouvrir une crèche" in client.get(reverse(line.page, args=line.args)).content.decode()


def test_whoever_runs_a_body_has_what_is_late_in_it_and_what_nobody_answered(
    year: Year, client: Client
):
    room = Room(year)
    town = year.organisation("Ville de Loos")
    year.give(room.officer, "officer", year.funders[0])
    decision(room, town, -9)
    decision(room, year.funders[0], -2)
    decision(room, town, 9)
    found = {line.words: line for line in waiting_for(room.officer)}
    others = found["1 décision à relancer dans vos instances"]
    assert others.late and others.due == TODAY() - timedelta(days=9)
    assert found["1 décision à mener"].due == TODAY() - timedelta(days=2)
    client.force_login(room.officer)
    page = client.get(reverse(others.page) + others.query).content.decode()
    assert page.count("Ouvrir le soir") >= 2
    for days, title in ((-3, "Un banc"), (12, "Un arbre"), (90, "Plus tard")):
        Wish.objects.create(
            body=room.body, title=title, addressee="Conseil municipal",
            sent_on=TODAY() - timedelta(days=40), due_on=TODAY() + timedelta(days=days),
        )  # fmt: skip
    asked = next(line for line in waiting_for(room.officer) if "réponse" in line.words)
    assert asked.words == "Comité de pilotage : 2 vœux ou questions sans réponse"
    assert asked.late and asked.due == TODAY() - timedelta(days=3)
    assert "Un banc" in client.get(reverse(asked.page, args=asked.args)).content.decode()
    # A member sees to none of it.
    assert not any("réponse" in words or "relancer" in words for words in words_for(room.member))


def test_terms_that_end_soon_with_nobody_after_wait_for_officers(year: Year, client: Client):
    room = Room(year)
    seat = room.seat("Habitants")
    for name, days in (("Ana", 12), ("Bruno", 90)):
        room.term(room.seat(name), name, ends_on=TODAY() + timedelta(days=days))
    ending = room.term(seat, "Chloé", ends_on=TODAY() + timedelta(days=6))
    (line,) = waiting_for(room.officer)
    assert line.words == "Comité de pilotage : 2 mandats à renouveler"
    assert line.due == TODAY() + timedelta(days=5) and not line.late
    assert words_for(room.secretary) == words_for(room.member) == []
    client.force_login(room.officer)
    assert "Ana" in client.get(reverse(line.page, args=line.args)).content.decode()
    room.term(seat, "Driss", starts_on=ending.ends_on)
    assert words_for(room.officer) == ["Comité de pilotage : 1 mandat à renouveler"]


def test_a_meeting_that_is_over_waits_for_who_keeps_it_not_for_who_sat(year: Year):
    room = Room(year)
    meeting(room, "convened", -2)
    assert words_for(room.member) == []
    (line,) = waiting_for(room.officer)
    assert line.words == "1 réunion passée à tenir, à reporter ou à clore"
    assert line.late and line.due == TODAY() - timedelta(days=2)


def test_each_draw_says_its_next_act(year: Year, client: Client):
    drawn = ADraw(Room(year))
    row, officer = drawn.draw, drawn.officer

    def line() -> Any:
        found = [each for each in waiting_for(officer) if each.page == "governance:run_draw"]
        return found[0] if found else None

    row.closes_on = TODAY() + timedelta(days=3)
    row.save()
    assert line() is None
    for state, closes, words in (
        ("open", -1, "Inscriptions closes, panels à calculer"),
        ("sealed", -1, "Numéro à tirer en public"),
        ("drawn", -1, "Réponses à suivre, places à remplir"),
    ):
        row.state, row.closes_on = state, TODAY() + timedelta(days=closes)
        row.save()
        assert line().words == f"{words} : {row.college.body.name}"
    client.force_login(officer)
    assert client.get(reverse(line().page, args=line().args)).status_code == 200
    for state in ("seated", "cancelled", "sealing"):
        row.state = state
        row.save()
        assert line() is None


def test_an_officer_has_meetings_to_call_minutes_to_publish_and_initiatives_to_read(year: Year):
    room = Room(year)
    meeting(room, "planned", 3)
    meeting(room, "closed", -20, closed_at=timezone.now() - timedelta(days=19))
    Initiative.objects.create(
        title="Repas de rue", body="Un repas.", family="meet", domain="feast",
        state="proposed", carrier=room.stranger, made_at=timezone.now(),
        changed_at=timezone.now(),
    )  # fmt: skip
    found = words_for(room.officer)
    assert "1 réunion à convoquer" in found
    assert "1 compte rendu à publier" in found
    assert "1 initiative à relire" in found


def test_a_facilitator_sees_who_is_at_the_door(year: Year):
    host, guest = year.person("animatrice"), year.person("voisin")
    now = timezone.now()
    group = Group.objects.create(
        title="Jardins", summary="Planter.", door="request", made_by=host, made_at=now
    )
    for person, role, state in ((host, "facilitator", "active"), (guest, "member", "asked")):
        Membership.objects.create(group=group, person=person, role=role, state=state, since=now)
    assert words_for(host) == ["On demande à entrer dans le groupe Jardins"]
    assert words_for(guest) == []


def test_records_to_check_are_those_of_the_communes_open_here(year: Year, client: Client):
    officer = year.mandated("cheffe", "officer")
    here = Place.objects.create(name="Maison", commune=year.commune, commune_code="59512")
    elsewhere = Place.objects.create(name="Ailleurs", commune_code="56001")
    for place in (here, elsewhere, None):
        Service.objects.create(name="Lire", place=place)
    (line,) = waiting_for(officer)
    assert line.words == "2 fiches d'aide à vérifier"
    client.force_login(officer)
    assert client.get(reverse(line.page) + line.query).content.decode().count("Lire") >= 2


def test_a_steward_has_the_mandates_that_end_soon_with_nothing_after(year: Year, client: Client):
    steward = year.mandated("clara", "steward")
    assert waiting_for(steward) == []
    for name, days in (("ana", 10), ("bruno", 20), ("chloe", 200), ("driss", -1), ("elise", 5)):
        mandate = year.mandated(name, "council", "Conseil").mandates.get()
        mandate.valid_to = TODAY() + timedelta(days=days)
        mandate.save()
    renewed = mandate.person
    renewed.mandates.create(
        role="council", organisation="Conseil", contract=mandate.contract,
        valid_from=mandate.valid_to,
    )  # fmt: skip
    (line,) = waiting_for(steward)
    assert line.words == "2 mandats se terminent bientôt" and not line.late
    assert line.due == TODAY() + timedelta(days=9)
    client.force_login(steward)
    assert client.get(reverse(line.page)).status_code == 200
    assert not any("mandat" in words for words in words_for(year.mandated("cheffe", "officer")))


def test_a_second_factor_that_the_site_demands_waits_for_those_it_is_demanded_of(
    year: Year, settings: Any
):
    steward = year.mandated("clara", "steward")
    settings.FAIRE_REQUIRE_MFA = True
    assert words_for(steward) == ["Protéger votre compte par un second facteur"]
    assert words_for(year.mandated("cheffe", "officer")) == []
    settings.FAIRE_REQUIRE_MFA = False
    assert words_for(steward) == []


def queries_of(person: Any) -> int:
    """Of what waits for a person just read from the database."""
    with CaptureQueriesContext(connection) as seen:
        waiting_for(person)
    return len(seen)


@pytest.mark.parametrize(
    ("role", "organisation", "asked"),
    [
        ("", None, 6),
        ("council", "Conseil citoyen des Trois Ponts", 8),
        ("elected", "Métropole", 7),
        ("steward", "", 10),
        ("holder", 0, 9),
        ("partner", 0, 14),
        ("officer", 0, 19),
    ],
)
def test_what_a_role_cannot_have_is_not_asked(year: Year, role: str, organisation: Any, asked: int):
    """Mandates, contracts and organisations are read once; then one query an app, two where lines
    are named (files, meetings) beside what is counted, one more for whoever merges records."""
    named = year.funders[organisation] if isinstance(organisation, int) else organisation
    person = year.mandated("quelquun", role, named) if role else year.person("quelquun")
    assert queries_of(person) == asked


def test_another_contract_costs_no_query(year: Year):
    partner = year.mandated("etat", "partner", year.funders[0])
    before = queries_of(partner)
    for number in range(1, 4):
        other = Contract.objects.create(
            epci=year.contract.epci, name=f"Contrat {number}", starts_on=date(2030 + number, 1, 1),
            ends_on=date(2040, 1, 1),
        )  # fmt: skip
        other.codes.create(code=f"CN{number}")
        year.give(partner, "partner", year.funders[0], f"CN{number}")
    assert queries_of(partner) == before


def test_what_waits_comes_first_and_the_rest_is_folded(year: Year, client: Client):
    host = year.person("animatrice")
    client.force_login(host)
    quiet = client.get("/").content.decode()
    assert "Rien ne vous attend aujourd" in quiet and "Ce qui vous attend" not in quiet
    decision(Room(year), None, -1, owner_person=host)
    now = timezone.now()
    for rank in range(7):
        group = Group.objects.create(
            title=f"Groupe {rank}", summary="S.", door="request", made_by=host, made_at=now
        )
        asking = year.person(f"voisin{rank}")
        for person, role, state in ((host, "facilitator", "active"), (asking, "member", "asked")):
            Membership.objects.create(group=group, person=person, role=role, state=state, since=now)
    page = client.get("/").content.decode()
    section = page.split("<main")[1].split("</section>")[0]
    assert section.index("<h1") < section.index("Ce qui vous attend")
    assert "en retard depuis le" in section
    shown, folded = section.split("<details>")
    assert "1 décision à mener" in shown
    assert shown.count("<li>") == 6 and folded.count("<li>") == 2 and "2 autres" in folded
    assert page.count("<h1") == 1 and "Que deviennent nos quartiers" in page
    assert "Rien ne vous attend" not in page


def test_the_number_of_queries_does_not_grow(year: Year):
    room = Room(year)
    partner = year.mandated("etat", "partner", year.funders[0])
    room.term(room.state, partner)

    def more(times: int) -> int:
        for _each in range(times):
            year.submitted(title="Encore")
            decision(room, year.funders[0], 5)
            meeting(room, "convened", 4)
        return queries_of(partner)

    assert more(1) == more(6)


def test_the_first_page_reads_for_a_person_what_is_theirs(
    year: Year, client: Client, settings: Any, django_assert_num_queries: Any
):
    """Session, account and menu, the version of what everyone reads, and what waits."""
    settings.FAIRE_KEEP_PAGES = True
    client.force_login(year.mandated("cheffe", "officer", year.funders[0]))
    client.get("/")
    with django_assert_num_queries(4 + 19):
        client.get("/")
