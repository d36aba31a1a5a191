"""Two clicks, or two people, at the same moment on initiatives and groups (PostgreSQL)."""

from typing import Any

import pytest
from tests.apps.initiatives.words import SITE, Place
from tests.together import at_once

from faire_ensemble.apps.initiatives.models import (
    Group,
    Initiative,
    Membership,
    Message,
    NoteVersion,
    Thread,
)
from faire_ensemble.apps.initiatives.services import groups, moderation, writing
from faire_ensemble.apps.initiatives.services.contacts import put_in_touch
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NO = (BadInput, Refused)


@pytest.fixture
def place(transactional_db: Any) -> Place:
    return Place()


def test_copying_twice_starts_one_draft(place: Place) -> None:
    row, bruno = place.published(), place.person("bruno")
    copy = [lambda: writing.start_copy(actor=bruno, initiative_id=row.pk, place="rue des Arts")]
    assert at_once(*copy * 4, refused=NO) == ["done"] * 4
    made = Initiative.objects.get(carrier=bruno)
    assert made.copied_from == row
    assert AuditEntry.objects.filter(verb="initiative reprise").count() == 1


def test_writing_to_a_carrier_twice_is_one_exchange_and_one_message(place: Place) -> None:
    row, bruno = place.published(), place.person("bruno")
    write = [lambda: put_in_touch(actor=bruno, initiative_id=row.pk, body="Bonjour.", site=SITE)]
    assert at_once(*write * 4, refused=NO) == ["done"] * 4
    assert Thread.objects.count() == 1 and Message.objects.count() == 1


def test_joining_twice_is_one_place(place: Place) -> None:
    group, bruno = place.group(), place.person("bruno")
    join = [lambda: groups.join_group(actor=bruno, group_id=group.pk, site=SITE)]
    assert at_once(*join * 4, refused=NO) == ["done"] + ["refused"] * 3
    assert Membership.objects.filter(group=group, person=bruno).count() == 1
    assert AuditEntry.objects.filter(verb="entrée dans un groupe").count() == 1


def test_nobody_enters_a_group_while_it_closes(place: Place) -> None:
    group, nadia, bruno = place.group(), place.person("nadia"), place.person("bruno")
    outcomes = at_once(
        lambda: groups.close_group(actor=nadia, group_id=group.pk, words="Fini.", site=SITE),
        lambda: groups.close_group(
            actor=place.officer, group_id=group.pk, words="Fermé.", site=SITE
        ),
        lambda: groups.join_group(actor=bruno, group_id=group.pk, site=SITE),
        refused=NO,
    )
    closed = AuditEntry.objects.filter(verb__startswith="groupe clos").values_list("verb", "at")
    assert len(closed) == 1 and outcomes.count("refused") in (1, 2)
    group = Group.objects.get()
    assert group.closed_by_office == (closed[0][0] == "groupe clos par l'équipe")
    entered = Membership.objects.filter(person=bruno).first()
    assert entered is None or entered.since < group.closed_at


def test_the_two_who_run_a_group_do_not_both_leave_it(place: Place) -> None:
    group, nadia = place.group(), place.person("nadia")
    bruno = place.member(group, "bruno")
    groups.change_role(actor=nadia, group_id=group.pk, person_id=bruno.pk, role="facilitator")
    outcomes = at_once(
        lambda: groups.leave_group(actor=nadia, group_id=group.pk),
        lambda: groups.leave_group(actor=bruno, group_id=group.pk),
        refused=NO,
    )
    assert outcomes == ["done", "refused"]
    assert Membership.objects.filter(group=group, role="facilitator").count() == 1


def test_saves_of_a_note_at_once_lose_nothing(place: Place) -> None:
    group, nadia = place.group(), place.person("nadia")
    note = groups.write_note(actor=nadia, group_id=group.pk, title="Bacs", body="Trois.", site=SITE)
    save = [
        lambda n=n: groups.save_note(
            actor=nadia, note_id=note.pk, title="Bacs", body=f"{n} bacs.", revision=1, site=SITE
        )
        for n in range(4)
    ]
    assert at_once(*save, refused=NO) == ["done"] * 4
    texts = NoteVersion.objects.values_list("body", "kept")
    assert {body for body, _kept in texts} == {"Trois.", *(f"{n} bacs." for n in range(4))}
    assert sum(kept for _body, kept in texts) == 2


def test_two_officers_publish_once(place: Place) -> None:
    row = place.write()
    moderation.propose_initiative(actor=row.carrier, initiative_id=row.pk)
    other = place.year.mandated("autre-cheffe", "officer")
    outcomes = at_once(
        *(
            lambda who=who: moderation.moderate(
                actor=who, initiative_id=row.pk, publish=True, site=SITE
            )
            for who in (place.officer, other)
        ),
        refused=NO,
    )
    assert outcomes == ["done", "refused"]
    assert row.steps.filter(act="publish").count() == 1
