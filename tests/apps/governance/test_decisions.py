"""Decisions: what becomes of them, who says so, who reads them, what is late."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.governance.room import Room
from tests.apps.participation.words import Room as Words

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import Body, BodyDecision, DecisionStep, Meeting
from faire_ensemble.apps.governance.permissions.decisions import can_read_decision
from faire_ensemble.apps.governance.selectors.decisions import (
    DecisionFilters,
    decision_list,
    decision_page,
    decisions_of_objective,
    late_decisions,
    owed_by,
)
from faire_ensemble.apps.governance.selectors.links import UnknownReference
from faire_ensemble.apps.governance.services import BadDecision
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


def decide(room: Room, title: str = "Ouvrir une permanence", **fields: Any) -> BodyDecision:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "due_on": today + timedelta(days=30), "owner_organisation_id": room.year.funders[0].pk,
        "body_id": room.body.pk, "taken_on": today - timedelta(days=60),
    }  # fmt: skip
    return services.take_decision(actor=room.officer, title=title, **(values | fields))


def late(room: Room, title: str = "En retard", **fields: Any) -> BodyDecision:
    due = timezone.localdate() - timedelta(days=3)
    return decide(room, title, due_on=due, **fields)


def test_a_decision_is_followed_to_its_end_step_by_step(room: Room):
    decision = decide(room)
    partner = room.year.mandated("etat", "partner", room.year.funders[0])
    services.advance_decision(actor=partner, decision_id=decision.pk, act="start")
    with pytest.raises(BadDecision, match="ce qui a été fait"):
        services.advance_decision(actor=partner, decision_id=decision.pk, act="finish")
    services.advance_decision(
        actor=partner, decision_id=decision.pk, act="finish", words="Permanence ouverte le mardi"
    )
    decision.refresh_from_db()
    assert decision.state == "done"
    with pytest.raises(BadDecision, match="« faite » : ce n'est plus possible"):
        services.advance_decision(
            actor=partner, decision_id=decision.pk, act="drop", words="Trop tard"
        )
    with pytest.raises(BadDecision, match="ce n'est plus possible"):
        services.advance_decision(actor=partner, decision_id=decision.pk, act="nonsense")
    page = decision_page(BodyDecision.objects.get(pk=decision.pk))
    assert [(each.act, each.words) for each in page.steps] == [
        ("take", ""), ("start", ""), ("finish", "Permanence ouverte le mardi"),
    ]  # fmt: skip


def test_dropping_and_superseding_say_why(room: Room):
    decision, other = decide(room), decide(room, "Mieux")
    with pytest.raises(BadDecision, match="pourquoi"):
        services.advance_decision(actor=room.officer, decision_id=decision.pk, act="drop")
    for bad in (None, decision.pk, 99999):
        with pytest.raises(BadDecision, match="quelle autre décision"):
            services.advance_decision(
                actor=room.officer, decision_id=decision.pk, act="supersede", words="Remplacée",
                superseded_by_id=bad,
            )  # fmt: skip
    services.advance_decision(
        actor=room.officer, decision_id=decision.pk, act="supersede", words="Remplacée",
        superseded_by_id=other.pk,
    )  # fmt: skip
    assert [each.title for each in decision_page(other).supersedes] == [decision.title]
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyDecision.objects.filter(pk=other.pk).update(state="superseded")


def test_steps_are_never_rewritten(room: Room):
    decide(room)
    with pytest.raises(DatabaseError, match="ne se modifient pas"), transaction.atomic():
        DecisionStep.objects.update(words="autre")


def test_postponing_keeps_the_former_day(room: Room):
    decision = decide(room)
    day = decision.due_on + timedelta(days=30)
    with pytest.raises(BadDecision, match="pourquoi"):
        services.postpone_decision(
            actor=room.officer, decision_id=decision.pk, due_on=day, words=""
        )
    with pytest.raises(BadDecision, match="doit venir après"):
        services.postpone_decision(
            actor=room.officer, decision_id=decision.pk, due_on=decision.due_on, words="X"
        )
    services.postpone_decision(
        actor=room.officer, decision_id=decision.pk, due_on=day, words="Travaux"
    )
    assert "repoussée du" in decision_page(decision).steps[-1].words


def test_who_follows_a_decision(room: Room):
    owner = room.year.person("chargee")
    decision = decide(room, owner_organisation_id=None, owner_person_id=owner.pk)
    other = room.year.mandated("region", "partner", room.year.funders[2])
    for actor in (room.member, room.stranger, other, None):
        with pytest.raises(Refused):
            services.advance_decision(actor=actor, decision_id=decision.pk, act="start")
        with pytest.raises(Refused):
            services.postpone_decision(
                actor=actor, decision_id=decision.pk, due_on=date(2030, 1, 1), words="X"
            )
    services.advance_decision(actor=owner, decision_id=decision.pk, act="start")
    services.advance_decision(
        actor=room.secretary, decision_id=decision.pk, act="tell", words="Réunion faite"
    )


def test_a_reference_must_lead_to_something_public(room: Room):
    decision = decide(room)
    file = room.year.submitted()
    for kind, reference in (
        ("application", "P-9999"), ("application", file.project.number), ("other", "1"),
        ("contribution", "x/1"), ("contribution", "nonsense"), ("application", ""),
    ):  # fmt: skip
        with pytest.raises(UnknownReference):
            services.link_decision(
                actor=room.officer, decision_id=decision.pk, kind=kind, reference=reference
            )
    assert decision.links.count() == 0


def test_a_reference_leads_where_it_is_public(db: None):
    words = Words()
    officer = words.officer
    body = Body.objects.create(
        contract=words.year.contract, kind="steering", name="Comité de pilotage"
    )
    made = services.take_decision(
        actor=officer, title="Poser des bancs", due_on=timezone.localdate(), body_id=body.pk,
        owner_name="Service des espaces verts",
    )  # fmt: skip
    waiting = words.write("Pas encore lue")
    published = words.published("Des bancs")
    code = words.process.code

    def link(number: int) -> None:
        services.link_decision(
            actor=officer, decision_id=made.pk, kind="contribution", reference=f"{code}/{number}"
        )

    with pytest.raises(UnknownReference, match="rien de public"):
        link(waiting.number)
    link(published.number)
    link(published.number)
    linked = decision_page(made).links
    assert [each.title for each in linked] == ["Des bancs"]
    assert linked[0].address == f"/participer/{code}/contributions/{published.number}/"


def roles(room: Room) -> dict[str, Any]:
    return {
        "nobody": None,
        "stranger": room.stranger,
        "member": room.member,
        "secretary": room.secretary,
        "officer": room.officer,
        "partner elsewhere": room.year.mandated("caf", "partner", room.year.funders[2]),
        "owner": room.year.mandated("etat", "partner", room.year.funders[0]),
    }


INSIDE = {"member", "secretary", "officer", "owner"}


@pytest.mark.parametrize(
    ("published", "restricted", "readers"),
    [(True, False, None), (True, True, INSIDE), (False, False, INSIDE), (False, True, INSIDE)],
)
def test_who_reads_a_decision(room: Room, published: bool, restricted: bool, readers: Any):
    now = timezone.now()
    meeting = Meeting.objects.create(
        body=room.body, starts_at=now, changed_at=now, state="closed", closed_at=now,
        published_at=now if published else None,
    )  # fmt: skip
    decision = decide(room, restricted=restricted)
    BodyDecision.objects.filter(pk=decision.pk).update(meeting=meeting)
    decision = BodyDecision.objects.select_related("body", "meeting").get(pk=decision.pk)
    found = {name for name, actor in roles(room).items() if can_read_decision(actor, decision)}
    assert found == (readers if readers is not None else set(roles_names()))
    public = decision_list(DecisionFilters()).counts.count
    assert public == (1 if published and not restricted else 0)
    assert decision_list(DecisionFilters(), actor=room.member).counts.count == 1
    assert decision_list(DecisionFilters(), actor=room.officer).counts.count == 1


def roles_names() -> list[str]:
    return ["nobody", "stranger", "member", "secretary", "officer", "partner elsewhere", "owner"]


def test_what_is_late_is_told_to_all_and_to_who_owes_it(room: Room):
    due = late(room)
    decide(room, "À venir")
    done = late(room, "Finie")
    services.advance_decision(actor=room.officer, decision_id=done.pk, act="finish", words="Fait")
    late(room, "À huis clos", restricted=True)
    assert [line.title for line in late_decisions()] == ["En retard"]
    assert late_decisions()[0].days_late == 3
    partner = room.year.mandated("etat", "partner", room.year.funders[0])
    assert [line.id for line in owed_by(partner)][0] == due.pk
    assert len(owed_by(partner)) == 3 and owed_by(room.stranger) == [] and owed_by(None) == []
    found = decision_list(DecisionFilters(late=True))
    assert (found.counts.count, found.counts.late, found.lines[0].title) == (1, 1, "En retard")


def test_filters_and_an_objective(room: Room):
    objective = room.year.objectives[0]
    decision = late(room, "Former les parents", objective_id=objective.pk)
    decide(room, "Autre chose", owner_organisation_id=room.year.funders[1].pk)
    services.advance_decision(actor=room.officer, decision_id=decision.pk, act="start")
    services.advance_decision(
        actor=room.officer, decision_id=decision.pk, act="tell", words="Deux ateliers"
    )
    line = decisions_of_objective(objective.pk)[0]
    assert (line.title, line.last_words) == ("Former les parents", "Deux ateliers")
    for filters, count in (
        (DecisionFilters(state="open"), 2), (DecisionFilters(state="taken"), 1),
        (DecisionFilters(objective=objective.pk), 1), (DecisionFilters(text="parents"), 1),
        (DecisionFilters(owner=room.year.funders[1].pk), 1), (DecisionFilters(body=0), 0),
    ):  # fmt: skip
        assert decision_list(filters).counts.count == count


def test_lists_cost_the_same_for_many(room: Room, django_assert_max_num_queries):
    decide(room)
    with django_assert_max_num_queries(6):
        decision_list(DecisionFilters())
    for rank in range(40):
        decide(room, f"Décision {rank}", objective_id=room.year.objectives[rank % 2].pk)
    with django_assert_max_num_queries(6):
        assert len(decision_list(DecisionFilters()).lines) == 30
    with django_assert_max_num_queries(2):
        assert len(decisions_of_objective(room.year.objectives[0].pk)) == 20


def test_a_decision_taken_without_a_meeting_is_written_on_its_own_page(room: Room, client: Client):
    address = f"/gestion/instances/{room.body.pk}/decisions/"
    client.force_login(room.member)
    assert client.get(address).status_code == 403
    client.force_login(room.secretary)
    assert address in client.get(f"/qui-decide/{room.body.pk}/").content.decode()
    today = timezone.localdate()
    asked = {
        "title": "Ouvrir le soir", "taken_on": (today + timedelta(days=2)).isoformat(),
        "due_on": (today - timedelta(days=3)).isoformat(), "owner_name": "Service emploi",
    }  # fmt: skip
    early = unescape(client.post(address, asked).content.decode())
    assert "une décision s'inscrit une fois prise" in early and "Service emploi" in early
    asked["taken_on"] = (today - timedelta(days=40)).isoformat()
    nobody = unescape(client.post(address, asked | {"owner_name": ""}).content.decode())
    assert "dites qui s'en charge" in nobody
    page = unescape(client.post(address, asked, follow=True).content.decode())
    made = BodyDecision.objects.get()
    assert (made.meeting, made.taken_on) == (None, today - timedelta(days=40))
    assert "hors réunion" in page and "3 jours de retard" in page.replace("\u00a0", " ")
    assert [line.id for line in late_decisions()] == [made.pk]
