"""The pages of projects: who reads them, in how many queries, what they say."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.participation.projects.budget import Budget

from faire_ensemble.apps.participation.models import BudgetProject
from faire_ensemble.apps.participation.services.projects.jury import decide_by_jury
from faire_ensemble.apps.participation.services.projects.results import record_result
from faire_ensemble.apps.participation.services.projects.reviewing import decide

Read = Callable[[str], str]


def queries(read: Read, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        read(address)
    return len(seen)


@pytest.fixture
def base(budget: Budget) -> str:
    return f"/participer/{budget.process.code}/"


@pytest.fixture
def office(budget: Budget, client) -> str:
    client.force_login(budget.officer)
    return f"/gestion/participation/{budget.process.code}/"


def many(budget: Budget, count: int) -> None:
    last = 5000 + BudgetProject.objects.filter(process=budget.process).count()
    BudgetProject.objects.bulk_create(
        BudgetProject(process=budget.process, number=last + n + 1, title=f"Projet {n}",
                      cost=Decimal(10), category="Nature" if n % 2 else "Sport",
                      longitude=3.1 + n / 1000, latitude=50.6, state="admitted")
        for n in range(count)
    )  # fmt: skip


def test_a_project_says_what_where_how_much_where_it_stands_and_why(
    budget: Budget, base: str, read_pages: Read
):
    project = budget.admitted("Des bancs", "612.50", place="Place Carnot", category="Nature")
    page = read_pages(f"{base}projets/{project.number}/")
    for said in ("Des bancs", "Place Carnot", "612,50", "au catalogue", "Nature",
                 "Raison technical.", "études technique, juridique et financière sont favorables",
                 ):  # fmt: skip
        assert said in page, said


def test_reviews_are_public_with_the_decision_and_not_before(
    budget: Budget, base: str, read_pages: Read
):
    project = budget.project()
    budget.review(project, "legal", "unfavourable")
    assert "Raison legal." not in read_pages(f"{base}projets/{project.number}/")
    decide(actor=budget.officer, project_id=project.pk, act="refuse", reason="Terrain privé.")
    page = read_pages(f"{base}projets/{project.number}/")
    assert "Raison legal." in page and "Terrain privé." in page


def test_the_tally_and_the_jury_stand_side_by_side(budget: Budget, base: str, read_pages: Read):
    project = budget.admitted()
    record_result(actor=budget.officer, process_id=budget.process.pk, winners=[])
    decide_by_jury(actor=budget.officer, project_id=project.pk, keeps=True, reason="Le quartier.")
    page = read_pages(f"{base}projets/{project.number}/")
    assert "Résultat des votes" in page and "non lauréat" in page
    assert "Décision du jury" in page and "retenu pour 400" in page and "Le quartier." in page


def test_the_catalogue_filters_and_maps_and_pages(budget: Budget, base: str, read_pages: Read):
    many(budget, 45)
    withdrawn = budget.project("Retiré")
    decide(actor=budget.officer, project_id=withdrawn.pk, act="withdraw", reason="Double.")
    page = read_pages(f"{base}projets/")
    assert "45 projets" in page and "450" in page and "Page 1 sur 2" in page
    assert "Retiré" not in page and page.count('class="results"') == 1
    assert page.count('<a href="/participer/') >= 40 and "<svg" in page
    assert "22 projets" in read_pages(f"{base}projets/?theme=Nature")
    assert "Aucun projet ne répond" in read_pages(f"{base}projets/?etat=won")
    assert "Page 2 sur 2" in read_pages(f"{base}projets/?page=2")
    for strange in ("?etat=zzz", "?lieu=²", "?page=abc", "?lieu=99999999999999999999", "?page=-3"):
        assert "45 projets" in read_pages(f"{base}projets/{strange}")


def test_the_number_of_queries_does_not_grow(
    budget: Budget, base: str, office: str, read_pages: Read
):
    budget.admitted("Un"), budget.admitted("Deux")
    many(budget, 2)
    addresses = (f"{base}projets/", base, f"{office}projets/", f"{office}jury/")
    few = {address: queries(read_pages, address) for address in addresses}
    many(budget, 30)
    for rank in range(4):
        budget.review(budget.project(f"Étudié {rank}"), "legal")
    assert {address: queries(read_pages, address) for address in addresses} == few
    assert max(few.values()) < 40, few


def test_a_thousand_projects_make_a_page(budget: Budget, base: str, read_pages: Read):
    many(budget, 1000)
    page = read_pages(f"{base}projets/")
    assert "Page 1 sur 25" in page and len(page) < 1_000_000


def test_a_draft_and_its_documents_are_not_public(budget: Budget, base: str, client):
    project = budget.admitted()
    budget.process.state = "draft"
    budget.process.save()
    inside = ("projets/", f"projets/{project.number}/", "projets.pdf", "affiche.pdf",
              f"projets/{project.number}/affiche.pdf", "scrutin/", "scrutin.pb")  # fmt: skip
    assert {client.get(base + each).status_code for each in inside} == {403}
    budget.process.state = "published"
    budget.process.save()
    for each in ("projets/999/", "scrutin/", "scrutin.pb", "projets/99999999999999999999999/"):
        assert client.get(base + each).status_code == 404, each


def test_the_office_is_for_those_who_study(budget: Budget, client):
    project = budget.project(carrier_id=budget.carrier.pk)
    hidden = budget.project("Pas à eux")
    office = f"/gestion/participation/{budget.process.code}/"
    everything = ("projets/", f"projets/{project.number}/", "projets/nouveau/", "jury/",
                  f"projets/{project.number}/texte/",
                  f"projets/{project.number}/realisation/")  # fmt: skip
    assert {client.get(office + each).status_code for each in everything} == {302}
    client.force_login(budget.year.mandated("caf", "partner", budget.year.funders[2]))
    assert {client.get(office + each).status_code for each in everything} == {403}
    client.force_login(budget.agent)
    answers = {each: client.get(office + each).status_code for each in everything}
    assert [each for each, code in answers.items() if code == 200] == [
        "projets/", f"projets/{project.number}/", f"projets/{project.number}/realisation/",
    ]  # fmt: skip
    board = client.get(office + "projets/").content.decode()
    assert project.title in board and hidden.title not in board
    client.force_login(budget.officer)
    assert {client.get(office + each).status_code for each in everything} == {200}


def test_an_officer_makes_reviews_and_admits_with_the_forms(budget: Budget, office: str, client):
    source = budget.contribution("Des bancs à l'ombre")
    made = client.post(f"{office}projets/nouveau/", {"origins": [source.pk], "cost": "1 200,50"})
    assert made.status_code == 302
    project = BudgetProject.objects.get()
    assert (project.title, project.cost) == ("Des bancs à l'ombre", Decimal("1200.50"))
    own = f"{office}projets/{project.number}/"
    assert made["Location"] == own
    bad = client.post(own, {"kind": "financial", "verdict": "favourable", "reason": "Oui."})
    assert "donne le coût" in bad.content.decode()
    for kind, cost in (("technical", ""), ("legal", ""), ("financial", "900")):
        sent = {"kind": kind, "verdict": "favourable", "reason": "Oui.", "cost": cost}
        assert client.post(own, sent).status_code == 302
    client.post(f"{own}decision/", {"act": "admit"})
    project.refresh_from_db()
    assert (project.state, project.cost) == ("admitted", Decimal(900))
    answer = client.post(f"{own}texte/", {"title": "Des bancs", "origins": [source.pk]})
    assert answer.status_code == 302
    project.refresh_from_db()
    assert project.title == "Des bancs" and project.origins.get() == source


def test_acts_on_many_say_what_was_left(budget: Budget, office: str, client):
    one, two = budget.project("Un"), budget.project("Deux")
    sent = {"act": "refuse", "reason": "Hors sujet.", "project": [one.pk, two.pk]}
    page = client.post(f"{office}projets/acte/", sent, follow=True).content.decode()
    assert "2 projets décidés" in page
    page = client.post(f"{office}projets/acte/", sent, follow=True).content.decode()
    assert "0 projet" in page and page.count("cela ne se peut pas") == 2
    page = client.post(f"{office}projets/acte/", {"act": "admit"}, follow=True).content.decode()
    assert "Cochez des projets" in page


def test_many_contributions_are_found_by_a_word_and_those_asked_are_ticked(
    budget: Budget, office: str, read_pages: Read, client
):
    for rank in range(62):
        budget.contribution(f"Proposition {rank}")
    last = budget.contribution("Un frigo solidaire")
    page = read_pages(f"{office}projets/nouveau/")
    assert "frigo" not in page and "3 autres contributions" in page
    assert "Un frigo solidaire" in read_pages(f"{office}projets/nouveau/?q=FRIGO")
    page = read_pages(f"{office}projets/nouveau/?contribution={last.pk}&q=Proposition")
    assert f'value="{last.pk}" checked' in page
    made = client.post(f"{office}projets/nouveau/", {"origins": [last.pk]})
    assert made.status_code == 302 and BudgetProject.objects.get().title == last.title


def test_a_project_leads_to_what_it_came_from_while_that_is_public(budget, client):
    source = budget.contribution("Des bancs au soleil")
    project = budget.project("", origins=[source.pk])
    page = reverse("participation:project", args=[budget.process.code, project.number])
    there = reverse("participation:contribution", args=[budget.process.code, source.number])
    assert f'href="{there}"' in client.get(page).content.decode()
    source.state = "withdrawn"
    source.save()
    shown = client.get(page).content.decode()
    assert there not in shown and f"Proposition n° {source.number}" in shown


def test_the_catalogue_shows_winners_first_once_there_are_some(budget, client):
    first, second, third = (budget.admitted(title, "300") for title in ("Un", "Deux", "Trois"))
    address = reverse("participation:projects", args=[budget.process.code])

    def shown() -> list[str]:
        page = client.get(address).content.decode()
        return re.findall(r"<strong>\d+\. (\w+)</strong>", page)

    assert shown() == ["Un", "Deux", "Trois"]
    record_result(actor=budget.officer, process_id=budget.process.pk, winners=[third.pk])
    assert shown() == ["Trois", "Un", "Deux"]
