"""Somebody looks for who helps with reading French near an address, and prints it; with and without
scripts, on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.test_every_page import open_page, violations

pytestmark = pytest.mark.journey

PHONE = {"width": 360, "height": 740}


def looks_good(page: Page, *, script: bool) -> None:
    """No sideways scroll; no fault that axe sees (it needs scripts)."""
    if script:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("script", [True, False])
def test_find_who_helps_with_reading_french_and_print_it(
    browser: Browser, site: str, script: bool
) -> None:
    page, wrong = open_page(browser, script=script)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/aide/")
    looks_good(page, script=script)
    page.get_by_label("Que cherchez-vous ?").fill("aprendre a lire le francais")
    page.get_by_label("Où ?").fill("2 rue des Fables, Tourcoing")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("status").first).to_contain_text("près de")
    first = page.locator("main ol > li").first
    expect(first).to_contain_text("Apprendre à lire, écrire et parler français")
    expect(first).to_contain_text("Tourcoing")
    expect(first.get_by_role("link", name=re.compile("Appeler"))).to_have_attribute(
        "href", re.compile(r"^tel:\+33353")
    )
    expect(first).to_contain_text("Trouvé pour")
    looks_good(page, script=script)
    printed = page.get_by_role("link", name="Imprimer ces réponses (PDF)")
    answer = page.request.get(site + str(printed.get_attribute("href")))
    assert answer.ok and answer.body().startswith(b"%PDF")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Apprendre à lire, écrire et parler français"
    )
    expect(page.get_by_role("table")).to_contain_text("9h-11h30")
    looks_good(page, script=script)
    assert wrong == []


def test_nothing_found_leads_somewhere(browser: Browser, site: str) -> None:
    page, _ = open_page(browser)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/aide/?q=francais&aide=moving")
    expect(page.get_by_role("heading", name="Rien avec tous ces choix")).to_be_visible()
    looks_good(page, script=True)
    page.get_by_role("link", name=re.compile("pour toutes les sortes d'aide")).click()
    expect(page.locator("main ol > li").first).to_be_visible()


def as_project_leader(browser: Browser, site: str, *, script: bool = True) -> Page:
    """Somebody who keeps every record of the demonstration, on a phone."""
    page, _ = open_page(browser, script=script)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/demonstration/")
    page.get_by_role("button", name=re.compile("cheffe de projet")).click()
    return page


def test_an_officer_corrects_a_record_and_its_hours_are_read_back(
    browser: Browser, site: str
) -> None:
    page = as_project_leader(browser, site)
    page.goto(f"{site}/aide/mes-fiches/")
    looks_good(page, script=True)
    page.get_by_label("Chercher une fiche").fill("halte")
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_role("link", name="Halte des tout-petits").first.click()
    page.get_by_role("link", name="Corriger").click()
    looks_good(page, script=True)
    page.get_by_label("Horaires", exact=False).first.fill("lundi : 14h-9h")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("la fermeture est avant l'ouverture")).to_be_visible()
    page.get_by_label("Horaires", exact=False).first.fill("lun-ven 8h à 12h et 13h30 à 18h")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("table")).to_contain_text("8h-12h / 13h30-18h")
    page.goto(f"{site}/aide/doublons/")
    looks_good(page, script=True)


def test_an_officer_confirms_several_records_with_the_keyboard_and_without_script(
    browser: Browser, site: str
) -> None:
    """From the first page to what waits, at most a fold away; Tab, Space and Enter do the rest."""
    page = as_project_leader(browser, site, script=False)
    page.goto(site)
    page.locator("summary", has_text=re.compile(r"^\d+ autres?$")).first.click()
    page.get_by_role("link", name=re.compile("fiches? d'aide à vérifier")).click()
    shown = page.get_by_role("link", name=re.compile("^à vérifier"))
    before = int(re.sub(r"\D", "", shown.inner_text()))
    boxes = page.get_by_role("checkbox", name=re.compile("^Choisir"))
    assert boxes.count() == min(before, 25) and before >= 2
    for rank in (0, 1):
        boxes.nth(rank).focus()
        page.keyboard.press("Space")
        expect(boxes.nth(rank)).to_be_checked()
    page.get_by_role("button", name="Tout est encore vrai").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 fiches sont vérifiées d'aujourd'hui.")).to_be_visible()
    assert int(re.sub(r"\D", "", shown.inner_text())) == before - 2
    page.context.close()


def test_two_records_that_look_alike_are_left_apart_and_compared_again(
    browser: Browser, site: str
) -> None:
    page = as_project_leader(browser, site)
    page.goto(f"{site}/aide/mes-fiches/")
    looks_good(page, script=True)
    page.get_by_role("link", name="1 doublon possible").click()
    looks_good(page, script=True)
    page.get_by_role("button", name=re.compile("Ce sont deux aides différentes")).click()
    expect(page.get_by_text("Aucune fiche ne ressemble à une autre.")).to_be_visible()
    looks_good(page, script=True)
    page.get_by_role("button", name=re.compile("Comparer de nouveau")).click()
    expect(page.get_by_text("1 paire de fiches se ressemble.")).to_be_visible()
