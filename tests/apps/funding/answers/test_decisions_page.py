"""The public page of decisions: what it shows, hides, adds up and streams."""

import csv
import io
from html import unescape

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import ApplicationPlace, Scenario
from faire_ensemble.apps.funding.selectors.decided_here import decided_here
from faire_ensemble.apps.funding.selectors.decisions import DecisionFilters, decision_list


def page(client, query=""):
    answer = client.get(f"/decisions/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


@pytest.fixture
def decided(year, decide):
    """A file funded by two funders (800 of 1 000, 500 of 500), one refused by all."""
    lead = year.organisation("Les Amis du parc", siret="12345678900013")
    file = year.submitted("1000", "500", title="Jardin partagé", lead=lead)
    first, second = file.requests.order_by("pk")
    decide(first, "award", "800", reason="Utile au quartier.")
    decide(second, "award", "500", reason="=1+1")
    refused = year.submitted("300", title="Projet refusé")
    decide(refused.requests.get(), "refuse", reason="Motif secret.")
    return file


def test_before_any_decision_it_says_so(client, year):
    assert "Aucune programmation n'est encore adoptée" in page(client)


def test_what_was_funded_is_shown_and_who_was_refused_is_not(client, decided):
    text = page(client)
    for words in ("Jardin partagé", "Les Amis du parc", "Trois Ponts", "comité de pilotage",
                  "800 € sur 1 000 € demandés", "1 300 €",
                  "1 demande refusée, pour 300 €"):  # fmt: skip
        assert words in text, words
    assert "Projet refusé" not in text and "Motif secret" not in text
    export = b"".join(client.get("/decisions.csv").streaming_content).decode()
    assert "Projet refusé" not in export and "Motif secret" not in export


def test_refusals_are_totals_by_year_and_funder_only(decided):
    assert decision_list(DecisionFilters(text="introuvable")).refusals.count == 1
    assert decision_list(DecisionFilters(place="59000")).refusals.count == 1
    assert decision_list(DecisionFilters(year=2019)).refusals.count == 0


def test_only_the_decision_in_force_counts(year, decide, decided):
    request = decided.requests.order_by("pk").first()
    decide(request, "award", "600", programme=None)
    found = decision_list(DecisionFilters())
    assert found.awarded == 1100 and len(found.files[0].fundings) == 2
    decide(request, "refuse", programme=None)
    assert decision_list(DecisionFilters()).awarded == 500


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?texte=JARDIN amis", True), ("?texte=piscine", False),
        ("?annee=2026", True), ("?annee=2025", False),
        ("?lieu=QP059074", True), ("?lieu=59512", True), ("?lieu=59350", False),
        ("?annee=deux", True), ("?texte=%00", True), ("?page=99", True), ("?page=-1", True),
    ],
)  # fmt: skip
def test_filters(client, decided, query, kept):
    text = page(client, query)
    assert ("<h3>Jardin partagé</h3>" in text) is kept
    if "deux" in query:
        assert "« deux » n'est pas un nombre" in text


def test_a_funder_or_an_objective_alone(year, decided):
    state = decision_list(DecisionFilters(funder=year.funders[0].pk))
    assert (state.asked, state.awarded) == (1000, 800)
    assert decision_list(DecisionFilters(objective=year.objectives[0].pk)).awarded == 1300
    assert decision_list(DecisionFilters(objective=year.objectives[1].pk)).count == 0


def test_a_file_of_two_places_counts_in_each_and_once_in_all(year, decided):
    other = year.place("priority", "QP059001", "Autre quartier")
    ApplicationPlace.objects.create(application=decided, territory=other)
    found = decision_list(DecisionFilters())
    assert [(each.name, each.awarded) for each in found.by_place] == [
        ("Autre quartier", 1300), ("Trois Ponts", 1300),
    ]  # fmt: skip
    assert found.awarded == 1300 and sum(each.awarded for each in found.by_funder) == 1300


def test_only_a_published_scenario_is_linked(client, year, decide, decided):
    scenario = Scenario.objects.create(
        call=year.call, year=2026, title="A", problem={}, problem_digest="0", made_at=timezone.now()
    )
    decide.programme.scenario = scenario
    decide.programme.save()
    assert "Recalculer" not in page(client)
    scenario.published = True
    scenario.save()
    assert f'href="/scenarios/{scenario.pk}/"' in page(client)


def test_the_export_is_streamed_with_its_formula_disarmed(client, decided):
    answer = client.get("/decisions.csv?texte=jardin")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:40] else ","))
    assert len(rows) == 2
    assert {row["idBeneficiaire"] for row in rows} == {"12345678900013"}
    assert {row["motif"] for row in rows} == {"Utile au quartier.", "'=1+1"}
    assert rows[0]["codesTerritoires"] == "QP059074"


def test_as_many_queries_for_many_files(year, decide, django_assert_max_num_queries):
    for _each in range(35):
        decide(year.submitted("1000").requests.get(), "award", "900")
    with django_assert_max_num_queries(13):
        found = decision_list(DecisionFilters(year=2026))
    assert (found.count, found.pages, len(found.files)) == (35, 2, 30)


def test_the_neighbourhood_says_what_is_decided_there(client, year, decided):
    here = decided_here([year.quarter.pk])
    assert (here.year, here.count, here.awarded) == (2026, 1, 1300)
    assert decided_here([year.commune.pk]) is None
    text = unescape(client.get("/quartiers/QP059074/", follow=True).content.decode())
    assert "Décidé pour 2026" in text and "Jardin partagé" in text
