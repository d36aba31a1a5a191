"""Who may do what: every role against every act."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from tests.apps.governance.room import Room

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.lifecycle.meetings import moment_of
from faire_ensemble.apps.governance.models import BodyDecision, Meeting, SeatTerm
from faire_ensemble.apps.governance.permissions.bodies import (
    can_keep_body,
    can_manage_bodies,
    can_open_governance,
    can_read_restricted,
)
from faire_ensemble.apps.governance.permissions.decisions import can_read_papers
from faire_ensemble.apps.governance.services import Sitter
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db

OFFICER = {"officer"}
KEEPERS = {"officer", "secretary"}
MEMBERS = {"officer", "secretary", "member", "substitute"}


@pytest.fixture
def people(room: Room) -> dict[str, Any]:
    year = room.year
    former = year.person("ancien")
    room.term(room.metropolis, former, ends_on=timezone.localdate() - timedelta(days=1))
    substitute = year.person("suppleante")
    room.term(room.residents, substitute, kind="substitute")
    closed = year.mandated("fermee", "officer")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    closed.refresh_from_db()
    return {
        "nobody": None,
        "visitor": AnonymousUser(),
        "stranger": room.stranger,
        "former member": former,
        "closed account": closed,
        "officer elsewhere": year.mandated("ailleurs", "officer", contract="CV999"),
        "partner": year.mandated("etat", "partner", year.funders[0]),
        "council": year.mandated("conseil", "council", "Conseil citoyen"),
        "steward": year.mandated("administration", "steward", contract=""),
        "member": room.member,
        "substitute": substitute,
        "secretary": room.secretary,
        "officer": room.officer,
    }


def allowed(people: dict[str, Any], rule: Callable[[Any], Any]) -> set[str]:
    found = set()
    for name, person in people.items():
        verdict = rule(person)
        assert bool(verdict) or verdict.reason.endswith("."), name
        if verdict:
            found.add(name)
    return found


def test_every_rule_for_every_role(room: Room, people: dict[str, Any]):
    body, contract = room.body, room.contract.pk
    assert allowed(people, lambda who: can_manage_bodies(who, contract)) == OFFICER
    assert allowed(people, lambda who: can_keep_body(who, body)) == KEEPERS
    assert allowed(people, lambda who: can_read_restricted(who, body)) == MEMBERS
    assert allowed(people, can_open_governance) == MEMBERS | {
        "officer elsewhere", "partner", "council",
    }  # fmt: skip
    now = timezone.now()
    meeting = Meeting(body=body, starts_at=now, changed_at=now, convened_at=now)
    assert allowed(people, lambda who: can_read_papers(who, meeting, True)) == MEMBERS
    assert allowed(people, lambda who: can_read_papers(who, meeting, False)) == set(people)
    meeting.convened_at = None
    assert allowed(people, lambda who: can_read_papers(who, meeting, False)) == MEMBERS


Act = Callable[[Room, Any], Any]
NINE = time(9)
SOON = timezone.localdate() + timedelta(days=60)


def meeting_of(room: Room) -> Meeting:
    return Meeting.objects.create(
        body=room.body, starts_at=moment_of(SOON, NINE), changed_at=timezone.now(), place="Mairie"
    )


def decision_of(room: Room) -> BodyDecision:
    return BodyDecision.objects.create(
        body=room.body, year=2026, number=room.body.decisions.count() + 1, title="X",
        owner_name="Y", taken_on=date(2026, 1, 1), due_on=SOON,
    )  # fmt: skip


ACTS: dict[str, tuple[set[str], Act]] = {
    "create a body": (OFFICER, lambda room, who: services.create_body(
        actor=who, contract_id=room.contract.pk, kind="local", name="Autre")),
    "change a body": (OFFICER, lambda room, who: services.change_body(
        actor=who, body_id=room.body.pk, name="Autre nom")),
    "add a college": (OFFICER, lambda room, who: services.add_college(
        actor=who, body_id=room.body.pk, name="Élus")),
    "add a seat": (OFFICER, lambda room, who: services.add_seat(
        actor=who, body_id=room.body.pk, label="Nouveau")),
    "open a term": (OFFICER, lambda room, who: services.open_term(
        actor=who, seat_id=room.state.pk, sitter=Sitter("Camille"))),
    "end a term": (OFFICER, lambda room, who: services.end_term(
        actor=who, term_id=SeatTerm.objects.filter(seat=room.residents)[0].pk, on=SOON,
        reason="Départ")),
    "declare an interest": (OFFICER, lambda room, who: services.declare_interest(
        actor=who, term_id=SeatTerm.objects.filter(seat=room.residents)[0].pk, words="X")),
    "plan a meeting": (KEEPERS, lambda room, who: services.plan_meeting(
        actor=who, body_id=room.body.pk, day=SOON, hour=NINE)),
    "record a meeting": (KEEPERS, lambda room, who: services.record_meeting(
        actor=who, body_id=room.body.pk, day=date(2026, 1, 5), hour=NINE, calling_unknown=True)),
    "change a meeting": (KEEPERS, lambda room, who: services.change_meeting(
        actor=who, meeting_id=meeting_of(room).pk, day=SOON, hour=NINE)),
    "cancel a meeting": (KEEPERS, lambda room, who: services.cancel_meeting(
        actor=who, meeting_id=meeting_of(room).pk, reason="X")),
    "add an item": (KEEPERS, lambda room, who: services.add_item(
        actor=who, meeting_id=meeting_of(room).pk, title="X")),
    "decide outside of a meeting": (KEEPERS, lambda room, who: services.take_decision(
        actor=who, body_id=room.body.pk, title="X", owner_name="Y", due_on=SOON)),
    "follow": (KEEPERS, lambda room, who: services.advance_decision(
        actor=who, decision_id=decision_of(room).pk, act="start")),
    "postpone": (KEEPERS, lambda room, who: services.postpone_decision(
        actor=who, decision_id=decision_of(room).pk, due_on=SOON + timedelta(days=1), words="X")),
    "send a wish": (KEEPERS, lambda room, who: services.send_wish(
        actor=who, body_id=room.body.pk, title="X", addressee="Y")),
    "grant a budget": (OFFICER, lambda room, who: services.grant_budget(
        actor=who, body_id=citizens(room), year=2026, amount=Decimal(1))),
    "label": (OFFICER, lambda room, who: services.record_label_step(
        actor=who, body_id=citizens(room), step="composed", on=date(2026, 1, 1))),
}  # fmt: skip


def citizens(room: Room) -> int:
    return room.make_body("Conseil citoyen", kind="citizens").pk


@pytest.mark.parametrize("name", ACTS)
def test_every_act_for_every_role(room: Room, people: dict[str, Any], name: str):
    expected, act = ACTS[name]
    done = set()
    for role, person in people.items():
        undo = savepoint()
        try:
            act(room, person)
            done.add(role)
        except Refused as refused:
            assert str(refused).endswith("."), role
        finally:
            undo()
    assert done == expected


def savepoint() -> Callable[[], None]:
    """What a role did is undone before the next one tries."""
    sid = transaction.savepoint()
    return lambda: transaction.savepoint_rollback(sid)
