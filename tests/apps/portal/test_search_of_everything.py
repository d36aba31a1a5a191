"""The search of the site: every kind of name, nothing hidden, slips forgiven."""

import html
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.apps.contract.agreement import Agreement
from tests.apps.governance.a_draw import ADraw
from tests.apps.governance.room import Room
from tests.apps.initiatives.words import Place
from tests.year_of_a_call import Year

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.models import AnnexedPlan
from faire_ensemble.apps.portal.selectors.search import SHOWN, names, search
from faire_ensemble.kit import audit

KINDS = ("initiatives", "objectives", "commitments", "plans", "bodies", "draws", "groups")


def another(year: Year, name: str) -> User:
    """Each of the rooms has its own « cheffe »."""
    return User.objects.create_user(f"{name}{User.objects.count()}@exemple.org")


@pytest.fixture
def place(db: Any, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(Year, "person", another)
    return Place()


@pytest.fixture
def agreement(place: Place) -> Agreement:
    return Agreement(place.year)


def plan(agreement: Agreement, title: str, **fields: Any) -> AnnexedPlan:
    return AnnexedPlan.objects.create(
        contract=agreement.contract, kind="gusp", title=title, **fields
    )


def one_of_each(place: Place, agreement: Agreement, word: str) -> None:
    agreement.first.title = f"Ouvrir des {word}"
    agreement.first.save()
    agreement.commitment(f"Payer des {word}")
    plan(agreement, f"Charte des {word}")
    room = Room(place.year)
    draw = ADraw(room)
    draw.body.name = f"Conseil des {word}"
    draw.body.save()
    place.published(title=f"Une fête pour les {word}")
    place.group(title=f"Réfléchir aux {word}")


def test_each_kind_is_found_and_the_page_leads_there(place: Place, agreement: Agreement) -> None:
    one_of_each(place, agreement, "vélos cargos")
    found = search("CARGOS velos")
    assert [each.code for each in found.sections] == list(KINDS)
    assert all(each.count == len(each.lines) == 1 for each in found.sections)
    assert found.total == len(KINDS) and not found.read_as
    client = Client()
    page = html.unescape(client.get("/recherche/?q=velo+cargo").content.decode())
    assert f"{len(KINDS)} réponses pour « velo cargo »" in page
    for section in found.sections:
        assert f'id="{section.code}"' in page and section.title in page
    links = page.split("<main")[1].split('class="results"')[1:]
    assert len(links) == len(KINDS)
    for part in links:
        assert client.get(part.split('href="')[1].split('"')[0]).status_code == 200
    assert "/aide/?q=velo+cargo" in page


def test_an_answer_says_what_it_is_and_where(place: Place, agreement: Agreement) -> None:
    one_of_each(place, agreement, "vergers")
    said = {each.code: each.lines[0].detail for each in search("vergers").sections}
    assert said["commitments"] == f"{agreement.caf.name}, Contrat de ville"
    assert said["objectives"] == f"{agreement.first.pillar.title}, Contrat de ville"
    assert said["bodies"] == "conseil citoyen"
    assert said["draws"] == "appel aux volontaires"
    assert said["plans"].startswith("charte ou cadre de gestion urbaine")


def test_what_is_not_public_or_gone_is_not_found(place: Place, agreement: Agreement) -> None:
    place.write(title="Des secrets à garder")
    draw = ADraw(Room(place.year))
    draw.draw.state = "preparing"
    draw.draw.save()
    assert search("secrets").total == search("tirage au sort").total == 0
    promise = agreement.commitment("Un secret de polichinelle")
    assert search("polichinelle").total == 1
    promise.retired = True
    promise.save()
    agreement.second.title, agreement.second.retired = "Un autre polichinelle", True
    agreement.second.save()
    assert search("polichinelle").total == 0


def test_slips_are_forgiven_when_nothing_answers_and_the_page_says_so(
    place: Place, agreement: Agreement
) -> None:
    agreement.commitment("Financer une médiathèque de quartier")
    place.published(title="Bibliothèque des bancs")
    found = search("mediateque quartier")
    assert found.read_as == "médiathèque quartier"
    assert [each.title for each in found.of("commitments")] == [
        "Financer une médiathèque de quartier"
    ]
    page = html.unescape(Client().get("/recherche/", {"q": "bibliothéqe"}).content.decode())
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Rien ne répond à « bibliothéqe ». Voici pour « bibliothèque »." in page
    assert "1 réponse pour « bibliothèque »" in page
    assert "Bibliothèque des bancs" in page
    # A correction that answers nothing is not said.
    assert search("mediateque bancs").read_as == ""
    assert not search("zzyzx").read_as and search("zzyzx").total == 0
    # A known word is never corrected, even when a near one would answer with the rest.
    assert search("bancs mediatheque").read_as == ""


def test_one_letter_more_or_less_in_a_number_is_another_number(
    place: Place, agreement: Agreement
) -> None:
    agreement.commitment("Ouvrir 1500 places")
    assert search("1500 places").total == 1
    assert search("1501 places").total == 0


def test_as_many_queries_for_many_answers(place: Place, agreement: Agreement) -> None:
    one_of_each(place, agreement, "rails")

    def asked(query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            search(query)
        return len(queries)

    few, none = asked("rails"), asked("rials")
    for rank in range(SHOWN + 5):
        agreement.commitment(f"Rails {rank}")
        plan(agreement, f"Rails {rank}")
    count = SHOWN + 5 + 1
    found = search("rails")
    commitments = next(each for each in found.sections if each.code == "commitments")
    assert commitments.count == count and len(commitments.lines) == SHOWN
    assert asked("rails") == few and asked("rials") == none
    page = html.unescape(Client().get("/recherche/?q=rails").content.decode())
    assert f"Il y en a {count} en tout" in page


def test_names_are_read_once_until_an_act(
    place: Place, agreement: Agreement, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.FAIRE_KEEP_PAGES = True
    names.forget()
    agreement.commitment("Semer des haricots")
    assert search("haricots").total == 1
    with django_assert_num_queries(7):
        assert search("haricot").total == 1
    written = agreement.commitment("Cueillir des haricots")
    with transaction.atomic():
        audit.record(actor=None, verb="engagement : ajout", subject="contrat 1")
    assert [each.key[1] for each in search("haricots").of("commitments")][-1] == written.pk
    assert search("cueilir").read_as == "cueillir"
    written.title = "Cuire des haricots"
    written.save()
    with transaction.atomic():
        audit.record(actor=None, verb="engagement : modification", subject="contrat 1")
    assert search("cuire").total == 1 and search("cueillir").total == 0
    names.forget()
