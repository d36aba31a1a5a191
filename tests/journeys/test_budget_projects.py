"""A participatory budget in a browser: from proposals to what was built, seen on a phone."""

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.story import Story, served

pytestmark = pytest.mark.journey

BENCHES = "Des bancs à l'ombre devant l'école"
FRIDGE = "Un frigo solidaire"
REFUSAL = "Le terrain n'appartient pas à la commune."
WHY = "La commune achète déjà des bancs cette année."
SEEN = "Le frigo solidaire, posé contre le mur de la maison de quartier."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SHOTS = os.environ.get("FAIRE_JOURNEY_SHOTS", "")


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_budget") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_projects_of_a_budget(story: Story):
    office = f"/gestion/participation/{story.facts['code']}/"
    public = f"/participer/{story.facts['code']}/"
    an_officer_makes_projects_from_contributions(story, office)
    three_reviews_are_given(story, office)
    anybody_reads_the_catalogue_on_a_phone(story, public)
    the_jury_decides(story, office, public)
    the_carrier_delivers_with_a_photo(story, office)
    anybody_sees_what_was_built_without_script(story, public)
    assert story.wrong == []


def look(story: Story, page: Page, name: str) -> None:
    """Axe at two widths, and no page wider than the smallest phones."""
    story.look(page)
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        story.wrong.append(f"{page.url} is {wide} px wide on 320")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 360, "height": 900})


def an_officer_makes_projects_from_contributions(story: Story, office: str) -> None:
    with story.person("cheffe") as page:
        story.go(page, office)
        look(story, page, "process-office")
        page.get_by_role("link", name="Étudier les projets").click()
        look(story, page, "board-empty")
        for title, cost in ((BENCHES, "300"), (FRIDGE, "650,50"), ("Un terrain de basket", "900")):
            page.goto(story.address + office + "projets/nouveau/")
            page.get_by_label(title).check()
            page.get_by_label("Coût estimé").fill(cost)
            if title == FRIDGE:
                look(story, page, "project-new")
                page.get_by_label("Qui le porte").select_option(label=story.facts["carrier"])
            page.get_by_role("button", name="Créer le projet").click()
            assert f"Projet n° {number(title)} créé" in page.inner_text("main")
        story.go(page, office + "projets/")
        look(story, page, "board")


def number(title: str) -> int:
    return {BENCHES: 1, FRIDGE: 2}.get(title, 3)


def three_reviews_are_given(story: Story, office: str) -> None:
    with story.person("agent") as page:
        story.go(page, f"{office}projets/2/")
        give(story, page, "technical", "favourable", "La prise est à moins de dix mètres.")
        story.go(page, f"{office}projets/")
        assert FRIDGE in page.inner_text("main") and BENCHES not in page.inner_text("main")
    with story.person("cheffe") as page:
        story.go(page, f"{office}projets/2/")
        give(story, page, "legal", "favourable", "Une convention suffit.")
        give(story, page, "financial", "favourable", "Devis reçu.", "612,40")
        story.press(page, "Admettre au catalogue")
        story.go(page, f"{office}projets/1/")
        for kind, cost in (("technical", ""), ("legal", ""), ("financial", "380")):
            give(story, page, kind, "favourable", "Rien ne s'y oppose.", cost)
        look(story, page, "work")
        story.press(page, "Admettre au catalogue")
        story.go(page, f"{office}projets/3/")
        give(story, page, "legal", "unfavourable", "Terrain privé.")
        page.get_by_label("Raison, publique").fill(REFUSAL)
        story.press(page, "Ne pas retenir")


def give(story: Story, page: Page, kind: str, verdict: str, reason: str, cost: str = "") -> None:
    page.select_option("[name=kind]", kind)
    page.select_option("[name=verdict]", verdict)
    page.fill("[name=reason] >> nth=0", reason)
    page.fill("[name=cost]", cost)
    page.get_by_role("button", name="Enregistrer l'étude").click()
    assert "Étude enregistrée" in page.inner_text("main"), page.inner_text("main")


def anybody_reads_the_catalogue_on_a_phone(story: Story, public: str) -> None:
    with story.person() as page:
        story.go(page, public)
        look(story, page, "process-public")
        page.get_by_role("link", name="Tout le catalogue").click()
        look(story, page, "catalogue")
        page.locator(".results a", has_text=FRIDGE).click()
        look(story, page, "project-admitted")
        text = page.inner_text("main")
        assert "612,40" in text and "au catalogue" in text and "Une convention suffit." in text
        story.go(page, f"{public}projets/3/")
        assert REFUSAL in page.inner_text("main")
        for inside in ("projets.pdf", "affiche.pdf", "projets/2/affiche.pdf"):
            answer = page.request.get(story.address + public + inside)
            assert answer.ok and answer.body().startswith(b"%PDF"), inside


def the_jury_decides(story: Story, office: str, public: str) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"{office}jury/")
        look(story, page, "jury-before")
        decide(page, 2, "Retenir ce projet", "Un premier frigo dans le quartier.")
        decide(page, 1, "Écarter ce projet", WHY)
        look(story, page, "jury")
        assert "il reste 387,60" in page.inner_text("main").replace("\u202f", " ")
    with story.person() as page:
        story.go(page, f"{public}projets/1/")
        look(story, page, "project-lost")
        assert WHY in page.inner_text("main") and "écarté" in page.inner_text("main")


def decide(page: Page, project: int, button: str, reason: str) -> None:
    panel = page.locator(f"section[aria-labelledby=projet-{project}]")
    panel.locator("summary").click()
    panel.get_by_label("Raison, publique").fill(reason)
    panel.get_by_role("button", name=button).click()
    assert "Décision du jury enregistrée" in page.inner_text("main")


def the_carrier_delivers_with_a_photo(story: Story, office: str) -> None:
    address = f"{office}projets/2/realisation/"
    with story.person("agent") as page:
        story.go(page, address)
        look(story, page, "delivery-before")
        story.press(page, "Commencer la réalisation")
        page.get_by_label("Étape").fill("Pose du frigo")
        page.get_by_label("Prévue pour le").fill(
            f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d}"
        )
        story.press(page, "Annoncer l'étape")
        page.get_by_label("Pour quoi").fill("Frigo et abri en bois")
        page.get_by_label("Montant en euros").fill("400,20")
        story.press(page, "Écrire la dépense")
        page.set_input_files("[name=photo-photo]", {
            "name": "frigo.png", "mimeType": "image/png", "buffer": PIXEL})  # fmt: skip
        page.get_by_label("Ce que montre la photo").fill(SEEN)
        story.press(page, "Ajouter la photo")
        look(story, page, "delivery")


def anybody_sees_what_was_built_without_script(story: Story, public: str) -> None:
    context = story.browser.new_context(
        viewport={"width": 360, "height": 900}, locale="fr-FR", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{story.address}{public}projets/2/")
    text = page.inner_text("main")
    assert "65" in text and "400,20" in text and "1 étape en retard" in text
    assert page.get_by_alt_text(SEEN).count() == 1
    context.close()
    with story.person() as page:
        story.go(page, f"{public}projets/2/")
        look(story, page, "project-delivering")
        shown = page.get_by_alt_text(SEEN)
        shown.scroll_into_view_if_needed()
        assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
