"""What is new, once a day at most, and never again for who says so."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.initiatives.models import NoDigest, Told
from faire_ensemble.apps.initiatives.services import groups, telling
from faire_ensemble.apps.initiatives.services.faults import BadInput


def mailed() -> list[list[str]]:
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True)
    return [row["args"] for row in rows]


def a_day_passes() -> None:
    Told.objects.exclude(sent_at=None).update(sent_at=timezone.now() - timedelta(hours=25))


def written(place: Place) -> None:
    group = place.group()
    place.member(group, "bruno")
    for rank in range(3):
        note = groups.write_note(
            actor=place.person("nadia"), group_id=group.pk, title=f"Note {rank}", body="", site=SITE
        )
        groups.save_note(
            actor=place.person("nadia"), note_id=note.pk, title=note.title, body="x", revision=1,
            site=SITE,
        )  # fmt: skip


def test_one_mail_with_all_that_is_new(place: Place):
    written(place)
    assert telling.send_digests() == 1 and telling.send_digests() == 0
    [[to, subject, text, _reply]] = mailed()
    assert to == place.person("bruno").email and "3 nouvelles" in subject
    assert all(f"Note {rank}" in text for rank in range(3)) and SITE in text


def test_the_next_one_waits_a_day(place: Place):
    written(place)
    telling.send_digests()
    group = place.group(title="Autre")
    place.member(group, "bruno")
    groups.write_note(
        actor=place.person("nadia"), group_id=group.pk, title="Plus tard", body="", site=SITE
    )
    assert telling.send_digests() == 0
    a_day_passes()
    assert telling.send_digests() == 1 and "Plus tard" in mailed()[-1][2]


def test_the_link_stops_it_after_a_question(place: Place):
    written(place)
    bruno = place.person("bruno")
    telling.send_digests()
    path = next(
        word.removeprefix(SITE)
        for word in mailed()[0][2].split()
        if "/initiatives/arreter/" in word
    )
    client = place.client()
    assert client.get(path).status_code == 200 and not NoDigest.objects.exists()
    assert "C'est fait" in client.post(path, follow=True).content.decode().replace("&#39;", "'")
    assert NoDigest.objects.get().person == bruno
    Told.objects.update(sent_at=None)
    assert telling.send_digests() == 0
    assert client.get("/initiatives/arreter/inventé/").status_code == 403
    with pytest.raises(BadInput, match="recopiez-le"):
        telling.stop_digest(token=path.split("/")[-2][:-2])
    place.client(bruno).post("/initiatives/les-miennes/messages/", {"recevoir": "oui"})
    assert telling.send_digests() == 1


def test_a_closed_account_is_mailed_nothing(place: Place):
    written(place)
    User.objects.filter(pk=place.person("bruno").pk).update(is_active=False)
    assert telling.send_digests() == 0


def test_what_was_mailed_long_ago_is_forgotten(place: Place):
    written(place)
    telling.send_digests()
    assert telling.forget_told() == 0
    Told.objects.update(sent_at=timezone.now() - timedelta(days=61))
    assert telling.forget_told() == 3
