"""The page of work of a seat: who holds it, stands in, what they declared, what they may read."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import Interest, Seat, SeatTerm
from faire_ensemble.apps.governance.permissions.bodies import can_read_restricted
from faire_ensemble.apps.governance.selectors.meetings import warnings_of
from faire_ensemble.apps.governance.selectors.seats import seat_page
from faire_ensemble.apps.governance.services import BadTerm
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.numbers import HARD
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FRENCH = {"accept-language": "fr"}


@pytest.fixture
def office(room: Room, client: Client) -> Client:
    client.force_login(room.officer)
    return client


def address(seat: Seat) -> str:
    return f"/gestion/instances/sieges/{seat.pk}/"


def read(client: Client, seat: Seat) -> str:
    return words(client.get(address(seat), headers=FRENCH))


def act(client: Client, seat: Seat, name: str, /, **fields: Any) -> str:
    data = {"acte": name} | {f"{name}-{field}": value for field, value in fields.items()}
    return words(client.post(address(seat), data, headers=FRENCH, follow=True))


def words(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace(HARD, " ")


def beside(page: str, field: str) -> str:
    """The errors written beside a field."""
    return page.split(f'id="id_{field}_error"', 1)[1].split("</ul>", 1)[0]


def test_a_seat_says_who_holds_it_stands_in_and_held_it(room: Room, office: Client) -> None:
    room.term(room.state, "Ancienne", ends_on=date(2024, 1, 1), end_reason="Mutation")
    room.term(room.state, "Camille", starts_on=date(2024, 1, 1), ends_on=TODAY + timedelta(30))
    room.term(room.state, "Sacha", kind="substitute", starts_on=date(2025, 5, 1))
    room.term(room.state, "Suivante", starts_on=TODAY + timedelta(30))
    page = read(office, room.state)
    assert "Camille siège ici." in page
    assert page.index("Sacha") > page.index("Qui supplée") > page.index('id="titulaire"')
    assert page.index("Suivante") > page.index("À venir")
    assert page.index("Ancienne") > page.index("Qui a siégé avant") and "Mutation" in page
    assert "depuis le 1er mai 2025" in page
    organise = words(office.get(f"/gestion/instances/{room.body.pk}/", headers=FRENCH))
    for seat in room.body.seats.all():
        assert f'href="{address(seat)}"' in organise


def test_a_vacant_seat_is_given_then_renewed_until_a_chosen_day_then_ended(
    room: Room, office: Client
) -> None:
    seat = room.seat("Bailleurs")
    assert "Personne ne siège ici aujourd'hui." in read(office, seat)
    act(office, seat, "holder", name="Alex", origin="appointed", starts_on="2025-01-01",
        ends_on="2025-12-31")  # fmt: skip
    first = SeatTerm.objects.get(seat=seat)
    assert first.ends_on == date(2026, 1, 1)
    wrong = act(office, seat, f"renouveler-{first.pk}", ends_on="2025-12-31")
    assert "finirait le 31 décembre 2025" in beside(wrong, f"renouveler-{first.pk}-ends_on")
    assert 'value="2025-12-31"' in wrong
    done = act(office, seat, f"renouveler-{first.pk}", ends_on="2100-06-30",
               origin_reference="Délibération 4")  # fmt: skip
    assert "Mandat renouvelé." in done and "jusqu'au 30 juin 2100" in done
    second = first.renewed_by
    assert (second.starts_on, second.ends_on) == (first.ends_on, date(2100, 7, 1))
    end = f"fin-{second.pk}"
    wrong = act(office, seat, end, on="2025-11-30", reason="Déménagement")
    assert "avant d'avoir commencé" in beside(wrong, f"{end}-on")
    assert 'value="Déménagement"' in wrong
    act(office, seat, end, on=TODAY.isoformat(), reason="Déménagement")
    second.refresh_from_db()
    assert (second.last_day, second.end_reason) == (TODAY, "Déménagement")


def test_a_stand_in_is_added_with_its_days(room: Room, office: Client) -> None:
    page = act(office, room.residents, "substitute", name="Noa", origin="appointed",
               starts_on="2025-03-01", ends_on="2100-03-31")  # fmt: skip
    term = SeatTerm.objects.get(name="Noa")
    assert (term.kind, term.ends_on) == ("substitute", date(2100, 4, 1))
    assert "jusqu'au 31 mars 2100" in page


def test_an_interest_is_declared_then_ends(room: Room, office: Client) -> None:
    term = SeatTerm.objects.get(seat=room.residents)
    told = f"interet-{term.pk}"
    empty = act(office, room.residents, told, words="")
    assert "obligatoire" in beside(empty, f"{told}-words")
    page = act(office, room.residents, told, words="préside un centre social",
               objective=room.year.objectives[0].pk)  # fmt: skip
    assert "préside un centre social" in page
    interest = Interest.objects.get()
    Interest.objects.update(declared_on=TODAY - timedelta(10))
    cease = f"cesse-{interest.pk}"
    early = act(office, room.residents, cease, on=(TODAY - timedelta(20)).isoformat())
    assert "ne peut pas cesser avant" in beside(early, f"{cease}-on")
    act(office, room.residents, cease, on=(TODAY - timedelta(1)).isoformat())
    interest.refresh_from_db()
    assert interest.ended_on == TODAY
    assert AuditEntry.objects.filter(verb="intérêt terminé").count() == 1
    with pytest.raises(BadTerm, match="prend déjà fin"):
        services.end_interest(actor=room.officer, interest_id=interest.pk, on=TODAY)
    with pytest.raises(Refused):
        services.end_interest(actor=room.secretary, interest_id=interest.pk, on=TODAY)


def test_agendas_warn_of_an_interest_until_its_last_day(room: Room) -> None:
    meeting = room.body.meetings.create(starts_at=timezone.now(), changed_at=timezone.now())
    item = meeting.items.create(rank=1, title="École", objective=room.year.objectives[0])
    Interest.objects.create(
        term=SeatTerm.objects.get(seat=room.residents), words="préside un centre social",
        objective=room.year.objectives[0], declared_on=TODAY - timedelta(10), ended_on=TODAY,
    )  # fmt: skip
    assert warnings_of(room.body, [item], TODAY - timedelta(1))[item.pk]
    assert not warnings_of(room.body, [item], TODAY)


def test_an_account_is_linked_and_reads_the_restricted_papers(room: Room, office: Client) -> None:
    term = room.term(room.state, "Camille", email="camille@exemple.org")
    name = f"compte-{term.pk}"
    assert 'value="camille@exemple.org"' in read(office, room.state)
    unknown = act(office, room.state, name, address="camille@exemple.org")
    assert "Aucun compte n'est ouvert" in beside(unknown, f"{name}-address")
    camille = room.year.person("camille")
    assert not can_read_restricted(camille, room.body)
    assert "compte relié" in act(office, room.state, name, address="Camille@exemple.org")
    assert can_read_restricted(camille, room.body)
    with pytest.raises(BadTerm, match="déjà relié"):
        services.link_account(actor=room.officer, term_id=term.pk, address=camille.email)
    act(office, room.state, f"delier-{term.pk}")
    term.refresh_from_db()
    assert (term.person, term.name) == (None, "Camille")
    assert not can_read_restricted(camille, room.body)
    for actor in (room.secretary, room.member, None):
        with pytest.raises(Refused):
            services.link_account(actor=actor, term_id=term.pk, address=camille.email)


def test_a_seat_is_closed_once_nobody_sits_there(room: Room, office: Client) -> None:
    seat = room.seat("Bailleurs")
    term = room.term(seat, "Alex")
    held = act(office, seat, "supprimer", on=TODAY.isoformat())
    assert "Quelqu'un siège encore ici" in beside(held, "supprimer-on")
    act(office, seat, f"fin-{term.pk}", on=(TODAY - timedelta(1)).isoformat(), reason="Départ")
    done = act(office, seat, "supprimer", on=TODAY.isoformat())
    seat.refresh_from_db()
    assert seat.closed_on == TODAY + timedelta(1) and "Fin du siège inscrite." in done
    assert 'value="holder"' not in done and 'value="supprimer"' not in done


def test_who_sits_finds_their_bodies_on_their_page(room: Room, client: Client) -> None:
    room.term(room.state, room.member, kind="substitute", ends_on=date(2100, 7, 1))
    room.term(room.metropolis, room.member, ends_on=date(2021, 1, 1))
    client.force_login(room.member)
    page = words(client.get("/gestion/instances/", headers=FRENCH))
    part = page.split('id="sieges"', 1)[1].split("</section>", 1)[0]
    assert f'href="/qui-decide/{room.body.pk}/"' in part
    assert "Conseil citoyen des Trois Ponts" in part
    assert "Préfecture du Nord · suppléance · jusqu'au 30 juin 2100" in part
    assert "Métropole" not in part


def test_a_term_that_is_over_gives_access_to_nothing(room: Room) -> None:
    term = room.term(room.state, "Camille", ends_on=TODAY)
    room.year.person("camille")
    with pytest.raises(BadTerm, match="terminé"):
        services.link_account(actor=room.officer, term_id=term.pk, address="camille@exemple.org")


def test_a_steward_gives_a_role_from_the_seat_and_an_officer_may_not(
    room: Room, office: Client, django_assert_num_queries: Any
) -> None:
    term = SeatTerm.objects.get(seat=room.residents)
    role = f"role-{term.pk}"
    assert f'value="{role}"' not in read(office, room.residents)
    sent = {"acte": role, f"{role}-role": "council"}
    assert office.post(address(room.residents), sent).status_code == 403
    assert not Mandate.objects.filter(person=room.member).exists()
    steward = Client()
    steward.force_login(room.year.mandated("administration", "steward", contract=""))
    assert "Rôle donné" in act(steward, room.residents, role, role="council")
    assert Mandate.objects.get(person=room.member).role == "council"
    again = act(steward, room.residents, role, role="council")
    assert "a déjà ce mandat" in beside(again, f"{role}-role")
    assert "obligatoire" not in again and 'value="officer"' not in again
    assert steward.post(
        address(room.residents), {"acte": "holder", "holder-name": "X", "holder-origin": "drawn",
                                  "holder-starts_on": "2030-01-01"},
    ).status_code == 403  # fmt: skip


def test_the_page_costs_the_same_for_many_terms(room: Room, django_assert_num_queries: Any) -> None:
    room.term(room.state, room.year.person("premiere"), starts_on=date(2010, 1, 1),
              ends_on=date(2010, 7, 1))  # fmt: skip
    with django_assert_num_queries(4):
        seat_page(room.state)
    for year in range(2011, 2020):
        term = room.term(room.state, room.year.person(f"p{year}"), starts_on=date(year, 1, 1),
                         ends_on=date(year, 7, 1))  # fmt: skip
        Interest.objects.create(term=term, words="x", declared_on=date(year, 1, 2))
    with django_assert_num_queries(4):
        assert len(seat_page(room.state).past) == 10
