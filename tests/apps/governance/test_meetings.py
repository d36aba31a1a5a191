"""Convening, holding, closing, publishing: acts, refusals, and lines kept for members."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.apps.governance.room import Room

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.lifecycle.meetings import PARIS
from faire_ensemble.apps.governance.models import BodyDecision, Interest, Meeting
from faire_ensemble.apps.governance.selectors.meetings import meeting_page, waiting_for
from faire_ensemble.apps.governance.services import BadDecision, BadMeeting, Came
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 16)
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=PARIS)
THEN = datetime(2026, 6, 16, 18, 0, tzinfo=PARIS)


def planned(room: Room, **fields: Any) -> Meeting:
    values: dict[str, Any] = {"day": DAY, "hour": time(18), "place": "Mairie", "now": NOW}
    return services.plan_meeting(actor=room.secretary, body_id=room.body.pk, **(values | fields))


def convened(room: Room, *titles: str, **fields: Any) -> Meeting:
    meeting = planned(room, **fields)
    for title in titles or ("Programmation",):
        services.add_item(actor=room.secretary, meeting_id=meeting.pk, title=title)
    services.convene(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    return Meeting.objects.get(pk=meeting.pk)


def held(room: Room, present: int = 3, *titles: str) -> Meeting:
    meeting = convened(room, *titles)
    services.open_meeting(actor=room.secretary, meeting_id=meeting.pk, now=THEN)
    seats = [room.state, room.metropolis, room.residents][:present]
    services.record_attendance(
        actor=room.secretary, meeting_id=meeting.pk,
        seats={seat.pk: Came("present") for seat in seats},
    )  # fmt: skip
    return Meeting.objects.get(pk=meeting.pk)


def decide(room: Room, meeting: Meeting, **fields: Any) -> BodyDecision:
    values: dict[str, Any] = {
        "title": "Ouvrir une permanence", "due_on": DAY + timedelta(days=60),
        "owner_name": "Camille", "item_id": meeting.items.order_by("rank")[0].pk, "now": THEN,
    }  # fmt: skip
    return services.take_decision(actor=room.secretary, **(values | fields))


def test_an_hour_that_does_not_exist(room: Room):
    with pytest.raises(BadMeeting, match="02:30 n'existe pas .*heure d'été"):
        planned(room, day=date(2027, 3, 28), hour=time(2, 30))
    with pytest.raises(BadMeeting, match="arrive deux fois"):
        planned(room, day=date(2026, 10, 25), hour=time(2, 30))
    with pytest.raises(BadMeeting, match="passée"):
        planned(room, day=date(2026, 5, 31))
    assert planned(room, day=NOW.date(), hour=time(8)).starts_at < NOW  # held this morning
    planned(room)
    with pytest.raises(BadMeeting, match="déjà une réunion"):
        planned(room)


def test_convening_later_than_the_delay(room: Room):
    meeting = planned(room, day=date(2026, 6, 7))
    services.add_item(actor=room.secretary, meeting_id=meeting.pk, title="Point")
    late = datetime(2026, 6, 2, 9, 0, tzinfo=PARIS)
    with pytest.raises(BadMeeting, match="au plus tard"):
        services.convene(actor=room.secretary, meeting_id=meeting.pk, now=late)
    assert Meeting.objects.get(pk=meeting.pk).state == "planned"
    services.convene(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    assert Meeting.objects.get(pk=meeting.pk).state == "convened"


def test_convening_writes_to_those_who_sit_and_names_those_without_address(room: Room):
    room.term(room.state, "Camille", email="camille@exemple.org")
    room.term(room.state, "Sacha", kind="substitute", email="sacha@exemple.org")
    meeting = planned(room)
    with pytest.raises(BadMeeting, match="ordre du jour est vide"):
        services.convene(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    services.add_item(actor=room.secretary, meeting_id=meeting.pk, title="Bilan de l'année")
    lacking = services.convene(
        actor=room.secretary, meeting_id=meeting.pk, link="https://exemple.org/x/", now=NOW
    )
    assert [each.seat for each in lacking] == ["Métropole"]
    mails = [row.args_kwargs["args"] for row in DBTaskResult.objects.all()]
    assert sorted(mail[0] for mail in mails) == [
        "camille@exemple.org", "membre@exemple.org", "sacha@exemple.org", "secretaire@exemple.org",
    ]  # fmt: skip
    assert "1. Bilan de l'année" in mails[0][2] and "https://exemple.org/x/" in mails[0][2]
    assert "16 juin 2026 18:00" in mails[0][1]


def test_moving_a_meeting_asks_to_convene_again_and_tells_calendars(room: Room):
    meeting = convened(room)
    before = meeting.sequence
    services.change_meeting(
        actor=room.secretary, meeting_id=meeting.pk, day=date(2026, 6, 23), hour=time(18),
        place="Mairie", now=NOW,
    )  # fmt: skip
    meeting.refresh_from_db()
    assert (meeting.state, meeting.convened_at) == ("planned", None)
    assert meeting.sequence == before + 1
    with pytest.raises(BadMeeting, match="pas encore convoquée"):
        services.open_meeting(actor=room.secretary, meeting_id=meeting.pk, now=THEN)


def test_cancelling_says_why_to_those_who_were_convened(room: Room):
    meeting = convened(room)
    with pytest.raises(BadMeeting, match="pourquoi"):
        services.cancel_meeting(actor=room.secretary, meeting_id=meeting.pk, reason=" ")
    DBTaskResult.objects.all().delete()
    services.cancel_meeting(
        actor=room.secretary, meeting_id=meeting.pk, reason="Salle fermée", now=NOW
    )
    assert DBTaskResult.objects.count() == 2
    assert "Salle fermée" in DBTaskResult.objects.all()[0].args_kwargs["args"][2]
    with pytest.raises(BadMeeting, match="annulée"):
        services.add_item(actor=room.secretary, meeting_id=meeting.pk, title="Autre")
    planned(room)  # the hour is free again


def test_a_meeting_opens_on_its_day_and_calls_seats_that_are_held(room: Room):
    room.seat("Siège vide")
    meeting = convened(room)
    with pytest.raises(BadMeeting, match="elle s'ouvre ce jour-là"):
        services.open_meeting(actor=room.secretary, meeting_id=meeting.pk, now=NOW)
    services.open_meeting(actor=room.secretary, meeting_id=meeting.pk, now=THEN)
    meeting.refresh_from_db()
    assert meeting.attendances.count() == 4 and meeting.quorum == 2


def test_attendance_of_somebody_who_holds_no_seat(room: Room):
    meeting = held(room, 2)
    other = room.seat("Ailleurs", body=room.make_body("Comité technique", kind="technical"))
    vacant = room.seat("Siège vide")
    for seat in (other, vacant):
        with pytest.raises(BadMeeting, match="ne tient aucun siège"):
            services.record_attendance(
                actor=room.secretary, meeting_id=meeting.pk, seats={seat.pk: Came("present")}
            )
    with pytest.raises(BadMeeting, match="Jean ne tient pas le siège « Conseil citoyen"):
        services.record_attendance(
            actor=room.secretary, meeting_id=meeting.pk,
            seats={room.residents.pk: Came("present", "Jean")},
        )  # fmt: skip
    services.record_attendance(
        actor=room.secretary, meeting_id=meeting.pk,
        seats={room.residents.pk: Came("present", "membre"),
               room.state.pk: Came("present", "La sous-préfète")},
    )  # fmt: skip


def test_proxies_go_to_somebody_present_one_each(room: Room):
    meeting = held(room, 1)
    give = services.record_attendance

    def proxy(*seats: Any, to: Any) -> None:
        give(actor=room.secretary, meeting_id=meeting.pk,
             seats={seat.pk: Came("proxy", proxy_to=to.pk) for seat in seats})  # fmt: skip

    with pytest.raises(BadMeeting, match="présent"):
        proxy(room.metropolis, to=room.residents)
    with pytest.raises(BadMeeting, match="quel autre siège"):
        proxy(room.metropolis, to=room.metropolis)
    with pytest.raises(BadMeeting, match="2 pouvoirs : 1 au plus"):
        proxy(room.metropolis, room.residents, to=room.state)
    proxy(room.metropolis, to=room.state)
    assert meeting_page(meeting, sees_all=True).voices == 1  # a proxy makes no quorum


def test_a_meeting_closed_without_quorum(room: Room):
    meeting = held(room, 1)
    services.write_minutes(
        actor=room.secretary, item_id=meeting.items.get().pk, lines=[("Rien à décider.", False)]
    )
    with pytest.raises(BadMeeting, match="1 voix présentes, il en faut 2.*ajournez-la"):
        services.close_meeting(actor=room.secretary, meeting_id=meeting.pk)
    with pytest.raises(BadDecision, match="quorum n'est pas atteint"):
        decide(room, meeting)
    second = services.adjourn_meeting(
        actor=room.secretary, meeting_id=meeting.pk, day=date(2026, 6, 30), hour=time(18), now=THEN
    )
    assert not second.needs_quorum and second.follows_id == meeting.pk
    assert [item.title for item in second.items.all()] == ["Programmation"]
    services.convene(actor=room.secretary, meeting_id=second.pk, now=THEN)
    later = datetime(2026, 6, 30, 18, 0, tzinfo=PARIS)
    services.open_meeting(actor=room.secretary, meeting_id=second.pk, now=later)
    services.write_minutes(
        actor=room.secretary, item_id=second.items.get().pk, lines=[("Entendu.", False)]
    )
    assert services.close_meeting(actor=room.secretary, meeting_id=second.pk).state == "closed"


def test_a_second_meeting_keeps_its_quorum_where_the_rules_say_so(room: Room):
    room.body.second_needs_quorum = True
    room.body.save()
    meeting = held(room, 1)
    second = services.adjourn_meeting(
        actor=room.secretary, meeting_id=meeting.pk, day=date(2026, 6, 30), hour=time(18), now=THEN
    )
    assert second.needs_quorum
    full = held_again(room, second)
    assert full.quorum == 2


def held_again(room: Room, meeting: Meeting) -> Meeting:
    services.convene(actor=room.secretary, meeting_id=meeting.pk, now=THEN)
    later = datetime(2026, 6, 30, 18, 0, tzinfo=PARIS)
    return services.open_meeting(actor=room.secretary, meeting_id=meeting.pk, now=later)


def test_a_quorum_once_used_is_not_taken_back(room: Room):
    meeting = held(room, 2)
    with pytest.raises(BadMeeting, match="Le quorum est atteint"):
        services.adjourn_meeting(
            actor=room.secretary, meeting_id=meeting.pk, day=date(2026, 6, 30), hour=time(18),
            now=THEN,
        )  # fmt: skip
    decide(room, meeting)
    with pytest.raises(BadMeeting, match="quorum manquerait"):
        services.record_attendance(
            actor=room.secretary, meeting_id=meeting.pk, seats={room.state.pk: Came("absent")}
        )


def test_a_decision_without_owner(room: Room):
    meeting = held(room)
    with pytest.raises(BadDecision, match="dites qui s'en charge"):
        decide(room, meeting, owner_name="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyDecision.objects.create(
            body=room.body, year=2026, number=9, title="X", taken_on=DAY, due_on=DAY
        )
    with pytest.raises(BadDecision, match="vient avant la décision"):
        decide(room, meeting, due_on=DAY - timedelta(days=1))
    with pytest.raises(BadDecision, match="en une phrase"):
        decide(room, meeting, title="")
    first, second = decide(room, meeting), decide(room, meeting)
    assert (first.label, second.label) == ("2026-1", "2026-2")
    assert first.taken_on == DAY


def test_nothing_restricted_reaches_the_public(room: Room):
    meeting = held(room, 3, "Public", "Huis clos")
    public, closed = meeting.items.order_by("rank")
    closed.restricted = True
    closed.save()
    for item in (public, closed):
        services.write_minutes(
            actor=room.secretary, item_id=item.pk,
            lines=[(f"{item.title} dit", False), (f"{item.title} tu", True)],
        )  # fmt: skip
        decide(room, meeting, item_id=item.pk, title=f"{item.title} décidé")
    decide(room, meeting, item_id=public.pk, title="Décidé à part", restricted=True)
    services.close_meeting(actor=room.secretary, meeting_id=meeting.pk, now=THEN)
    meeting.refresh_from_db()
    assert "Public dit" not in everything(meeting_page(meeting, sees_all=False))
    services.publish_minutes(actor=room.secretary, meeting_id=meeting.pk, now=THEN)
    meeting.refresh_from_db()
    shown = everything(meeting_page(meeting, sees_all=False))
    assert "Public dit" in shown and "Public décidé" in shown
    for secret in ("Public tu", "Huis clos", "Décidé à part"):
        assert secret not in shown
    inside = everything(meeting_page(meeting, sees_all=True))
    for text in ("Public tu", "Huis clos dit", "Huis clos décidé", "Décidé à part"):
        assert text in inside
    with pytest.raises(BadMeeting, match="déjà publié"):
        services.publish_minutes(actor=room.secretary, meeting_id=meeting.pk)
    with pytest.raises(BadMeeting, match="close"):
        services.write_minutes(actor=room.secretary, item_id=public.pk, lines=[("Autre", False)])


def everything(page: Any) -> str:
    return repr(page.items) + repr(page.papers) + repr(page.attendances)


def test_the_agenda_takes_up_what_waits(room: Room):
    meeting = held(room, 3, "Programmation", "Remis")
    first, second = meeting.items.order_by("rank")
    decision = decide(room, meeting, item_id=first.pk)
    services.write_minutes(actor=room.secretary, item_id=second.pk, lines=[("Plus tard", False)],
                           put_off=True)  # fmt: skip
    services.close_meeting(actor=room.secretary, meeting_id=meeting.pk, now=THEN)
    council = room.make_body("Conseil citoyen", kind="citizens")
    wish = services.send_wish(
        actor=room.officer, body_id=council.pk, title="Un banc", addressee="Conseil municipal",
        on=date(2026, 5, 1),
    )  # fmt: skip
    following = planned(room, day=date(2026, 10, 6))
    found = waiting_for(following)
    assert [each.source for each in found] == [
        f"decision-{decision.pk}", f"point-{second.pk}", f"voeu-{wish.pk}",
    ]  # fmt: skip
    assert [each.late for each in found] == [True, False, True]
    for each in found:
        services.take_up(actor=room.secretary, meeting_id=following.pk, source=each.source)
    assert waiting_for(following) == []
    with pytest.raises(BadMeeting, match="déjà à l'ordre du jour"):
        services.take_up(
            actor=room.secretary, meeting_id=following.pk, source=f"decision-{decision.pk}"
        )
    for nonsense in ("decision-999", "autre-1", "", "decision-x"):
        with pytest.raises(BadMeeting, match="n'attend plus"):
            services.take_up(actor=room.secretary, meeting_id=following.pk, source=nonsense)


def test_a_declared_interest_warns_at_the_agenda(room: Room):
    objective = room.year.objectives[0]
    term = room.term(room.state, "Camille")
    Interest.objects.create(
        term=term, words="préside l'association porteuse", objective=objective, declared_on=DAY
    )
    meeting = planned(room)
    services.add_item(
        actor=room.secretary, meeting_id=meeting.pk, title="École", objective_id=objective.pk
    )
    services.add_item(actor=room.secretary, meeting_id=meeting.pk, title="Divers")
    inside = meeting_page(meeting, sees_all=True).items
    assert inside[0].warnings == ("Camille : préside l'association porteuse",)
    assert inside[1].warnings == ()
    assert meeting_page(meeting, sees_all=False).items[0].warnings == ()


def test_members_and_strangers_keep_nothing(room: Room):
    meeting = convened(room)
    item = meeting.items.get()
    for actor in (room.member, room.stranger, None):
        for act in (
            lambda a: services.plan_meeting(
                actor=a, body_id=room.body.pk, day=DAY, hour=time(9), now=NOW
            ),
            lambda a: services.add_item(actor=a, meeting_id=meeting.pk, title="X"),
            lambda a: services.open_meeting(actor=a, meeting_id=meeting.pk, now=THEN),
            lambda a: services.cancel_meeting(actor=a, meeting_id=meeting.pk, reason="X"),
            lambda a: services.remove_item(actor=a, item_id=item.pk),
            lambda a: decide(room, meeting) and None if a is room.secretary else
            services.take_decision(actor=a, title="X", due_on=DAY, owner_name="Y", item_id=item.pk),
        ):  # fmt: skip
            with pytest.raises(Refused):
                act(actor)
    assert timezone.is_aware(meeting.starts_at)


def test_the_page_of_a_meeting_costs_the_same_with_many_points(
    room: Room, django_assert_max_num_queries
):
    meeting = held(room, 3, *[f"Point {rank}" for rank in range(2)])
    with django_assert_max_num_queries(9):
        meeting_page(meeting, sees_all=True)
    for rank in range(20):
        item = meeting.items.create(rank=rank + 10, title=f"Encore {rank}")
        decide(room, meeting, item_id=item.pk)
    with django_assert_max_num_queries(9):
        page = meeting_page(meeting, sees_all=True)
    assert sum(len(item.decisions) for item in page.items) == 20
