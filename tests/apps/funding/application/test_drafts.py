"""Saving what is typed: revisions, history, and two persons in one field."""

from datetime import timedelta
from typing import Any

import pytest
from tests.apps.funding.application.filling import type_in
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import DraftEdit, DraftField
from faire_ensemble.apps.funding.selectors.draft import disagreements
from faire_ensemble.apps.funding.services.drafts import (
    Change,
    FieldRefused,
    State,
    save_fields,
    settle_disagreement,
)
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
KEY = "project.needs"


@pytest.fixture
def two(year: Year) -> Any:
    """Two persons who write the same file."""
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    draft.members.create(email=bob.email, person=bob, right="write", invited_at=draft.created_at)
    return awa, bob, draft


def save(actor: Any, draft: Any, value: str, revision: int, **more: Any) -> Any:
    change = Change(KEY, value, revision, **more)
    return save_fields(actor=actor, application_id=draft.pk, changes=[change])[0]


def test_each_save_is_one_more_revision_and_the_title_follows(two: Any):
    awa, _bob, draft = two
    assert save(awa, draft, "a", 0).revision == 1
    assert save(awa, draft, "ab", 1).revision == 2
    assert save(awa, draft, "ab", 0).state is State.SAME
    type_in(awa, draft, {"project.title": "  Un\ntitre  "})
    draft.refresh_from_db()
    draft.project.refresh_from_db()
    assert draft.title == draft.project.title == "Un titre"


def test_both_keep_their_words(two: Any):
    awa, bob, draft = two
    save(awa, draft, "départ", 0)
    save(awa, draft, "les mots d'Awa", 1)
    outcome = save(bob, draft, "les mots de Bob", 1)
    assert (outcome.state, outcome.value) == (State.CONFLICT, "les mots d'Awa")
    assert DraftField.objects.get(key=KEY).value == "les mots d'Awa"
    (waiting,) = disagreements(draft)
    assert (waiting.value, waiting.by, waiting.id) == ("les mots de Bob", "bob", outcome.edit)
    going_on = save(bob, draft, "les mots de Bob, suite", 1, edit=outcome.edit)
    assert going_on.edit == outcome.edit
    assert [each.value for each in disagreements(draft)] == ["les mots de Bob, suite"]
    settled = settle_disagreement(
        actor=awa, application_id=draft.pk, edit_id=outcome.edit, value="Awa et Bob", revision=2
    )
    assert (settled.state, settled.revision) == (State.SAVED, 3)
    assert disagreements(draft) == []
    kept = set(DraftEdit.objects.filter(key=KEY).values_list("value", flat=True))
    assert "les mots de Bob, suite" in kept and "Awa et Bob" in kept


def test_settling_waits_when_the_text_moved_on(two: Any):
    awa, bob, draft = two
    save(awa, draft, "départ", 0)
    save(awa, draft, "Awa", 1)
    edit = save(bob, draft, "Bob", 1).edit
    save(awa, draft, "Awa encore", 2)
    outcome = settle_disagreement(
        actor=bob, application_id=draft.pk, edit_id=edit, value="Bob", revision=2
    )
    assert (outcome.state, outcome.value) == (State.CONFLICT, "Awa encore")
    assert len(disagreements(draft)) == 1


def test_a_lost_answer_is_no_disagreement_with_oneself(two: Any):
    awa, bob, draft = two
    save(awa, draft, "un", 0)
    outcome = save(awa, draft, "un deux", 0, unanswered=("un",))
    assert (outcome.state, outcome.revision) == (State.SAVED, 2)
    assert save(bob, draft, "trois", 0, unanswered=("un deux",)).state is State.CONFLICT


def test_a_conflict_sent_again_is_one_conflict(two: Any):
    awa, bob, draft = two
    save(awa, draft, "Awa", 0)
    save(bob, draft, "Bob", 0)
    save(bob, draft, "Bob", 0)
    save(bob, draft, "Bob suite", 0, unanswered=("Bob",))
    assert [each.value for each in disagreements(draft)] == ["Bob suite"]


def test_history_groups_two_minutes_and_keeps_what_was_taken_away(two: Any):
    awa, _bob, draft = two
    save(awa, draft, "a", 0)
    save(awa, draft, "ab", 1)
    assert list(draft.edits.values_list("value", flat=True)) == ["ab"]
    save(awa, draft, "", 2)
    assert list(draft.edits.values_list("value", flat=True)) == ["ab", ""]
    draft.edits.update(saved_at=draft.created_at - timedelta(minutes=3))
    save(awa, draft, "nouveau", 3)
    assert draft.edits.count() == 3


def test_what_cannot_be_kept_is_refused_or_cleaned(two: Any, year: Year):
    awa, _bob, draft = two
    with pytest.raises(FieldRefused):
        type_in(awa, draft, {"project.owner": "x"})
    with pytest.raises(FieldRefused):
        type_in(awa, draft, {KEY: "x" * 100_001})
    save(awa, draft, "deux\r\nlignes\x00\ud800", 0)
    assert DraftField.objects.get(key=KEY).value == "deux\nlignes?"
    with pytest.raises(Refused):
        save(year.person("autre"), draft, "non", 1)
    type_in(awa, draft, {f"audience.{year.quarter.code}.0-5.f": "3"})


def test_nothing_is_written_once_submitted(two: Any):
    awa, _bob, draft = two
    type(draft).objects.filter(pk=draft.pk).update(state="submitted")
    with pytest.raises(Refused):
        save(awa, draft, "trop tard", 0)
