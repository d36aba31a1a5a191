"""The residents' college of a conseil citoyen is drawn by lot, and the council labelled."""

import csv
import io
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.story import PHONE, Story, number_in, served
from tests.journeys.test_every_page import open_page

pytestmark = pytest.mark.journey

ROWS = (("sexe", "Femme", 2, 2), ("sexe", "Homme", 2, 2),
        ("âge", "18-29 ans", 3, 4), ("âge", "30 ans et plus", 0, 1))  # fmt: skip
ANNOUNCED = "Trois boules tirées en mairie"
NUMBER = 417


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_sortition") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_a_college_is_drawn_and_the_council_labelled(story: Story):
    draw = an_officer_prepares_it(story)
    leila_volunteers_on_a_phone_without_script(story, draw)
    bruno_volunteers_then_leaves(story, draw)
    a_list_is_added_and_quotas_relaxed(story, draw)
    panels = the_panels_are_sealed(story, draw)
    the_number_is_drawn(story, draw, panels)
    replies_and_a_replacement(story, draw)
    the_panel_sits_and_names_are_erased(story, draw)
    anybody_draws_again(story, draw)
    the_council_is_labelled(story)
    assert story.wrong == []


def today() -> date:
    """The day on the clock of the site."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def an_officer_prepares_it(story: Story) -> int:
    with story.person("membre", refused=True) as page:
        page.goto(f"{story.address}/gestion/tirages/")
        assert "Seuls les chefs de projet" in page.inner_text("main")
    with story.person("cheffe") as page:
        story.go(page, "/gestion/tirages/")
        page.get_by_role("link", name="Conseil citoyen des Trois Ponts").click()
        story.look(page)
        page.fill("[name=closes_on]", (today() + timedelta(days=20)).isoformat())
        page.fill("[name=contact]", "conseil@example.org")
        page.fill("[name=words]", "Deux soirées par mois, pendant trois ans.")
        story.press(page, "Continuer : les quotas")
        for rank, (category, feature, low, high) in enumerate(ROWS):
            page.fill(f"[name=quota-{rank}-category]", category)
            page.fill(f"[name=quota-{rank}-feature]", feature)
            page.fill(f"[name=quota-{rank}-low]", str(high + 1 if rank == 0 else low))
            page.fill(f"[name=quota-{rank}-high]", str(high))
        story.press(page, "Enregistrer les quotas")
        assert "Ligne 1 : le minimum (3) est plus grand" in page.inner_text("main")
        page.fill("[name=quota-0-low]", "2")
        story.press(page, "Enregistrer les quotas")
        story.press(page, "Ouvrir l'appel")
        return number_in(page)


def leila_volunteers_on_a_phone_without_script(story: Story, draw: int) -> None:
    page, wrong = open_page(story.browser, PHONE, script=False)
    page.goto(f"{story.address}/tirages-au-sort/")
    page.get_by_role("link", name="Conseil citoyen des Trois Ponts").click()
    page.get_by_role("link", name="Participer au tirage").click()
    _volunteer(page, "Leïla Amrani", "leila@example.org", "1 rue Haute, 59100 Roubaix")
    assert "votre inscription est reçue" in page.inner_text("h1")
    page.context.close()
    assert not wrong


def bruno_volunteers_then_leaves(story: Story, draw: int) -> None:
    with story.person() as page:
        story.go(page, f"/tirages-au-sort/{draw}/")
        story.go(page, f"/tirages-au-sort/{draw}/participer/")
        story.press(page, "M'inscrire")
        assert "obligatoire" in page.inner_text("main")
        _volunteer(page, "Bruno Carlier", "bruno@example.org", "2 rue Haute, 59100 Roubaix")
        story.look(page)
        story.go(page, page.locator(".panel a").get_attribute("href", timeout=5000)
                 .removeprefix(story.address))  # fmt: skip
        story.press(page, "Retirer mon inscription")
        assert "1 personne inscrite" in page.inner_text("main")


def a_list_is_added_and_quotas_relaxed(story: Story, draw: int) -> None:
    table = ["nom;adresse;courriel;sexe;âge"]
    for rank in range(3, 33):
        age = "18-29 ans" if rank < 12 else "30 ans et plus"
        table.append(f"Personne {rank};{rank} rue Basse;;{('Femme', 'Homme')[rank % 2]};{age}")
    table.append("Sans âge;1 rue Vide;;Femme;")
    path = story.home / "liste.csv"
    path.write_text("\n".join(table), encoding="utf-8")
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/tirages/{draw}/")
        page.locator("summary", has_text="Ajouter une liste").click()
        page.set_input_files("[name=file]", path)
        story.press(page, "Ajouter à la réserve")
        shown = page.inner_text("main")
        assert "30 ajoutées, 0 déjà là, 1 refusées" in shown
        assert "Ligne 32" in shown
        assert "Ces quotas peuvent être tenus" in shown
        story.go(page, f"/gestion/tirages/{draw}/quotas/")
        page.fill("[name=quota-0-low]", "3")
        page.fill("[name=quota-0-high]", "3")
        story.press(page, "Enregistrer les quotas")
        shown = page.inner_text("main")
        assert "impossible" in shown and "minimum de 3 à 2" in shown
        story.press(page, "Accepter ce changement")
        assert "Ces quotas peuvent être tenus" in page.inner_text("main")


def the_panels_are_sealed(story: Story, draw: int) -> list[list[str]]:
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/tirages/{draw}/")
        story.press(page, "Sceller les panels")
        assert "obligatoire" in page.inner_text("main")
        page.fill("#sceller ~ form [name=announced]", ANNOUNCED)
        page.route("**/waiting*.js", lambda route: route.fulfill(body=""))
        story.press(page, "Sceller les panels")
        _ask_until_sealed(page)
        story.look(page)
    with story.person() as page:
        story.go(page, f"/tirages-au-sort/{draw}/")
        shown = page.inner_text("main")
        assert ANNOUNCED in shown and "Plus petite chance" in shown
        assert "Leïla" not in shown and "Personne 3" not in shown
        page.locator("summary", has_text="Refaire ce tirage").click()
        href = page.get_by_role("link", name="panels.csv").get_attribute("href")
        text = page.request.get(f"{story.address}{href}").text()
    panels = list(csv.reader(io.StringIO(text)))
    assert len(panels) == 1000 and {len(row) for row in panels} == {5}
    return panels


def the_number_is_drawn(story: Story, draw: int, panels: list[list[str]]) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/tirages/{draw}/")
        page.fill("[name=number]", "1000")
        story.press(page, "Enregistrer le numéro")
        assert "ils vont de 0 à 999" in page.inner_text("main")
        page.fill("[name=number]", str(NUMBER))
        page.fill("[name=witnesses]", "trois habitants")
        story.press(page, "Enregistrer le numéro")
        href = page.get_by_role("link", name="Lettres à imprimer").get_attribute("href")
        pdf = page.request.get(f"{story.address}{href}")
        assert pdf.ok and pdf.body().startswith(b"%PDF")
    with story.person() as page:
        story.go(page, f"/tirages-au-sort/{draw}/")
        shown = page.inner_text("main")
        assert str(NUMBER) in shown and "devant trois habitants" in shown
        assert " · ".join(panels[NUMBER][1:]) in shown


def replies_and_a_replacement(story: Story, draw: int) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/tirages/{draw}/")
        for rank in range(4):
            row = page.locator(".results li").nth(rank)
            name = "Refuse" if rank == 0 else "Accepte"
            with page.expect_navigation():
                row.get_by_role("button", name=re.compile(f"^{name}")).click()
        story.look(page)
        page.fill("#remplacer ~ form [name=announced]", ANNOUNCED)
        with page.expect_navigation():
            page.get_by_role("button", name="Sceller les panels de remplaçants").click()
        page.get_by_role("button", name="Enregistrer le numéro").wait_for(timeout=60_000)
        story.look(page)
        page.fill("[name=seed]", "loto du 12 mars : 3 7 12")
        story.press(page, "Enregistrer le numéro")
        waiting = page.locator(".results li", has_text="réponse attendue")
        with page.expect_navigation():
            waiting.get_by_role("button", name=re.compile("^Accepte")).click()
        assert "Installer le panel" in page.inner_text("main")


def the_panel_sits_and_names_are_erased(story: Story, draw: int) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/tirages/{draw}/")
        page.fill("[name=starts_on]", today().isoformat())
        page.fill("[name=ends_on]", (today() - timedelta(days=1)).isoformat())
        story.press(page, "Ouvrir les mandats")
        assert "avant d'avoir commencé" in page.inner_text("main")
        page.fill("[name=ends_on]", "")
        story.press(page, "Ouvrir les mandats")
        story.press(page, "Effacer les coordonnées")
        assert "Personne" not in page.inner_text(".results")
        story.go(page, f"/qui-decide/{story.facts['council']}/")
    with story.person() as page:
        story.go(page, f"/tirages-au-sort/{draw}/")
        assert "sont effacés depuis le" in page.inner_text("main")
        page.get_by_role("link", name="Tous les collèges de ce conseil").click()
        story.look(page)
        shown = page.inner_text("main")
        assert "4 sièges tenus" in shown and str(NUMBER) in shown
        assert "Personne 3" not in shown and "Leïla" not in shown


def anybody_draws_again(story: Story, draw: int) -> None:
    """From the files of the page, with the command that the page gives, on another computer."""
    with story.person() as page:
        story.go(page, f"/tirages-au-sort/{draw}/")
        for name in ("personnes", "quotas"):
            link = page.locator(f'a[href$="{name}.csv"]').first.get_attribute("href")
            text = page.request.get(f"{story.address}{link}").text()
            (story.home / f"{name}.csv").write_text(text, encoding="utf-8")
        command = page.locator("code").first.text_content() or ""
        digest = re.search(r"panels\s*:\s*([0-9a-f]{64})", page.locator("details p").nth(2)
                           .text_content() or "")  # fmt: skip
    arguments = command.replace("faire ", "", 1).split()
    done = subprocess.run(
        [sys.executable, "-m", "faire_ensemble", *arguments], cwd=story.home,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert digest is not None, command
    assert digest[1] in done.stdout, (digest[1], command, done.stdout)
    assert f"Panel {NUMBER}" in done.stdout


def the_council_is_labelled(story: Story) -> None:
    council = story.facts["council"]
    day = today().isoformat()
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/instances/{council}/conseil/")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^Écrire cette étape au")).click()
        assert "tirage au sort n° 1" in page.inner_text("main")
        for step, reference in (
            ("composed", ""), ("mayor", ""), ("epci", ""),
            ("recognised", "Arrêté n° 12"),
        ):  # fmt: skip
            story.go(page, f"/gestion/instances/{council}/conseil/")
            page.select_option("[name=step]", step)
            page.fill("[name=on]", day)
            page.fill("[name=reference]", reference)
            story.press(page, "Écrire cette étape")
    with story.person() as page:
        story.go(page, f"/qui-decide/{council}/")
        assert "reconnu" in page.inner_text("main")


def _ask_until_sealed(page: Page) -> None:
    """The worker computes; who has no script follows the link."""
    end = time.monotonic() + 60
    while not page.get_by_role("button", name="Enregistrer le numéro").count():
        assert time.monotonic() < end, page.inner_text("main")
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Où en est le calcul ?").click()
        page.wait_for_load_state()


def _volunteer(page: Page, name: str, email: str, address: str) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=address]", address)
    page.get_by_label("Sexe").select_option("Femme")
    page.get_by_label("Âge").select_option("18-29 ans")
    page.check("[name=agreed]")
    page.get_by_role("button", name="M'inscrire").click()
    page.wait_for_load_state()
