"""A meeting held before it was written here: no letter, and everybody reads what it is."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.apps.governance.room import Room
from tests.apps.governance.test_councils import PDF
from tests.apps.governance.test_pages import post, text_of

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.lifecycle.meetings import PARIS
from faire_ensemble.apps.governance.models import Body, BodyDecision, Meeting
from faire_ensemble.apps.governance.selectors.calendar import own_meetings, public_meetings
from faire_ensemble.apps.governance.selectors.calling import recorded_words
from faire_ensemble.apps.governance.selectors.meetings import rhythm_of
from faire_ensemble.apps.governance.services import BadMeeting, Came
from faire_ensemble.kit.numbers import HARD
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 3)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=PARIS)
MARK = "tenue avant d'être inscrite ici"


def recorded(room: Room, **fields: Any) -> Meeting:
    values: dict[str, Any] = {"day": DAY, "hour": time(18), "calling_unknown": True, "now": NOW}
    return services.record_meeting(actor=room.secretary, body_id=room.body.pk, **(values | fields))


def said_of(meeting: Meeting) -> str:
    return recorded_words(meeting).replace(HARD, " ")


def come(room: Room, meeting: Meeting, *seats: Any) -> None:
    services.record_attendance(
        actor=room.secretary, meeting_id=meeting.pk,
        seats={seat.pk: Came("present") for seat in seats},
    )  # fmt: skip


def test_it_is_held_at_once_and_nobody_is_written_to(room: Room):
    meeting = recorded(room, title="Bilan", place="Mairie")
    assert (meeting.state, meeting.quorum) == ("held", 2)
    assert meeting.convened_at is None and meeting.attendances.count() == 4
    item = services.add_item(actor=room.secretary, meeting_id=meeting.pk, title="Budget")
    come(room, meeting, room.state, room.residents)
    decision = services.take_decision(
        actor=room.secretary, item_id=item.pk, title="Ouvrir le soir", owner_name="Camille",
        due_on=DAY + timedelta(days=30), now=NOW,
    )  # fmt: skip
    assert (decision.taken_on, decision.label) == (DAY, "2026-1")
    services.close_meeting(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    services.publish_minutes(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    assert not DBTaskResult.objects.exists() and not meeting.summons.exists()
    assert rhythm_of(room.body, 2026).held == 1


def test_its_convening_is_told_or_said_to_be_unknown(room: Room):
    with pytest.raises(BadMeeting, match="5 jours francs avant : dites quel jour") as refused:
        recorded(room, calling_unknown=False)
    assert refused.value.field == "called_on"
    with pytest.raises(BadMeeting, match="part avant la réunion, du 3 mars"):
        recorded(room, called_on=DAY + timedelta(days=1), calling_unknown=False)
    with pytest.raises(BadMeeting, match="décochez"):
        recorded(room, called_on=DAY)
    assert "5 jours francs a été tenu" in said_of(recorded(room))
    in_time = recorded(room, hour=time(9), called_on=date(2026, 2, 25), calling_unknown=False)
    assert said_of(in_time).endswith("25 février 2026, dans le délai de 5 jours francs.")
    late = recorded(room, hour=time(10), called_on=date(2026, 2, 26), calling_unknown=False)
    assert said_of(late).endswith("26 février 2026, après la fin du délai de 5 jours francs.")
    room.body.notice_days = 0
    room.body.save()
    free = recorded(room, hour=time(11), calling_unknown=False)
    free.refresh_from_db()
    assert said_of(free) == "Tenue avant d'être inscrite ici, le 1er juin 2026."


def test_what_cannot_have_been_held(room: Room):
    with pytest.raises(BadMeeting, match="à venir : prévoyez-la") as refused:
        recorded(room, day=NOW.date(), hour=time(9, 1))
    assert refused.value.field == "hour"
    assert recorded(room, day=NOW.date(), hour=time(8)).state == "held"
    room.body.founded_on, room.body.ended_on = date(2026, 1, 5), date(2026, 5, 4)
    room.body.save()
    with pytest.raises(BadMeeting, match="existe depuis le 5 janvier 2026"):
        recorded(room, day=date(2026, 1, 4))
    with pytest.raises(BadMeeting, match="dissoute depuis le 4 mai 2026"):
        recorded(room, day=date(2026, 5, 4))
    with pytest.raises(BadMeeting, match="Aucun siège avec voix n'est tenu le 7 janvier 2026"):
        empty = room.make_body("Comité technique", kind="technical")
        services.record_meeting(
            actor=room.officer, body_id=empty.pk, day=date(2026, 1, 7), hour=time(9),
            calling_unknown=True, now=NOW,
        )  # fmt: skip
    recorded(room)
    with pytest.raises(BadMeeting, match="déjà une réunion"):
        recorded(room)
    for stranger in (room.member, room.stranger):
        with pytest.raises(Refused):
            services.record_meeting(
                actor=stranger, body_id=room.body.pk, day=DAY, hour=time(8), calling_unknown=True
            )


def test_one_that_was_planned_here_becomes_it_with_its_agenda(room: Room):
    before = datetime(2026, 2, 1, 9, 0, tzinfo=PARIS)
    planned = services.plan_meeting(
        actor=room.secretary, body_id=room.body.pk, day=DAY, hour=time(18), now=before
    )
    services.add_item(actor=room.secretary, meeting_id=planned.pk, title="Budget")
    meeting = recorded(room)
    assert meeting.pk == planned.pk and meeting.items.get().title == "Budget"


def test_one_that_people_had_been_written_about_stays_known(room: Room):
    meeting = recorded(room)
    public = f"/qui-decide/reunions/{meeting.pk}/"
    assert Client().get(public).status_code == 404
    meeting.summons.create(seat=room.residents, sent_at=NOW)
    assert Client().get(public).status_code == 200


def test_a_mistake_is_taken_back_while_nothing_is_decided(room: Room):
    meeting = recorded(room)
    services.withdraw_meeting(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    again = recorded(room)  # the hour is free
    item = services.add_item(actor=room.secretary, meeting_id=again.pk, title="Budget")
    come(room, again, room.state, room.residents)
    services.take_decision(
        actor=room.secretary, item_id=item.pk, title="X", owner_name="Y", due_on=NOW.date(),
        now=NOW,
    )  # fmt: skip
    with pytest.raises(BadMeeting, match="ne se retire plus"):
        services.withdraw_meeting(actor=room.secretary, meeting_id=again.pk)
    with pytest.raises(BadMeeting, match="il reste au compte rendu"):
        services.remove_item(actor=room.secretary, item_id=item.pk)
    with pytest.raises(Refused):
        services.withdraw_meeting(actor=room.member, meeting_id=again.pk)
    services.close_meeting(actor=room.secretary, meeting_id=again.pk)
    with pytest.raises(BadMeeting, match="Seule une réunion en train"):
        services.withdraw_meeting(actor=room.secretary, meeting_id=again.pk)
    with pytest.raises(BadMeeting, match="close"):
        services.add_item(actor=room.secretary, meeting_id=again.pk, title="Encore")


def test_without_quorum_its_second_meeting_was_held_too(room: Room):
    first = recorded(room)
    services.add_item(actor=room.secretary, meeting_id=first.pk, title="Budget")
    come(room, first, room.state)
    with pytest.raises(BadMeeting, match="vient après la première, du 3 mars 2026"):
        services.adjourn_meeting(
            actor=room.secretary, meeting_id=first.pk, day=date(2026, 3, 2), hour=time(9), now=NOW
        )
    second = services.adjourn_meeting(
        actor=room.secretary, meeting_id=first.pk, day=date(2026, 3, 17), hour=time(18), now=NOW
    )
    assert (second.state, second.quorum, second.recorded_at) == ("held", 0, NOW)
    assert second.items.get().title == "Budget" and second.attendances.count() == 4


def test_a_meeting_is_convened_here_or_recorded_never_both(room: Room):
    meeting = recorded(room)
    for fields in ({"convened_at": NOW}, {"recorded_at": None, "called_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**fields)


def test_the_pages_of_a_secretary_who_begins_in_the_middle_of_a_year(room: Room, client: Client):
    client.force_login(room.secretary)
    body = f"/qui-decide/{room.body.pk}/"
    address = f"/gestion/instances/{room.body.pk}/reunions/tenue/"
    day = timezone.localdate() - timedelta(days=90)
    assert address in text_of(client, body) and address not in text_of(Client(), body)
    asked = {"day": day.isoformat(), "hour": "18:00", "minutes_long": 120, "title": "Bilan"}
    past = post(client, f"/gestion/instances/{room.body.pk}/reunions/", **asked)
    assert "inscrivez la réunion comme déjà tenue" in past and address in past
    assert "5 jours francs avant : la page de la réunion dira" in text_of(client, address)
    assert "ou cochez que ce n'est pas connu" in post(client, address, **asked)
    page = post(client, address, **asked, calling_unknown="on")
    assert "personne n'est prévenu" in page and "compte rendu à écrire" in page
    meeting = Meeting.objects.get()
    office, public = (
        f"/gestion/instances/reunions/{meeting.pk}/", f"/qui-decide/reunions/{meeting.pk}/",
    )  # fmt: skip
    assert Client().get(public).status_code == 404 and "Bilan" not in text_of(Client(), body)
    post(client, office, **{"acte": "item", "item-title": "Budget"})
    file = SimpleUploadedFile("signe.pdf", PDF, "application/pdf")
    post(client, office, **{"acte": "paper", "paper-file": file, "paper-public": "on"})
    post(client, f"{office}presences/", **{f"presence-{room.state.pk}": "present",
                                           f"presence-{room.residents.pk}": "present"})  # fmt: skip
    item = meeting.items.get()
    post(client, f"/gestion/instances/points/{item.pk}/", **{
        "acte": "decider", "texte-1": "Le budget est présenté.", "decision-title": "Ouvrir le soir",
        "decision-owner_name": "Service emploi", "decision-due_on": timezone.localdate(),
    })  # fmt: skip
    assert BodyDecision.objects.get().taken_on == day
    post(client, f"{office}acte/", acte="clore")
    paper = f"/qui-decide/documents/{meeting.papers.get().pk}/"
    assert Client().get(paper).status_code == 403
    post(client, f"{office}acte/", acte="publier")
    shown = text_of(Client(), public)
    assert MARK in shown and "rien ne dit que le délai de 5 jours francs" in shown
    assert "Le budget est présenté." in shown and paper in shown
    assert b"".join(Client().get(paper).streaming_content) == PDF  # type: ignore[attr-defined]
    assert MARK in text_of(Client(), body)
    pdf = Client().get(f"{public}compte-rendu.pdf").content
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "inscrite ici" in " ".join(text.split())


def test_a_meeting_planned_and_never_convened_is_offered_once_its_day_is_over(
    room: Room, client: Client
):
    client.force_login(room.secretary)
    then = timezone.now() - timedelta(days=3)
    meeting = Meeting.objects.create(body=room.body, starts_at=then, changed_at=then, place="Halle")
    page = text_of(client, f"/gestion/instances/reunions/{meeting.pk}/")
    address = f"/gestion/instances/{room.body.pk}/reunions/tenue/?de={meeting.pk}"
    assert address in page
    form = text_of(client, address)
    assert timezone.localtime(then).date().isoformat() in form and "Halle" in form
    assert "Halle" not in text_of(client, address.replace(f"={meeting.pk}", "=x"))


def test_one_taken_back_is_on_no_page(room: Room, client: Client):
    client.force_login(room.secretary)
    meeting = recorded(room, title="Bilan")
    office = f"/gestion/instances/reunions/{meeting.pk}/"
    assert "Retirer cette réunion" in text_of(client, office)
    assert "Réunion retirée" in post(client, f"{office}acte/", acte="desinscrire")
    assert Client().get(f"/qui-decide/reunions/{meeting.pk}/").status_code == 404
    for reader in (Client(), client):
        assert "3 mars 2026" not in text_of(reader, f"/qui-decide/{room.body.pk}/")
    assert not own_meetings(room.member).exists()


def test_calendars_hear_of_it_once_it_is_finished(room: Room):
    meeting = recorded(room, day=timezone.localdate() - timedelta(days=60), now=timezone.now())
    item = services.add_item(actor=room.secretary, meeting_id=meeting.pk, title="Budget")
    come(room, meeting, room.state, room.residents)
    services.write_minutes(actor=room.secretary, item_id=item.pk, lines=[("Dit.", False)])
    assert not own_meetings(room.member).exists() and not public_meetings().exists()
    services.close_meeting(actor=room.secretary, meeting_id=meeting.pk)
    assert own_meetings(room.member).get() == public_meetings().get() == meeting


def test_a_body_without_delay_is_asked_for_no_box(room: Room, client: Client):
    client.force_login(room.secretary)
    Body.objects.filter(pk=room.body.pk).update(notice_days=0)
    address = f"/gestion/instances/{room.body.pk}/reunions/tenue/"
    form = text_of(client, address)
    assert 'name="called_on"' in form and 'name="calling_unknown"' not in form
    post(client, address, day=DAY.isoformat(), hour="18:00", minutes_long=120)
    assert Meeting.objects.get().state == "held"


def test_everybody_is_noted_at_once_then_corrected(room: Room, client: Client):
    client.force_login(room.secretary)
    meeting = recorded(room)
    office = f"/gestion/instances/reunions/{meeting.pk}/"
    page = text_of(client, office)
    assert "membre" in page and "Tout le monde est là" in page
    page = post(client, f"{office}presences/", tous="1")
    assert "quorum atteint" in page and "Tout le monde est là" not in page
    assert set(meeting.attendances.values_list("presence", flat=True)) == {"present"}
