"""Several people at once on one body: acts queue behind the row they change (PostgreSQL)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from tests import together
from tests.apps.governance.room import Room
from tests.apps.governance.test_meetings import DAY, decide, held, planned

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import (
    Body,
    BodyDecision,
    DecisionStep,
    Interest,
    Meeting,
    SeatTerm,
)
from faire_ensemble.apps.governance.services import Came, Sitter
from faire_ensemble.apps.governance.services.faults import Fault
from faire_ensemble.kit.models import AuditEntry

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


at_once = partial(together.at_once, refused=(Fault,))


def acts(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


def sits(room: Room, name: str, ends_on: date | None) -> Callable[[], object]:
    return lambda: services.open_term(
        actor=room.officer, seat_id=room.state.pk, sitter=Sitter(name), starts_on=DAY,
        ends_on=ends_on,
    )  # fmt: skip


@pytest.mark.parametrize("ends_on", [None, date(2030, 1, 1)])
def test_two_holders_of_one_seat_at_once_are_one(room: Room, ends_on: date | None) -> None:
    """With an end no constraint of the database sees it: the lock of the seat alone does."""
    names = ("Amina", "Bruno", "Camille")
    assert at_once(*[sits(room, name, ends_on) for name in names]) == [
        "done", "refused", "refused",
    ]  # fmt: skip
    assert SeatTerm.objects.filter(seat=room.state).count() == acts("mandat d'instance ouvert") == 1


def test_a_term_renewed_and_ended_twice_at_once(room: Room) -> None:
    term = room.term(room.state, "Amina", ends_on=DAY)
    renew = [
        lambda: services.renew_term(
            actor=room.officer, term_id=term.pk, ends_on=DAY + timedelta(days=9)
        )
    ] * 3
    assert at_once(*renew) == ["done", "refused", "refused"]
    again = SeatTerm.objects.get(renews=term)
    end = [
        lambda: services.end_term(
            actor=room.officer, term_id=again.pk, on=DAY + timedelta(days=3), reason="Départ"
        )
    ] * 2
    assert at_once(*end) == ["done", "refused"]
    assert acts("mandat d'instance terminé") == 1


def test_a_draw_and_a_hand_on_the_same_seats_do_not_hold_each_other_up(room: Room) -> None:
    people = [(room.state.pk, Sitter("Amina")), (room.metropolis.pk, Sitter("Bruno"))]

    def draw(rows: list[tuple[int, Sitter]]) -> Callable[[], object]:
        return lambda: services.open_terms(
            actor=room.officer, body_id=room.body.pk, sitters=rows, starts_on=DAY
        )

    outcomes = at_once(draw(people), draw(people[::-1]), sits(room, "Camille", None))
    assert set(outcomes) == {"done", "refused"} and SeatTerm.objects.filter(
        seat__in=[room.state, room.metropolis]
    ).count() in (1, 2)
    held_once = SeatTerm.objects.values_list("seat", flat=True)
    assert len(held_once) == len(set(held_once))


def test_an_interest_ends_once(room: Room) -> None:
    interest = Interest.objects.create(
        term=SeatTerm.objects.get(seat=room.residents), words="x", declared_on=date(2026, 1, 1)
    )
    end = [lambda: services.end_interest(actor=room.officer, interest_id=interest.pk, on=DAY)] * 3
    assert at_once(*end) == ["done", "refused", "refused"]
    assert acts("intérêt terminé") == 1


def test_a_body_is_named_once_at_once(room: Room) -> None:
    make = [
        lambda: services.create_body(
            actor=room.officer, contract_id=room.contract.pk, kind="local", name="Comité local"
        )
    ] * 3
    assert at_once(*make) == ["done", "refused", "refused"]
    assert Body.objects.filter(name="Comité local").count() == acts("instance créée") == 1


def test_a_meeting_is_planned_once_at_an_hour(room: Room) -> None:
    assert at_once(lambda: planned(room), lambda: planned(room)) == ["done", "refused"]
    assert Meeting.objects.count() == 1


def test_a_meeting_is_closed_once(room: Room) -> None:
    meeting = held(room)
    decide(room, meeting)
    close = [lambda: services.close_meeting(actor=room.secretary, meeting_id=meeting.pk)] * 3
    assert at_once(*close) == ["done", "refused", "refused"]
    assert acts("réunion close") == 1


def test_attendance_while_closing_never_takes_back_the_quorum(room: Room) -> None:
    meeting = held(room, 2)
    line = meeting.items.get()
    services.write_minutes(actor=room.secretary, item_id=line.pk, lines=[("Dit.", False)])

    def leave() -> None:
        services.record_attendance(
            actor=room.secretary, meeting_id=meeting.pk,
            seats={room.state.pk: Came("absent"), room.metropolis.pk: Came("absent")},
        )  # fmt: skip

    def close() -> None:
        services.close_meeting(actor=room.secretary, meeting_id=meeting.pk)

    assert at_once(leave, close) == ["done", "refused"]
    meeting.refresh_from_db()
    present = meeting.attendances.filter(presence="present").count()
    assert (meeting.state, present >= meeting.quorum) in {("closed", True), ("held", False)}


def test_a_decision_while_people_leave_keeps_its_quorum(room: Room) -> None:
    meeting = held(room, 2)

    def leave() -> None:
        services.record_attendance(
            actor=room.secretary, meeting_id=meeting.pk, seats={room.state.pk: Came("absent")}
        )

    assert at_once(leave, lambda: decide(room, meeting)) == ["done", "refused"]
    present = meeting.attendances.filter(presence="present").count()
    assert BodyDecision.objects.exists() == (present >= meeting.quorum)


def test_decisions_taken_at_once_bear_different_numbers(room: Room) -> None:
    meeting = held(room)
    assert at_once(*[lambda: decide(room, meeting)] * 4) == ["done"] * 4
    numbers = BodyDecision.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


def test_a_decision_takes_one_state_at_a_time(room: Room) -> None:
    decision = decide(room, held(room))

    def become(act: str) -> Callable[[], object]:
        return lambda: services.advance_decision(
            actor=room.officer, decision_id=decision.pk, act=act, words="Dit."
        )

    assert at_once(become("finish"), become("drop")) == ["done", "refused"]
    decision.refresh_from_db()
    steps = DecisionStep.objects.filter(decision=decision).order_by("pk")
    assert [step.act for step in steps][0] == "take" and len(steps) == 2
    assert decision.state == steps[1].state


def test_a_due_day_is_not_moved_under_an_end(room: Room) -> None:
    decision = decide(room, held(room))
    later = decision.due_on + timedelta(days=30)
    outcomes = at_once(
        lambda: services.advance_decision(
            actor=room.officer, decision_id=decision.pk, act="finish", words="Fait."
        ),
        lambda: services.postpone_decision(
            actor=room.officer, decision_id=decision.pk, due_on=later, words="Retard."
        ),
    )
    decision.refresh_from_db()
    told = list(DecisionStep.objects.filter(decision=decision).order_by("pk"))
    moved = any(step.act == "postpone" for step in told)
    assert "done" in outcomes and decision.state == "done" and told[-1].act == "finish"
    assert moved == (decision.due_on == later) == (outcomes == ["done", "done"])
