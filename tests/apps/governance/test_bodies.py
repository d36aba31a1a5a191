"""Bodies, seats and who sits there: acts, refusals, pages."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import Body, Interest, Meeting, Seat, SeatTerm
from faire_ensemble.apps.governance.selectors import body_list, body_page
from faire_ensemble.apps.governance.services import BadBody, BadTerm, Sitter
from faire_ensemble.apps.governance.services.access import grant_access
from faire_ensemble.apps.governance.services.forgetting import forget_addresses
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


def open_term(room: Room, seat: Seat, name: str = "Jeanne", **fields) -> SeatTerm:
    return services.open_term(
        actor=room.officer, seat_id=seat.pk, sitter=Sitter(name), starts_on=DAY, **fields
    )


def test_two_bodies_of_one_name_are_refused_by_the_database_too(room: Room):
    with pytest.raises(BadBody, match="s'appelle déjà « Comité de pilotage »"):
        services.create_body(
            actor=room.officer, contract_id=room.contract.pk, kind="steering",
            name=" Comité  de pilotage ",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.create(contract=room.contract, kind="local", name="Comité de pilotage")
    with pytest.raises(BadBody, match="Donnez un nom"):
        services.create_body(
            actor=room.officer, contract_id=room.contract.pk, kind="local", name=" "
        )


def test_a_body_its_rules_and_the_trail(room: Room):
    made = services.create_body(
        actor=room.officer, contract_id=room.contract.pk, kind="mayors", name="Conseil des maires",
        quorum_rule="number", quorum_number=4, notice_days=3,
    )  # fmt: skip
    assert (made.quorum_number, made.notice_days) == (4, 3)
    with pytest.raises(BadBody, match="nombre de voix"):
        services.change_body(
            actor=room.officer, body_id=made.pk, name=made.name, quorum_number=None
        )
    services.change_body(
        actor=room.officer, body_id=made.pk, name="Conseil des maires du NPNRU",
        quorum_rule="half",
    )  # fmt: skip
    made.refresh_from_db()
    assert made.quorum_number is None and made.name.endswith("NPNRU")
    verbs = AuditEntry.objects.filter(subject=f"instance:{made.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["instance créée", "instance modifiée"]


def test_the_rules_of_tourcoing_install_once(room: Room):
    quarter = room.make_body("Conseil de quartier du Brun Pain", kind="quarter")
    services.install_rules(actor=room.officer, body_id=quarter.pk, model="tourcoing")
    assert quarter.seats.count() == 29 and quarter.colleges.count() == 6
    page = body_page(quarter, sees_all=False)
    assert not page.complete
    lacking = {each.name: each.lacks for each in page.colleges}
    assert lacking["Habitants"] == ("il manque 10 personnes",)
    with pytest.raises(BadBody, match="déjà des collèges"):
        services.install_rules(actor=room.officer, body_id=quarter.pk, model="citizens")


def test_a_college_asks_for_something_possible(room: Room):
    with pytest.raises(BadBody, match="au moins 5 membres et au plus 2"):
        services.add_college(
            actor=room.officer, body_id=room.body.pk, name="Élus", minimum=5, maximum=2
        )
    services.add_college(actor=room.officer, body_id=room.body.pk, name="Élus", minimum=2)
    with pytest.raises(BadBody, match="déjà un collège « Élus »"):
        services.add_college(actor=room.officer, body_id=room.body.pk, name="Élus")


def test_a_term_that_ends_before_it_starts(room: Room):
    with pytest.raises(BadTerm, match="finirait le 31 décembre 2025, avant d'avoir commencé"):
        open_term(room, room.state, ends_on=date(2026, 1, 1))
    with pytest.raises(BadTerm, match="finirait"):
        open_term(room, room.state, ends_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatTerm.objects.create(seat=room.state, name="X", starts_on=DAY, ends_on=DAY)
    with pytest.raises(BadTerm, match="Dites qui siège"):
        open_term(room, room.state, name="  ")


def test_a_seat_is_held_by_one_person_at_a_time(room: Room):
    first = open_term(room, room.state, ends_on=date(2026, 7, 1))
    with pytest.raises(BadTerm, match="déjà tenu"):
        open_term(room, room.state, name="Bruno")
    substitute = open_term(room, room.state, name="Bruno", kind="substitute")
    assert substitute.kind == "substitute"
    follows = services.renew_term(actor=room.officer, term_id=first.pk, ends_on=None)
    assert (follows.starts_on, follows.renews_id, follows.name) == (
        first.ends_on,
        first.pk,
        "Jeanne",
    )
    with pytest.raises(BadTerm, match="déjà renouvelé"):
        services.renew_term(actor=room.officer, term_id=first.pk, ends_on=None)
    with pytest.raises(BadTerm, match="pas de fin"):
        services.renew_term(actor=room.officer, term_id=follows.pk, ends_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatTerm.objects.create(seat=room.state, name="X", starts_on=date(2027, 1, 1))


def test_ending_a_term_says_why(room: Room):
    term = open_term(room, room.state)
    with pytest.raises(BadTerm, match="pourquoi"):
        services.end_term(actor=room.officer, term_id=term.pk, on=date(2026, 3, 1), reason=" ")
    with pytest.raises(BadTerm, match="avant d'avoir commencé"):
        services.end_term(actor=room.officer, term_id=term.pk, on=DAY, reason="Départ")
    with pytest.raises(BadBody, match="siège encore"):
        services.close_seat(actor=room.officer, seat_id=room.state.pk, on=date(2026, 3, 1))
    services.end_term(actor=room.officer, term_id=term.pk, on=date(2026, 3, 1), reason="Départ")
    services.close_seat(actor=room.officer, seat_id=room.state.pk, on=date(2026, 3, 1))
    with pytest.raises(BadTerm, match="supprimé"):
        open_term(room, Seat.objects.get(pk=room.state.pk), name="Autre")


def test_a_draw_opens_all_its_terms_or_none(room: Room):
    council = room.make_body("Conseil citoyen", kind="citizens")
    services.install_rules(actor=room.officer, body_id=council.pk, model="citizens")
    seats = list(council.seats.filter(college__drawn=True).values_list("pk", flat=True))
    people = [
        (pk, Sitter(f"Habitante {rank}", sex="fm"[rank % 2])) for rank, pk in enumerate(seats)
    ]
    made = services.open_terms(
        actor=room.officer, body_id=council.pk, sitters=people, starts_on=DAY,
        origin_reference="tirage:1",
    )  # fmt: skip
    assert {each.origin for each in made} == {"drawn"} and len(made) == 10
    page = body_page(council, sees_all=False)
    assert [each.lacks for each in page.colleges][0] == ()
    taken = council.seats.filter(college__drawn=False).values_list("pk", flat=True)
    with pytest.raises(BadTerm, match="déjà tenu"):
        services.open_terms(
            actor=room.officer, body_id=council.pk, starts_on=DAY,
            sitters=[(taken[0], Sitter("A")), (seats[0], Sitter("B"))],
        )  # fmt: skip
    assert not SeatTerm.objects.filter(name="A").exists()
    with pytest.raises(BadTerm, match="pas de cette instance"):
        services.open_terms(
            actor=room.officer, body_id=council.pk, starts_on=DAY,
            sitters=[(room.state.pk, Sitter("A"))],
        )  # fmt: skip


def test_only_officers_organise_bodies(room: Room):
    for actor in (room.secretary, room.member, room.stranger, None):
        with pytest.raises(Refused):
            services.create_body(
                actor=actor, contract_id=room.contract.pk, kind="local", name="Autre"
            )
        with pytest.raises(Refused):
            services.open_term(actor=actor, seat_id=room.state.pk, sitter=Sitter("X"))


def test_names_of_residents_stay_with_the_members(room: Room, client: Client):
    room.term(room.state, "Camille Martin", named_in_public=True, function="préfète déléguée")
    room.term(room.metropolis, "Dominique Petit")
    words = Interest.objects.create(
        term=room.term(room.seat("Bailleurs"), "Alex"), words="administre un centre social",
        declared_on=DAY,
    ).words  # fmt: skip
    address = f"/qui-decide/{room.body.pk}/"
    public = client.get(address).content.decode()
    assert "Camille Martin" in public and "Dominique Petit" not in public and words not in public
    client.force_login(room.member)
    inside = client.get(address).content.decode()
    assert "Dominique Petit" in inside and words in inside


def test_a_seat_may_give_access_through_the_rules_of_accounts(room: Room):
    term = SeatTerm.objects.get(person=room.member)
    with pytest.raises(Refused):
        grant_access(actor=room.officer, term_id=term.pk, role="council")
    steward = room.year.mandated("administration", "steward", contract="")
    grant_access(actor=steward, term_id=term.pk, role="council")
    given = Mandate.objects.get(person=room.member)
    assert (given.role, given.organisation, given.valid_from) == (
        "council", "Comité de pilotage", date(2020, 1, 1),
    )  # fmt: skip
    nameless = room.term(room.state, "Camille")
    with pytest.raises(BadTerm, match="pas de compte"):
        grant_access(actor=steward, term_id=nameless.pk, role="council")


def test_as_many_queries_for_many_as_for_few(room: Room, django_assert_num_queries):
    def reads() -> None:
        assert body_list()
        body_page(room.body, sees_all=True)

    with django_assert_num_queries(6):
        reads()
    for rank in range(15):
        other = room.make_body(f"Comité local {rank}", kind="local", territory=room.year.commune)
        room.term(room.seat("Maire", body=other), f"Personne {rank}")
        room.term(room.seat(f"Siège {rank}", room.year.funders[0]), f"Quelqu'un {rank}")
    with django_assert_num_queries(6):
        reads()


def test_what_is_only_useful_during_a_term_is_forgotten_a_year_after(room: Room):
    today = timezone.localdate()
    old = room.term(room.state, "Camille", email="c@exemple.org", sex="f",
                    ends_on=today - timedelta(days=366))  # fmt: skip
    recent = room.term(room.metropolis, "Sacha", email="s@exemple.org", sex="m",
                       ends_on=today - timedelta(days=10))  # fmt: skip
    assert forget_addresses() == 1 and forget_addresses() == 0
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.email, old.sex, old.name) == ("", "", "Camille")
    assert (recent.email, recent.sex) == ("s@exemple.org", "m")


def test_a_body_is_dissolved_once_nothing_is_to_come(room: Room):
    meeting = Meeting.objects.create(
        body=room.body, starts_at=timezone.now(), changed_at=timezone.now(), state="convened"
    )
    with pytest.raises(BadBody, match="encore prévue"):
        services.dissolve_body(actor=room.officer, body_id=room.body.pk, on=DAY)
    meeting.state = "cancelled"
    meeting.save()
    services.dissolve_body(actor=room.officer, body_id=room.body.pk, on=DAY)
    assert [line.ended for line in body_list()] == [True]
