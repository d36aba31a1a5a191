"""The pages of calls as everybody reads them, and what residents expect."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import ExpectedSolution
from faire_ensemble.apps.funding.services import calls as services
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def text(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def test_the_list_says_for_whom_until_when_and_who_funds(client, year) -> None:
    year.call.eligible_kinds = ["association"]
    year.call.save()
    year.make_call(state="draft", title="Secret")
    page = text(client.get("/appels/"))
    assert "encore 20 jours" in page and "Pour qui : association" in page
    assert "État, Métropole Européenne de Lille" in page
    assert "Secret" not in page


def test_the_list_has_a_constant_number_of_queries(
    client, year, django_assert_max_num_queries
) -> None:
    for _ in range(10):
        year.make_call()
    with django_assert_max_num_queries(4):
        client.get("/appels/")


def test_a_draft_is_for_its_officers(client, year) -> None:
    draft = year.make_call(state="draft")
    assert client.get(f"/appels/{draft.code}/").status_code == 403
    client.force_login(year.mandated("chef", "officer"))
    assert client.get(f"/appels/{draft.code}/").status_code == 200
    assert client.get("/appels/inconnu/").status_code == 404


def test_the_page_says_how_criteria_count(client, year) -> None:
    page = text(client.get(f"/appels/{year.call.code}/"))
    assert "Utilité pour le quartier" in page and "50 %" in page
    assert "droit commun" in page and "Apprendre" in page


@pytest.fixture
def solution_call(year):
    return year.make_call(kind="solution")


def test_a_resident_says_what_they_expect_and_reads_the_answer(client, year, solution_call) -> None:
    resident = year.person("habitante")
    client.force_login(resident)
    where = f"/appels/{solution_call.code}/attentes/"
    sent = {"text": "Un  endroit <b>calme</b> pour les devoirs", "territory": year.quarter.pk}
    page = text(client.post(where, sent, follow=True))
    assert "Personne n'a encore répondu" in page
    stated = ExpectedSolution.objects.get()
    assert stated.text == "Un endroit <b>calme</b> pour les devoirs"
    client.force_login(year.mandated("chef", "officer"))
    raw = client.get(f"/gestion/appels/{solution_call.code}/attentes/").content.decode()
    assert "&lt;b&gt;calme" in raw and "<b>calme" not in raw
    empty = client.post(f"/gestion/attentes/{stated.pk}/", {"do": "set_aside"}, follow=True)
    assert "pourquoi son attente est mise de côté" in text(empty)
    client.post(f"/gestion/attentes/{stated.pk}/", {"do": "keep", "reason": "Oui, utile."})
    assert "calme" in text(client.get(f"/appels/{solution_call.code}/"))
    client.force_login(resident)
    page = text(client.get("/mon-compte/mes-attentes/"))
    assert "retenue" in page and "Oui, utile." in page
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs[-2:] == ["attente déposée", "attente retenue"]


@pytest.mark.parametrize(
    ("said", "told"),
    [("Court", "10 à 600 caractères"), ("a" * 601, "601"), ("  \x00 ", "errorlist")],
)
def test_words_too_short_or_too_long_stay_in_the_form(
    client, year, solution_call, said: str, told: str
) -> None:
    client.force_login(year.person("habitante"))
    page = text(client.post(f"/appels/{solution_call.code}/attentes/", {"text": said}))
    assert told in page and not ExpectedSolution.objects.exists()


def test_nobody_says_a_hundred_things_a_day(year, solution_call) -> None:
    resident = year.person("habitante")
    for rank in range(services.MAX_PER_DAY):
        services.state_solution(
            actor=resident, call_id=solution_call.pk, text=f"Une attente numéro {rank}"
        )
    with pytest.raises(services.BadCall, match="revenez demain"):
        services.state_solution(actor=resident, call_id=solution_call.pk, text="Encore une autre")
    old = timezone.now() - timedelta(days=2)
    ExpectedSolution.objects.update(written_at=old)
    services.state_solution(actor=resident, call_id=solution_call.pk, text="Encore une autre")


def test_the_same_words_twice_are_one(year, solution_call) -> None:
    resident = year.person("habitante")
    said = {"actor": resident, "call_id": solution_call.pk, "text": "Un banc à l'ombre"}
    services.state_solution(**said)
    with pytest.raises(services.BadCall, match="bien enregistrée"):
        services.state_solution(**said)


def test_expectations_are_for_open_calls_for_solutions(year, solution_call) -> None:
    resident = year.person("habitante")
    said = {"actor": resident, "text": "Un banc à l'ombre"}
    with pytest.raises(Refused, match="appel à solution"):
        services.state_solution(call_id=year.call.pk, **said)
    closed = year.make_call(kind="solution", closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="pas ouvert"):
        services.state_solution(call_id=closed.pk, **said)
    with pytest.raises(Refused, match="Connectez-vous"):
        services.state_solution(call_id=solution_call.pk, actor=None, text="Un banc à l'ombre")


def test_only_officers_of_the_contract_answer(year, solution_call) -> None:
    resident = year.person("habitante")
    stated = services.state_solution(
        actor=resident, call_id=solution_call.pk, text="Un banc à l'ombre"
    )
    for who in (resident, year.mandated("autre", "officer", contract="CV999")):
        with pytest.raises(Refused):
            services.keep_solution(actor=who, solution_id=stated.pk)


def test_the_page_says_what_will_be_asked_later(client, year) -> None:
    page = text(client.get(f"/appels/{year.call.code}/"))
    assert "Au-dessus de 23 000 €" in page and "dans les 6 mois" in page


def test_the_print_has_no_buttons_and_visitors_are_sent_to_sign_in(client, year) -> None:
    page = client.get(f"/appels/{year.call.code}/").content.decode()
    assert "Se connecter pour commencer un dossier" in page and "csrfmiddlewaretoken" not in page
    client.force_login(year.person("benevole"))
    page = client.get(f"/appels/{year.call.code}/").content.decode()
    assert f'action="/appels/{year.call.code}/commencer/"' in page


def test_officers_find_their_pages_from_the_public_list(client, year) -> None:
    assert "/gestion/appels/" not in client.get("/appels/").content.decode()
    client.force_login(year.person("habitante"))
    assert "/gestion/appels/" not in client.get("/appels/").content.decode()
    client.force_login(year.mandated("chef", "officer"))
    assert 'href="/gestion/appels/"' in client.get("/appels/").content.decode()
