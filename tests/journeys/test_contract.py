"""An officer amends the contract, a partner promises and proves, a resident reads what changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.journeys.story import Story, served

pytestmark = pytest.mark.journey

WORK = "Tenir une permanence le samedi"
PROMISE = "Financer un poste d'écrivain public"
PROOF = "https://exemple.fr/convention-2020"


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_contract") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_an_avenant_from_the_draft_to_the_resident(story: Story) -> None:
    the_officer_adds_an_operational_objective(story)
    the_partner_promises_in_words_that_are_first_refused(story)
    the_officer_signs_the_avenant(story)
    the_partner_shows_that_it_kept_its_word(story)
    a_resident_reads_what_changed_and_the_page_of_the_objective(story)
    assert story.wrong == []


def the_officer_adds_an_operational_objective(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, "/gestion/contrat/")
        page.locator("summary", has_text="1.1 Apprendre").click()
        page.get_by_role("link", name="Ajouter un objectif opérationnel : Apprendre").click()
        story.look(page)
        page.get_by_label("Ce qui sera fait").fill(WORK)
        page.get_by_label("Pilote").select_option(label="Métropole Européenne de Lille")
        page.get_by_label("Échéance").fill("2027-06-30")
        story.press(page, "Enregistrer")
        page.get_by_text(f"Changer : {WORK}").click()
        story.press(page, f"Monter : {WORK}")
        lines = page.locator("[id^=operationnel-]")
        assert WORK in lines.first.inner_text()
        assert "en projet, pas encore signé" in lines.first.inner_text()


def the_partner_promises_in_words_that_are_first_refused(story: Story) -> None:
    """The office of a partner is its own commitments; a refusal keeps what was typed."""
    with story.person("caf", status="422") as page:
        story.go(page, "/gestion/contrat/")
        page.get_by_role("link", name="Ajouter un engagement").click()
        page.get_by_label("Objectif").select_option(label="1.1 Apprendre")
        page.get_by_label("À quoi").fill(PROMISE)
        page.get_by_label("Droit commun, en euros").fill("trente mille")
        page.get_by_label("Crédits spécifiques, en euros").fill("12 500")
        story.press(page, "Enregistrer")
        assert "« trente mille » n'est pas un montant" in page.inner_text("main")
        assert page.get_by_label("À quoi").input_value() == PROMISE
        page.get_by_label("Droit commun, en euros").fill("30 000")
        page.get_by_label("Pour quand").fill("2026-12-31")
        story.press(page, "Enregistrer")
        assert PROMISE in page.inner_text("main")


def the_officer_signs_the_avenant(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, "/gestion/contrat/")
        page.get_by_role("link", name="Relire et enregistrer la signature").click()
        story.look(page)
        assert WORK in page.inner_text("main") and PROMISE in page.inner_text("main")
        page.get_by_label("Signé le").fill("2020-03-02")
        page.get_by_label("Pourquoi").fill("Les permanences du samedi manquaient.")
        story.press(page, "Figer cette version")
        assert "« Avenant n° 1 » est signé" in page.inner_text("main").replace("\xa0", " ")


def the_partner_shows_that_it_kept_its_word(story: Story) -> None:
    with story.person("caf", status="422") as page:
        story.go(page, "/gestion/contrat/")
        page.get_by_role("link", name=f"Dire où on en est : {PROMISE}").click()
        page.get_by_label("L'engagement est tenu", exact=True).check()
        story.press(page, "Dire cela")
        assert "Montrez ce qui le prouve" in page.inner_text("main")
        page.get_by_label("Preuve : l'adresse d'une page").fill(PROOF)
        story.press(page, "Dire cela")
        assert "tenu" in page.inner_text("main")


def a_resident_reads_what_changed_and_the_page_of_the_objective(story: Story) -> None:
    with story.person() as page:
        story.go(page, "/contrat/")
        page.get_by_role("link", name="Versions et avenants, et ce qu'ils changent").click()
        story.look(page)
        page.get_by_role("link", name="Avenant n° 1").click()
        story.look(page)
        read = page.inner_text("main")
        assert WORK in read and PROMISE in read and "Les permanences du samedi manquaient." in read
        story.go(page, f"/objectifs/{story.facts['objective']}/")
        read = page.inner_text("main").replace("\u202f", " ").replace("\xa0", " ")
        for words in (WORK, PROMISE, "30 000 €", "12 500 €", "tenus : 1"):
            assert words in read, words
        assert "pas encore signé" not in read
        page.get_by_role("link", name=PROMISE).click()
        story.look(page)
        assert page.get_by_role("link", name=PROOF).count() == 1
        number = story.facts["contract"]
        for path in ("versions/0/", "engagements/", "plans/1/"):
            story.go(page, f"/contrat/{number}/{path}")
