"""Writing an application in a browser: saved as it is typed, network or session lost or not."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.story import served
from tests.journeys.test_accounts import axe
from tests.journeys.test_every_page import open_page

pytestmark = pytest.mark.journey

TITLE = '[name="project.title"]'
NEEDS = '[name="project.needs"]'
STATUS = "[data-draft-status]"


@dataclass
class Site:
    """Where the site is, and who may sign in."""

    address: str
    sessions: dict[str, str]
    draft: int
    funders: list[int]
    place: str
    call: str

    def section(self, slug: str) -> str:
        return f"{self.address}/dossiers/{self.draft}/ecrire/{slug}/"


@pytest.fixture(scope="module")
def writing(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = shutil.copytree(empty_site, tmp_path_factory.mktemp("writing") / "home")
    with served(home, "tests.journeys.a_draft", "--workers", "2") as (address, facts):
        yield Site(address, **facts)


def signed(browser: Browser, site: Site, name: str, width: int = 360, script: bool = True) -> Page:
    page, _wrong = open_page(browser, width, script=script)
    sign_in(page, site, name)
    return page


def sign_in(page: Page, site: Site, name: str) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": site.sessions[name], "url": site.address}]
    )


def saved(page: Page, text: str = "Enregistré à") -> None:
    expect(page.locator(STATUS)).to_contain_text(text, timeout=15_000)


def stored(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('faire:'))")
    return keys


def without_network(page: Page) -> None:
    """Nothing leaves this page any more, not even the last message of a page that closes.

    A route of the browser's driver ends with the page, and `keepalive` outlives it.
    """
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")


def forgotten(page: Page) -> None:
    """Everything typed is saved: the device keeps nothing any more."""
    end = time.monotonic() + 15
    while stored(page):
        assert time.monotonic() < end, stored(page)
        page.wait_for_timeout(50)


def value_of(browser: Browser, site: Site, slug: str, field: str) -> str:
    """What the server has, seen by somebody else without script."""
    page = signed(browser, site, "bob", script=False)
    page.goto(site.section(slug))
    found = page.input_value(field)
    page.context.close()
    return found


def test_each_field_is_saved_while_it_is_typed(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    page.goto(writing.section("projet"))
    page.type(TITLE, "Jardin des tours", delay=20)
    saved(page)
    assert stored(page) == []
    assert value_of(browser, writing, "projet", TITLE) == "Jardin des tours"
    page.context.close()


def test_offline_then_online_loses_nothing(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    page.goto(writing.section("projet"))
    page.context.set_offline(True)
    page.fill(NEEDS, "Écrit sans réseau")
    saved(page, "Hors ligne")
    assert len(stored(page)) == 1
    page.context.set_offline(False)
    saved(page)
    assert stored(page) == []
    assert value_of(browser, writing, "projet", NEEDS) == "Écrit sans réseau"
    page.context.close()


def test_a_browser_that_dies_offline_restores_what_was_typed(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    page.goto(writing.section("projet"))
    without_network(page)
    page.fill('[name="project.description"]', "Mots d'avant la panne")
    saved(page, "Hors ligne")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(writing.section("projet"))
    expect(other.locator('[name="project.description"]')).to_have_value("Mots d'avant la panne")
    saved(other)
    assert stored(other) == []
    found = value_of(browser, writing, "projet", '[name="project.description"]')
    assert found == "Mots d'avant la panne"
    other.context.close()


def test_what_was_kept_is_sent_from_any_page_of_the_file(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    page.goto(writing.section("projet"))
    without_network(page)
    page.fill('[name="project.method"]', "Avec les habitants")
    saved(page, "Hors ligne")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(writing.section("moyens"))
    saved(other)
    found = value_of(browser, writing, "projet", '[name="project.method"]')
    assert found == "Avec les habitants"
    other.context.close()


def test_a_session_that_ends_keeps_the_words_and_resumes(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    page.goto(writing.section("projet"))
    page.context.clear_cookies(name="sessionid")
    page.fill('[name="project.summary"]', "Écrit après la fin de la session")
    saved(page, "n'êtes plus connecté")
    assert page.locator(f"{STATUS} a").get_attribute("target") == "_blank"
    sign_in(page, writing, "awa")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    found = value_of(browser, writing, "projet", '[name="project.summary"]')
    assert found == "Écrit après la fin de la session"
    page.context.close()


@pytest.mark.parametrize(
    ("button", "kept"), [("Garder mon texte", "mots de Bob"), ("Garder son texte", "mots d'Awa")]
)
def test_two_browsers_in_one_field_keep_both_texts(
    browser: Browser, writing: Site, button: str, kept: str
):
    awa, bob = signed(browser, writing, "awa"), signed(browser, writing, "bob", 1280)
    field = '[name="indicator.1.label"]'
    awa.goto(writing.section("indicateurs"))
    awa.fill(field, f"départ {button}")
    awa.locator(field).blur()
    saved(awa)
    bob.goto(writing.section("indicateurs"))
    awa.fill(field, "mots d'Awa")
    awa.locator(field).blur()
    expect(awa.locator(STATUS)).not_to_contain_text("Pas encore")
    forgotten(awa)
    bob.fill(field, "mots de Bob")
    expect(bob.locator(".draft-conflict")).to_contain_text("mots d'Awa", timeout=15_000)
    assert bob.input_value(field) == "mots de Bob"
    assert axe(bob) == []
    awa.goto(f"{writing.address}/dossiers/{writing.draft}/")
    assert "départager" in awa.inner_text("main")
    bob.click(f'button:has-text("{button}")')
    expect(bob.locator(".draft-conflict")).to_have_count(0)
    assert value_of(browser, writing, "indicateurs", field) == kept
    awa.context.close()
    bob.context.close()


def test_two_persons_without_script_keep_both_texts(browser: Browser, writing: Site):
    awa = signed(browser, writing, "awa", script=False)
    bob = signed(browser, writing, "bob", script=False)
    field = '[name="indicator.2.label"]'
    for page in (awa, bob):
        page.goto(writing.section("indicateurs"))
    awa.fill(field, "sans script, Awa")
    awa.click('button[value="stay"]')
    bob.fill(field, "sans script, Bob")
    bob.click('button[value="stay"]')
    assert "sans script, Bob" in bob.inner_text(".draft-conflict")
    assert bob.input_value(field) == "sans script, Awa"
    bob.click("text=Choisir entre les deux textes")
    bob.fill("#value", "Awa et Bob")
    bob.click('button:has-text("Garder ce texte")')
    assert bob.input_value(field) == "Awa et Bob"
    assert bob.locator(".draft-conflict").count() == 0
    awa.context.close()
    bob.context.close()


def test_a_shared_computer_keeps_nothing(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    page.goto(writing.section("projet"))
    page.check("#partage")
    page.context.set_offline(True)
    page.fill(NEEDS, "Rien sur cet appareil")
    saved(page, "rien n'est gardé")
    assert stored(page) == []
    page.context.set_offline(False)
    saved(page)
    assert stored(page) == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, writing: Site, width: int):
    page, wrong = open_page(browser, width)
    sign_in(page, writing, "awa")
    slugs = ("porteur", "projet", "lieux", "publics", "moyens", "demandes", "budget",
             "indicateurs", "declarations")  # fmt: skip
    file = f"{writing.address}/dossiers/{writing.draft}/"
    addresses = [
        f"{writing.address}/dossiers/",
        f"{writing.address}/appels/{writing.call}/commencer/?q=zzz",
        *map(writing.section, slugs),
        writing.section("declarations") + "?suite=1",
        *(file + end for end in ("", "deposer/", "personnes/", "partenaires/", "retirer/")),
    ]
    found = []
    for address in addresses:
        page.goto(address)
        found += axe(page)
    assert found == [] and wrong == []
    page.context.close()


def test_an_application_is_written_and_submitted_on_a_phone(browser: Browser, writing: Site):
    page = signed(browser, writing, "awa")
    state = writing.funders[0]
    texts = {
        "porteur": {"holder.siret": "732 829 320 00074", "holder.representative": "Awa",
                    "holder.role": "présidente", "holder.email": "a@exemple.org",
                    "holder.address": "1 rue des Arts"},
        "projet": {"project.title": "Jardin", "project.summary": "Un jardin.",
                   "project.needs": "Besoin", "project.description": "Planter",
                   "project.first_day": "2026-03-01", "project.last_day": "2026-10-31"},
        "lieux": {},
        "publics": {f"audience.{writing.place}.6-15.f": "12"},
        "moyens": {"means.volunteers.count": "4", "means.volunteers.fte": "0,2"},
        "demandes": {f"request.{state}.asked": "1 000", f"request.{state}.minimum": "600"},
        "budget": {"budget.charges.60": "1 500", "budget.income.own": "500"},
        "indicateurs": {"indicator.1.label": "Familles", "indicator.1.target": "20"},
        "declarations": {},
    }  # fmt: skip
    page.goto(writing.section("porteur"))
    for slug, fields in texts.items():
        page.wait_for_url(f"**/ecrire/{slug}/**")
        if slug == "projet":
            page.select_option('[name="objective"]', index=1)
        if slug == "lieux":
            page.check(f'[name="place.{writing.place}"]')
        if slug == "declarations":
            for box in page.locator("main form input[type=checkbox]").all():
                box.check()
            page.select_option('[name="declaration.public_aid"]', "below")
        for name, text in fields.items():
            page.fill(f'[name="{name}"]', text)
        if slug == "budget":
            expect(page.locator("[data-balance]")).to_contain_text("équilibré")
            expect(page.locator(f'[data-share-of="{state}"]')).to_contain_text("66,7")
        page.click('button:has-text("Enregistrer et continuer")')
    page.wait_for_url("**/deposer/")
    page.dblclick('button:has-text("Déposer le dossier")')
    page.wait_for_url("**/recu/")
    assert "1\u202f000,00" in page.inner_text("main") and axe(page) == []
    page.goto(f"{writing.address}/dossiers/")
    assert "déposé" in page.inner_text("main")
    page.context.close()
