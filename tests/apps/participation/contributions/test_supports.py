"""Supports, merges and splits, paper codes: one person counts once."""

import html
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.participation.words import VISIT, Room

from faire_ensemble.apps.participation.models import (
    AccessCode,
    Contribution,
    Contributor,
    Kinship,
    Support,
    Telling,
)
from faire_ensemble.apps.participation.selectors.contributions.counting import supporters
from faire_ensemble.apps.participation.selectors.contributions.listing import Filters, matching
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.answers import answer
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def support(who: Contributor, row: Contribution, wanted: bool = True) -> bool:
    return services.toggle_support(contributor_id=who.pk, contribution_id=row.pk, wanted=wanted)


def join(room: Room, target: Contribution, *sources: Contribution, reason: str = "Le même") -> None:
    services.merge(
        actor=room.officer, process=target.process, target_id=target.pk,
        source_ids=[each.pk for each in sources], reason=reason,
    )  # fmt: skip


def listed(room: Room, row: Contribution) -> int:
    return matching(room.process, Filters()).get(pk=row.pk).supporters


def test_supporting_twice_is_once_and_can_be_undone(room: Room):
    row, who = room.published(), room.contributor()
    assert support(who, row) and support(who, row)
    assert supporters(row) == listed(room, row) == 1
    assert support(who, row, False) is False and supporters(row) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.bulk_create(
            [Support(contribution=row, contributor=who, at=timezone.now()) for _ in range(2)]
        )


def test_who_supports_is_not_in_the_journal(room: Room):
    who = room.contributor()
    support(who, room.published())
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry and entry.verb == "soutien" and entry.actor == "contributeur"


def test_a_stranger_is_led_to_the_door_and_an_account_supports(room: Room):
    row = room.published()
    address = reverse("participation:support", args=[room.process.code, row.number])
    assert "/entrer/" in Client().post(address).url and not Support.objects.exists()
    client = Client()
    client.force_login(room.account("jeanne"))
    client.post(address)
    assert supporters(row) == 1
    page = client.get(reverse("participation:contribution", args=[room.process.code, row.number]))
    assert "Ne plus soutenir" in page.content.decode()
    client.post(address, {"soutien": "non"})
    assert supporters(row) == 0


def test_what_is_not_public_cannot_be_supported(room: Room):
    with pytest.raises(BadInput, match="plus publique"):
        support(room.contributor(), room.write())
    closed = room.make("review")
    who = room.contributor(process=closed)
    with pytest.raises(Refused, match="soutiens"):
        services.toggle_support(contributor_id=who.pk, contribution_id=1, wanted=True)


def test_a_merge_counts_people_once_and_a_split_restores(room: Room):
    target, source = room.published("Des bancs"), room.published("Plus de bancs")
    both, one = room.contributor(), room.contributor()
    support(both, target)
    support(both, source)
    support(one, source)
    join(room, target, source)
    source.refresh_from_db()
    assert source.state == "merged" and supporters(target) == listed(room, target) == 2
    client = Client()
    there = reverse("participation:contribution", args=[room.process.code, source.number])
    moved = client.get(there).url
    assert moved.endswith(f"/contributions/{target.number}/#n{source.number}")
    page = html.unescape(client.get(moved).content.decode())
    block = page[page.index(f'id="n{source.number}"') :].split("</li>")[0]
    assert "Plus de bancs, pour s'asseoir." in block and "Le même" in block
    services.split(
        actor=room.officer, process=room.process, source_id=source.pk, reason="Autre rue"
    )
    source.refresh_from_db()
    page = html.unescape(client.get(moved).content.decode())
    assert "regroupée ici" not in page and "Autre rue" in page.split("Séparées depuis")[1]
    assert (source.state, source.merged_into) == ("published", None)
    assert (supporters(target), supporters(source)) == (1, 2)
    assert list(Kinship.objects.values_list("kind", flat=True).order_by("pk")) == [
        "merged", "split",
    ]  # fmt: skip
    told = Telling.objects.filter(contributor=source.contributor, key__startswith="kinship")
    assert [("regroupée" in each.text, "séparée" in each.text) for each in told] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_one_merged_unread_goes_back_unread(room: Room):
    target, source = room.published(), room.write("Jamais lue")
    join(room, target, source)
    page = Client().get(
        reverse("participation:contribution", args=[room.process.code, target.number])
    )
    assert "Jamais lue" not in page.content.decode()
    services.split(actor=room.officer, process=room.process, source_id=source.pk, reason="Erreur")
    source.refresh_from_db()
    assert source.state == "waiting"


def test_merging_a_group_keeps_it_flat_and_losing_the_target_frees_all(room: Room):
    first, second, third = (room.published(f"Idée {rank}") for rank in range(3))
    join(room, second, first)
    join(room, third, second)
    assert set(third.merged.all()) == {first, second}
    page = (
        Client()
        .get(reverse("participation:contribution", args=[room.process.code, third.number]))
        .content.decode()
    )
    assert "2 contributions regroupées ici" in page
    assert all(f'id="n{each.number}"' in page for each in (first, second))
    room.moderate("reject", third, reason="off_topic")
    states = set(Contribution.objects.exclude(pk=third.pk).values_list("state", "merged_into"))
    assert states == {("published", None)}


def test_what_cannot_be_merged_says_why(room: Room):
    row, refused = room.published(), room.write("Refusée")
    room.moderate("reject", refused, reason="repeated")
    elsewhere = room.published(process=room.make())
    for source, reason, sentence in (
        (refused, "Le même", "ne se regroupe pas"), (elsewhere, "Le même", "pas de cette démarche"),
        (row, "Le même", "au moins une autre"), (room.published("B"), " ", "Dites pourquoi"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=sentence):
            join(room, row, source, reason=reason)


def petition(room: Room, threshold: int = 3) -> Contribution:
    room.process = room.make("discuss", "propose", kind="petition", threshold=threshold,
                             answer_days=30)  # fmt: skip
    return room.published("Rouvrir la piscine")


def test_a_petition_obliges_to_answer_at_its_threshold_once(room: Room):
    row = petition(room)
    due = timezone.localdate() + timedelta(days=30)
    for rank in range(5):
        assert row.answer_due_on is (None if rank < 3 else row.answer_due_on)
        support(room.contributor(), row)
        row.refresh_from_db()
        assert row.answer_due_on == (due if rank >= 2 else None)
    assert AuditEntry.objects.filter(verb="seuil de soutiens atteint").count() == 1
    assert Telling.objects.filter(key__startswith="threshold").count() == 1


def test_a_merge_may_reach_the_threshold(room: Room):
    row = petition(room)
    other = room.published("Rouvrir la piscine du quartier")
    support(room.contributor(), row)
    for _rank in range(2):
        support(room.contributor(), other)
    join(room, row, other)
    row.refresh_from_db()
    assert row.answer_due_on is not None


def test_a_merged_author_receives_the_answer_of_the_target(room: Room):
    target, source = room.published("Des bancs"), room.published("Plus de bancs")
    join(room, target, source)
    answer(
        actor=room.officer, process=room.process, contribution_ids=[target.pk],
        verdict="accepted", body="En mars.",
    )  # fmt: skip
    assert Telling.objects.filter(
        contributor=source.contributor, key__startswith="answer", text__contains="En mars."
    ).exists()


def codes(room: Room, count: int = 2) -> list[str]:
    return services.make_codes(
        actor=room.officer, process_id=room.process.pk, batch="Rue du Bois", count=count
    )


def test_codes_are_kept_as_digests_and_let_one_person_in(room: Room):
    made = codes(room, 50)
    assert len(set(made)) == 50
    kept = " ".join(AccessCode.objects.values_list("digest", flat=True))
    assert not any(each in kept or each.replace("-", "") in kept for each in made)
    first = services.enter_with_code(process=room.process, typed=made[0], origin="1", visit=VISIT)
    typed = made[0].lower().replace("-", " ")
    assert services.enter_with_code(process=room.process, typed=typed, origin="2") == first


def test_wrong_codes_are_counted_and_stopped(room: Room):
    good = codes(room)[0]
    for _rank in range(settings.FAIRE_WRONG_CODES):
        with pytest.raises(BadInput, match="pas connu"):
            services.enter_with_code(process=room.process, typed="ABCD-EFGH-JKMN", origin="1.2.3.4")
    with pytest.raises(BadInput, match="attendez une heure"):
        services.enter_with_code(process=room.process, typed=good, origin="1.2.3.4")
    assert services.enter_with_code(process=room.process, typed=good, origin="5.6.7.8")


def test_a_lost_batch_lets_nobody_else_in(room: Room):
    used, free = codes(room)
    inside = services.enter_with_code(process=room.process, typed=used, origin="1")
    assert services.void_batch(
        actor=room.officer, process_id=room.process.pk, batch="Rue du Bois"
    ) == 1  # fmt: skip
    with pytest.raises(BadInput):
        services.enter_with_code(process=room.process, typed=free, origin="1")
    assert services.enter_with_code(process=room.process, typed=used, origin="1") == inside


def test_codes_are_shown_once_on_the_page(room: Room):
    client = Client()
    client.force_login(room.officer)
    address = reverse("participation:process_codes", args=[room.process.code])
    page = client.post(address, {"batch": "École", "count": 3}).content.decode()
    assert page.count("<code>") == 3 and client.get(address).content.decode().count("<code>") == 0
    sheet = client.post(address, {"batch": "École", "count": 3, "forme": "csv"})
    assert len(b"".join(sheet).decode().splitlines()) == 4


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run acts at the same moment, each on its own connection."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return act()
        except BadInput as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(60) for each in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_identical_supports_at_once_are_one():
    room = Room()
    row, who = room.published(), room.contributor()
    assert together([lambda: support(who, row)] * 2) == [True, True]
    assert Support.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_threshold_crossed_by_many_at_once_obliges_once():
    room = Room()
    row = petition(room, threshold=4)
    people = [room.contributor() for _rank in range(4)]
    together([lambda who=who: support(who, row) for who in people])  # type: ignore[misc]
    row.refresh_from_db()
    assert row.answer_due_on is not None and supporters(row) == 4
    assert AuditEntry.objects.filter(verb="seuil de soutiens atteint").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_one_address_typed_twice_at_once_is_one_person():
    room = Room()
    made = together(
        [lambda: services.contributor_of_address(room.process, "j@exemple.org", VISIT).pk] * 4
    )
    assert len(set(made)) == 1 and Contributor.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_the_last_one_of_a_day_is_taken_once():
    room = Room()
    author = room.contributor()
    for rank in range(settings.FAIRE_CONTRIBUTIONS_A_DAY - 1):
        room.write(f"Idée {rank}", author=author)
    said = together([lambda n=n: room.write(f"Course {n}", author=author) for n in range(3)])  # type: ignore[misc]
    assert sum("revenez demain" in str(each) for each in said) == 2
    assert Contribution.objects.count() == settings.FAIRE_CONTRIBUTIONS_A_DAY
