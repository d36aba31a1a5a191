"""Pages of a draw: what they say to whom, what they never say, how many queries they cost."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.apps.governance.a_draw import ADraw

from faire_ensemble.apps.governance.forms.draws import quota_grid
from faire_ensemble.apps.governance.models import College, Draw, DrawnPerson, DrawRound, PoolPerson
from faire_ensemble.apps.governance.services import draws

PUBLIC = "/tirages-au-sort/"
OFFICE = "/gestion/tirages/"
ANSWERS = {
    "name": "Léa Petit", "email": "lea@example.org", "address": "3 rue Haute, Roubaix",
    "q0": "Femme", "q1": "18-29 ans", "agreed": "on",
}  # fmt: skip


def through(a_draw: ADraw, people: int = 12) -> None:
    """Sealed and drawn."""
    a_draw.people(people)
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    a_draw.seal()
    draws.draw_number(**given, number=417)


def signed(actor: Any) -> Client:
    client = Client()
    client.force_login(actor)
    return client


def test_no_public_page_nor_table_names_anybody(client: Client, a_draw: ADraw) -> None:
    through(a_draw)
    made = DrawRound.objects.get()
    pages = [PUBLIC, f"{PUBLIC}{a_draw.draw.pk}/"]
    pages += [f"{PUBLIC}tours/{made.pk}/{name}.csv" for name in ("personnes", "quotas", "panels")]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        for word in ("Habitant 1", "h1@example.org", "rue Haute", "key-1"):
            assert word not in text, (page, word)
    shown = client.get(pages[1]).content.decode()
    assert made.panels_digest in shown and "417" in shown and "faire draw" in shown
    assert client.get(f"{PUBLIC}tours/{made.pk}/noms.csv").status_code == 404


def test_a_draw_in_preparation_is_for_those_who_prepare_it(client: Client, a_draw: ADraw) -> None:
    Draw.objects.update(state="preparing")
    page = f"{PUBLIC}{a_draw.draw.pk}/"
    assert client.get(page).status_code == 404
    assert "Trois Ponts" not in client.get(PUBLIC).content.decode()
    assert signed(a_draw.officer).get(page).status_code == 200


def test_pages_of_work_are_for_officers(client: Client, a_draw: ADraw) -> None:
    through(a_draw)
    draw, row = a_draw.draw.pk, DrawnPerson.objects.all()[0]
    reads = ["", f"nouveau/{a_draw.college.pk}/", *(f"{draw}/{part}" for part in (
        "", "places/", "quotas/", "lettres.pdf"))]  # fmt: skip
    writes = [f"{draw}/", f"{draw}/assouplir/", f"{draw}/liste/", f"{draw}/reponses/{row.pk}/"]
    member = signed(a_draw.room.member)
    for part in reads:
        assert client.get(OFFICE + part).status_code == 302, part
        assert member.get(OFFICE + part).status_code == 403, part
    for part in writes:
        assert member.post(OFFICE + part, {"acte": "accepter"}).status_code == 403, part
    row.refresh_from_db()
    assert row.reply == "waiting"


def test_an_officer_of_another_contract_is_refused(a_draw: ADraw, other_officer: Any) -> None:
    a_draw.people(4)
    answer = signed(other_officer).get(f"{OFFICE}{a_draw.draw.pk}/")
    assert answer.status_code == 403
    assert "Habitant 1" not in answer.content.decode()


@pytest.fixture
def other_officer(a_draw: ADraw) -> Any:
    return a_draw.room.year.mandated("ailleurs", "officer", contract="AUTRE")


def test_letters_are_made_for_replies_awaited(a_draw: ADraw) -> None:
    through(a_draw)
    page = f"{OFFICE}{a_draw.draw.pk}/lettres.pdf"
    answer = signed(a_draw.officer).get(page)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"].startswith("max-age=0") or "no-store" in answer["Cache-Control"]
    for row in DrawnPerson.objects.all():
        draws.reply_for(actor=a_draw.officer, drawn_id=row.pk, answer="accepted")
    assert signed(a_draw.officer).get(page).status_code == 302


def test_a_personal_link_answers_then_opens_nothing_once_erased(
    client: Client, a_draw: ADraw
) -> None:
    through(a_draw)
    rows = list(DrawnPerson.objects.select_related("person"))
    for row in rows:
        page = f"{PUBLIC}moi/{row.person.key}/"
        assert "Vous avez été tiré au sort" in client.get(page).content.decode()
        assert client.post(page, {"acte": "accepter"}).status_code == 302
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    draws.seat_panel(**given, starts_on=timezone.localdate())
    assert "il est trop tard" in client.post(page, {"acte": "refuser"}).content.decode().lower()
    draws.erase_pool(**given)
    assert client.get(page).status_code == 404
    assert client.get(f"{PUBLIC}moi/-{rows[0].person_id}/").status_code == 404


def test_joining_says_the_same_to_who_was_there(client: Client, a_draw: ADraw) -> None:
    page = f"{PUBLIC}{a_draw.draw.pk}/participer/"
    first = client.post(page, ANSWERS, follow=True)
    again = Client().post(page, ANSWERS | {"name": "Autre"}, follow=True)
    assert first.redirect_chain == again.redirect_chain
    assert PoolPerson.objects.count() == 1
    key = PoolPerson.objects.get().key
    assert key in first.content.decode() and key not in again.content.decode()
    empty = client.post(page, {})
    assert empty.status_code == 200 and PoolPerson.objects.count() == 1
    trapped = client.post(page, ANSWERS | {"email": "x@e.org", "name": "X", "website": "x"})
    assert trapped.status_code == 302 and PoolPerson.objects.count() == 1
    Draw.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert client.get(page).status_code == 403


def test_queries_do_not_follow_the_pool(
    a_draw: ADraw, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    through(a_draw, people=12)
    officer, passer = signed(a_draw.officer), Client()
    few = {}
    for client, page in ((officer, f"{OFFICE}{a_draw.draw.pk}/"), (officer, OFFICE),
                         (passer, f"{PUBLIC}{a_draw.draw.pk}/"), (passer, PUBLIC)):  # fmt: skip
        with django_assert_max_num_queries(60) as seen:
            assert client.get(page).status_code == 200
        few[page] = (client, len(seen))
    a_draw.people(40, start=12)
    rest = PoolPerson.objects.filter(drawn=None)[:20]
    DrawnPerson.objects.bulk_create(
        DrawnPerson(round=DrawRound.objects.get(), person=person) for person in rest
    )
    for page, (client, count) in few.items():
        with django_assert_max_num_queries(count):
            assert client.get(page).status_code == 200


def test_one_connection_cannot_fill_the_pool(a_draw: ADraw, settings: Any) -> None:
    settings.FAIRE_VOLUNTEERS_PER_ORIGIN, settings.FAIRE_PROXIES = 2, 1
    cache.clear()
    page = f"{PUBLIC}{a_draw.draw.pk}/participer/"

    def joins(name: str, there: str) -> Any:
        typed = ANSWERS | {"name": name, "email": f"{name}@example.org"}
        return Client().post(page, typed, headers={"x-forwarded-for": there})

    assert [joins(name, "192.0.2.1").status_code for name in "ab"] == [302, 302]
    refused = joins("c", "192.0.2.1").content.decode()
    assert "revenez demain" in refused and 'value="c@example.org"' in refused
    assert PoolPerson.objects.count() == 2
    assert joins("d", "192.0.2.2").status_code == 302
    other = a_draw.make(
        college=College.objects.create(body=a_draw.body, name="Jeunes", minimum=2, drawn=True)
    )
    elsewhere = f"{PUBLIC}{other.pk}/participer/"
    again = Client().post(elsewhere, ANSWERS, headers={"x-forwarded-for": "192.0.2.1"})
    assert again.status_code == 302 and PoolPerson.objects.count() == 4


@pytest.mark.parametrize(("size", "low", "high"), [(4, 2, 2), (5, 2, 3)])
def test_a_college_of_as_many_women_as_men_is_offered_those_quotas(
    a_draw: ADraw, client: Client, size: int, low: int, high: int
):
    draw = a_draw.draw
    draw.quotas.all().delete()
    Draw.objects.filter(pk=draw.pk).update(size=size, state="preparing")
    client.force_login(a_draw.officer)
    address = f"{OFFICE}{draw.pk}/quotas/"
    page = client.get(address)
    assert "autant de femmes que d'hommes" in unescape(page.content.decode())
    draw.refresh_from_db()
    shown = quota_grid(None, draw)
    assert draw.quotas.count() == 0, "offered, not yet chosen"
    posted = {
        f"quota-{rank}-{name}": value
        for rank, row in enumerate(shown.initial)
        for name, value in row.items()
    }
    posted |= {"quota-TOTAL_FORMS": 6, "quota-INITIAL_FORMS": 2}
    assert client.post(address, posted).status_code == 302
    kept = [tuple(row) for row in draw.quotas.values_list("category", "feature", "low", "high")]
    assert kept == [("sexe", "femme", low, high), ("sexe", "homme", low, high)]
