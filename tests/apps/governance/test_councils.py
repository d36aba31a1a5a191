"""Conseils citoyens and conseils de quartier: label, means, wishes and answers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.lifecycle.councils import LabelState
from faire_ensemble.apps.governance.models import (
    Body,
    Council,
    CouncilBudget,
    CouncilSpending,
    LabelStep,
    Seat,
    Wish,
)
from faire_ensemble.apps.governance.selectors.councils import (
    council_page,
    councils,
    unanswered_wishes,
)
from faire_ensemble.apps.governance.services import BadCouncil
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture
def council(room: Room) -> Body:
    return room.make_body("Conseil citoyen des Trois Ponts", kind="citizens")


def step(room: Room, body: Body, name: str, on: date = TODAY, reference: str = "") -> LabelStep:
    return services.record_label_step(
        actor=room.officer, body_id=body.pk, step=name, on=on, reference=reference
    )


def recognise(room: Room, body: Body) -> None:
    for name in ("composed", "mayor", "epci"):
        step(room, body, name)
    step(room, body, "recognised", reference="Arrêté du 1er mars 2026, n° 12")


def test_the_label_follows_the_steps_of_the_law(room: Room, council: Body):
    assert council_page(council).state is LabelState.NOT_STARTED
    with pytest.raises(BadCouncil, match="référence de l'arrêté"):
        step(room, council, "recognised")
    with pytest.raises(BadCouncil, match="liste des deux collèges.*maire consulté.*intercommunal"):
        step(room, council, "recognised", reference="Arrêté n° 1")
    step(room, council, "composed")
    assert council_page(council).state is LabelState.UNDER_WAY
    with pytest.raises(BadCouncil, match="Au 1er février 2026, il manque d'abord"):
        step(room, council, "mayor", on=date(2026, 2, 1))
    for name in ("mayor", "epci"):
        step(room, council, name)
    with pytest.raises(BadCouncil, match="déjà inscrit"):
        step(room, council, "mayor")
    with pytest.raises(BadCouncil, match="à venir"):
        step(room, council, "submitted", on=timezone.localdate() + timedelta(days=1))
    step(room, council, "recognised", reference="Arrêté n° 12")
    found = councils()
    assert (found.labelled, found.under_way) == (1, 0)
    step(room, council, "renewed", reference="Arrêté n° 40")
    step(room, council, "withdrawn", reference="Arrêté n° 50")
    assert council_page(council).state is LabelState.WITHDRAWN


def test_a_decree_without_reference_and_a_changed_step_are_refused_by_the_database(
    room: Room, council: Body
):
    recognise(room, council)
    row = Council.objects.get()
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelStep.objects.create(council=row, step="renewed", on=TODAY, told_at=now)
    with pytest.raises(DatabaseError, match="ne se modifient pas"), transaction.atomic():
        LabelStep.objects.update(on=date(2020, 1, 1))


def test_only_officers_label_and_only_conseils_citoyens(room: Room, council: Body):
    desk = room.seat("Secrétariat", body=council, office="secretary")
    room.term(desk, room.secretary)
    for actor in (room.secretary, room.member, room.stranger, None):
        with pytest.raises(Refused):
            services.record_label_step(actor=actor, body_id=council.pk, step="composed", on=TODAY)
        with pytest.raises(Refused):
            services.grant_budget(actor=actor, body_id=council.pk, year=2026, amount=Decimal(100))
    services.describe_council(actor=room.secretary, body_id=council.pk, premises="Salle 2")
    with pytest.raises(BadCouncil, match="n'est pas un conseil citoyen"):
        step(room, room.body, "composed")


def test_a_council_never_spends_more_than_it_has(room: Room, council: Body):
    def spend(amount: str, year: int = 2026) -> CouncilSpending:
        return services.spend(
            actor=room.officer, body_id=council.pk, year=year, label="Affiches",
            amount=Decimal(amount), on=TODAY,
        )  # fmt: skip

    with pytest.raises(BadCouncil, match="Aucun budget"):
        spend("10")
    services.grant_budget(actor=room.officer, body_id=council.pk, year=2026, amount=Decimal(500))
    with pytest.raises(BadCouncil, match="déjà inscrit"):
        services.grant_budget(actor=room.officer, body_id=council.pk, year=2026, amount=Decimal(1))
    spend("450.50")
    with pytest.raises(BadCouncil, match="Il reste 49,50"):
        spend("50")
    spend("-50")
    spend("99.50")
    assert CouncilBudget.objects.get().spent == Decimal("500.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilBudget.objects.update(spent=Decimal(501))
    with pytest.raises(BadCouncil, match="montant"):
        spend("0")


def test_a_training_says_who_and_how_long(room: Room, council: Body):
    with pytest.raises(BadCouncil, match="combien de personnes"):
        services.record_training(
            actor=room.officer, body_id=council.pk, title="Budget", on=TODAY, hours=Decimal(3),
            people=0,
        )  # fmt: skip
    services.record_training(
        actor=room.officer, body_id=council.pk, title="Budget", on=TODAY, hours=Decimal("2.5"),
        people=8,
    )  # fmt: skip
    assert council_page(council).hours == Decimal(20)


def test_a_wish_waits_for_its_answer_then_keeps_it(room: Room):
    quarter = room.make_body("Conseil de quartier", kind="quarter")
    with pytest.raises(BadCouncil, match="à qui"):
        services.send_wish(actor=room.officer, body_id=quarter.pk, title="Un banc", addressee=" ")
    wish = services.send_wish(
        actor=room.officer, body_id=quarter.pk, title="Un banc", addressee="Conseil municipal",
        on=TODAY,
    )  # fmt: skip
    assert wish.due_on == TODAY + timedelta(days=60)
    assert [each.pk for each in unanswered_wishes()] == [wish.pk]
    with pytest.raises(BadCouncil, match="avant l'envoi"):
        services.send_wish(
            actor=room.officer, body_id=quarter.pk, title="X", addressee="Y", on=TODAY,
            due_on=date(2026, 1, 1),
        )  # fmt: skip
    with pytest.raises(Refused):
        services.answer_wish(actor=room.member, wish_id=wish.pk, answer="Oui", answered_by="Ville")
    with pytest.raises(BadCouncil, match="même si c'est non"):
        services.answer_wish(actor=room.officer, wish_id=wish.pk, answer=" ", answered_by="Ville")
    services.answer_wish(
        actor=room.officer, wish_id=wish.pk, answer="Deux bancs en mai", answered_by="Ville"
    )
    with pytest.raises(BadCouncil, match="déjà été inscrite"):
        services.answer_wish(actor=room.officer, wish_id=wish.pk, answer="Non", answered_by="Ville")
    shown = Client().get(f"/qui-decide/{quarter.pk}/").content.decode()
    assert "Deux bancs en mai" in shown and not unanswered_wishes()


def test_a_council_is_labelled_on_its_page_with_its_paper(room: Room, council: Body):
    client = Client()
    client.force_login(room.officer)
    address = f"/gestion/instances/{council.pk}/conseil/"
    for name in ("composed", "mayor", "epci"):
        client.post(address, {"step": name, "on": "2026-03-01"})
    wrong = client.post(address, {"step": "recognised", "on": "2026-03-02"})
    assert "référence de l" in wrong.content.decode()
    paper = SimpleUploadedFile("arrete.pdf", PDF, content_type="application/pdf")
    client.post(
        address,
        {"step": "recognised", "on": "2026-03-02", "reference": "Arrêté n° 12", "file": paper},
    )
    row = LabelStep.objects.get(step="recognised")
    assert row.paper_name == "arrete.pdf"
    answer = client.get(f"/qui-decide/pieces/{row.pk}/")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF
    client.force_login(room.member)
    assert client.get(f"/qui-decide/pieces/{row.pk}/").status_code == 403
    shown = Client().get("/qui-decide/conseils-citoyens/").content.decode()
    assert "1 conseil reconnu" in shown
    assert Wish.objects.count() == 0


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_the_list_of_councils_costs_the_same_for_many(room: Room, django_assert_num_queries):
    def fill(count: int) -> None:
        for rank in range(count):
            body = room.make_body(f"Conseil {rank} sur {count}", kind="citizens")
            step(room, body, "composed")

    fill(2)
    with django_assert_num_queries(2):
        councils()
    fill(9)
    with django_assert_num_queries(2):
        assert councils().under_way == 11


def test_the_public_reads_how_many_places_are_free_and_only_who_sits(
    room: Room, council: Body, client: Client
):
    services.install_rules(actor=room.officer, body_id=council.pk, model="citizens")
    seats = list(council.seats.filter(college__name="Habitants").order_by("pk"))
    for rank, seat in enumerate(seats[:7]):
        room.term(seat, f"Camille {'ABCDEFG'[rank]}.", named_in_public=rank < 2)
    shown = client.get(f"/qui-decide/{council.pk}/").content.decode().replace("\xa0", " ")
    assert "10 places, 3 à pourvoir" in shown and "8 places, toutes à pourvoir" in shown
    assert "Camille A." in shown and "Camille B." in shown and "Camille C." not in shown
    assert "5 personnes siègent sans que leur nom soit public" in shown
    assert "Habitant 1" not in shown and "Acteur local" not in shown
    client.force_login(room.officer)
    office = client.get(f"/gestion/instances/{council.pk}/").content.decode()
    for seat in council.seats.all():
        assert f"/gestion/instances/sieges/{seat.pk}/" in office and seat.label in office


def test_a_place_whose_name_says_who_is_to_sit_is_told_when_it_is_free(
    room: Room, council: Body, client: Client
):
    Seat.objects.create(body=council, label="Maison de quartier")
    shown = client.get(f"/qui-decide/{council.pk}/").content.decode()
    assert "1 siège à pourvoir" in shown and "Maison de quartier" in shown
