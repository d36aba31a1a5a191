"""One year of a call, from last year's call to the public page of decisions, in a browser."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.a_year import COUNCIL, LEAD, PARTNER
from tests.journeys.story import Story, number_in, served
from tests.prepared import FAIRE

pytestmark = pytest.mark.journey

TITLE = "Un jardin au pied des tours"
CALL = "Appel à projets du nouvel an"
QUESTION = "Qui a choisi ce projet avec vous ?"
WHY_LESS = "Le chantier ne commence qu'en juin : la moitié de la saison."
ASKED, LEAST = (4000, 3000, 2000), (2000, 1000, 1000)
ENVELOPES = (3000, 3000, 2000)


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_year") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_a_year_of_a_call(story: Story):
    an_officer_publishes_a_call_from_last_years(story)
    an_association_starts_on_a_phone_and_its_partner_joins(story)
    the_partner_writes_its_section(story)
    the_file_is_balanced_and_submitted(story)
    an_instructor_asks_a_correction(story)
    the_holder_corrects_and_submits_again(story)
    one_steps_aside_and_the_file_closes(story)
    three_funders_and_a_council_give_opinions(story)
    a_committee_with_quorum_proposes(story)
    a_scenario_is_computed_and_anybody_computes_the_same(story)
    the_programme_departs_once_and_is_adopted(story)
    both_writers_are_told_by_mail(story)
    the_holder_reads_the_answer(story)
    everybody_reads_the_decision(story)
    assert story.wrong == []


def an_officer_publishes_a_call_from_last_years(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, "/gestion/appels/")
        last = story.facts["last_call"]
        story.go(page, f"/gestion/appels/{last}/")
        story.press(page, "Copier pour l'année suivante")
        story.code = page.url.rstrip("/").split("/")[-1]
        assert story.code != last
        story.go(page, f"/gestion/appels/{story.code}/about/")
        page.fill("[name=title]", CALL)
        page.fill("[name=summary]", "Des projets avec les habitants des quartiers.")
        save(story, page)
        story.go(page, f"/gestion/appels/{story.code}/questions/")
        story.press(page, "Ajouter une ligne")
        page.fill("[name=r0-label]", QUESTION)
        save(story, page)
        story.go(page, f"/gestion/appels/{story.code}/apercu/")
        assert QUESTION in page.inner_text("main")
        story.go(page, f"/gestion/appels/{story.code}/")
        story.press(page, "Publier l'appel")
        assert "L'appel est publié" in page.inner_text("main")
    with story.person() as page:
        story.go(page, "/appels/")
        page.click(f"text={CALL}")
        story.look(page)
        assert "État" in page.inner_text("main")


def save(story: Story, page: Page) -> None:
    """The visible button: a hidden one of the same name takes the Enter key."""
    with page.expect_navigation():
        page.locator("button:has-text('Enregistrer'):not([tabindex])").click()
    story.look(page)
    assert "Enregistré." in page.inner_text("main"), page.inner_text("main")


def an_association_starts_on_a_phone_and_its_partner_joins(story: Story) -> None:
    with story.person("awa") as page:
        story.go(page, f"/appels/{story.code}/commencer/?q=jardins")
        story.press(page, f"Commencer avec {LEAD}")
        story.file = number_in(page)
        fill(page, {"holder.siret": "732 829 320 00074", "holder.representative": "Awa",
                    "holder.role": "présidente", "holder.email": "awa@exemple.org",
                    "holder.address": "1 rue des Arts"})  # fmt: skip
        next_section(story, page, "projet")
        page.fill('[name="project.title"]', TITLE)
        page.locator('[name="project.title"]').blur()
        expect(page.locator("[data-draft-status]")).to_contain_text("Enregistré à", timeout=15_000)
        page.reload()
        expect(page.locator('[name="project.title"]')).to_have_value(TITLE)
        story.go(page, f"/dossiers/{story.file}/partenaires/?q=ateliers")
        story.press(page, f"Ajouter {PARTNER}")
        story.go(page, f"/dossiers/{story.file}/personnes/")
        page.fill("#email", "bob@exemple.org")
        page.select_option("#organisation", label=PARTNER)
        story.press(page, "Inviter")
        assert "La personne est invitée" in page.inner_text("main")


def fill(page: Page, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        page.fill(f'[name="{name}"]', text)


def next_section(story: Story, page: Page, slug: str) -> None:
    page.click('button:has-text("Enregistrer et continuer")')
    page.wait_for_url(f"**/{slug}/**")
    story.look(page)


def the_partner_writes_its_section(story: Story) -> None:
    with story.person("bob") as page:
        story.go(page, "/dossiers/")
        page.click(f"text={TITLE}")
        story.look(page)
        story.go(page, section(story, "porteur"))
        page.get_by_label(f"Ce que fait {PARTNER}").fill("Les outils et deux ateliers.")
        next_section(story, page, "projet")
        story.go(page, section(story, "indicateurs"))
        fill(page, {"indicator.1.label": "Familles au jardin", "indicator.1.target": "20"})
        page.locator('[name="indicator.1.target"]').blur()
        expect(page.locator("[data-draft-status]")).to_contain_text("Enregistré à", timeout=15_000)
        page.wait_for_function("!Object.keys(localStorage).some(k => k.startsWith('faire:'))")
        story.go(page, f"/dossiers/{story.file}/deposer/")
        assert page.get_by_role("button", name="Déposer le dossier").count() == 0


def section(story: Story, slug: str) -> str:
    return f"/dossiers/{story.file}/ecrire/{slug}/"


def the_file_is_balanced_and_submitted(story: Story) -> None:
    place, year = story.facts["place"], story.year
    with story.person("awa") as page:
        story.go(page, section(story, "projet"))
        fill(page, {"project.summary": "Un jardin.", "project.needs": "Se retrouver.",
                    "project.description": "Planter.", "project.first_day": f"{year}-03-01",
                    "project.last_day": f"{year}-10-31"})  # fmt: skip
        page.select_option('[name="objective"]', index=1)
        next_section(story, page, "lieux")
        page.check(f'[name="place.{place}"]')
        next_section(story, page, "publics")
        fill(page, {f"audience.{place}.6-15.f": "12"})
        next_section(story, page, "moyens")
        fill(page, {"means.volunteers.count": "4", "means.volunteers.fte": "0,2"})
        next_section(story, page, "demandes")
        for funder, asked, least in zip(story.facts["funders"], ASKED, LEAST, strict=True):
            fill(page, {f"request.{funder}.asked": str(asked),
                        f"request.{funder}.minimum": str(least),
                        f"request.{funder}.why": "Les plants et les outils."})  # fmt: skip
        next_section(story, page, "budget")
        balance_the_budget(story, page)
        next_section(story, page, "indicateurs")
        assert page.input_value('[name="indicator.1.label"]') == "Familles au jardin"
        next_section(story, page, "questions")
        page.get_by_label(QUESTION).fill("Les locataires, en mai.")
        next_section(story, page, "declarations")
        for box in page.locator("main form input[type=checkbox]").all():
            box.check()
        page.select_option('[name="declaration.public_aid"]', "below")
        next_section(story, page, "deposer")
        story.press(page, "Déposer le dossier")
        assert "Dossier déposé" in page.inner_text("main")


def balance_the_budget(story: Story, page: Page) -> None:
    """What is out of balance is said while typing, then what each funder bears."""
    balance = page.locator("[data-balance]")
    fill(page, {"budget.charges.60": "10 000", "budget.income.own": "500"})
    expect(balance).not_to_contain_text("équilibré")
    fill(page, {"budget.income.own": "1 000"})
    expect(balance).to_contain_text("équilibré")
    share = page.locator(f'[data-share-of="{story.facts["funders"][0]}"]')
    expect(share).to_contain_text("40")


def an_instructor_asks_a_correction(story: Story) -> None:
    with story.person("etat") as page:
        story.go(page, "/instruction/")
        page.click(f"text={TITLE}")
        story.look(page)
        story.go(page, f"/dossiers/{story.file}/corrections/")
        page.select_option("[name=section]", "project")
        page.fill("[name=message]", "Dites qui arrose l'été.")
        story.press(page, "Demander cette correction")
        assert "le dossier est rouvert" in page.inner_text("main")


def the_holder_corrects_and_submits_again(story: Story) -> None:
    with story.person("awa") as page:
        story.go(page, f"/dossiers/{story.file}/")
        assert "Dites qui arrose l'été." in page.inner_text("main")
        story.go(page, section(story, "projet"))
        fill(page, {"project.description": "Planter. Le centre social arrose l'été."})
        next_section(story, page, "lieux")
        story.go(page, f"/dossiers/{story.file}/deposer/")
        page.get_by_label("Ce que vous avez changé").fill("Le centre social arrose.")
        story.press(page, "Déposer le dossier")
    with story.person("etat") as page:
        story.go(page, f"/dossiers/{story.file}/versions/")
        assert "Le centre social arrose l'été." in page.inner_text("main ins")
        story.go(page, f"/dossiers/{story.file}/corrections/")
        story.press(page, "Accepter la réponse")


def one_steps_aside_and_the_file_closes(story: Story) -> None:
    with story.person("lea") as page:
        story.go(page, f"/instruction/{story.file}/retrait/")
        page.fill("[name=reason]", "Ma sœur préside l'association.")
        page.check("[name=for_good]")
        story.press(page, "Me retirer pour de bon")
        assert TITLE not in page.inner_text("main")
    with story.person("lea", refused=True) as page:
        for path in (f"/instruction/{story.file}/", f"/dossiers/{story.file}/versions/"):
            answer = page.goto(story.address + path)
            assert answer is not None and answer.status == 403
            assert TITLE not in page.content()
            story.look(page)


def three_funders_and_a_council_give_opinions(story: Story) -> None:
    amounts = dict(zip(("etat", "mel", "caf"), ENVELOPES, strict=True))
    for name, amount in amounts.items():
        with story.person(name) as page:
            story.go(page, f"/instruction/{story.file}/")
            assert "Ma sœur" not in page.inner_text("main")
            page.get_by_role("link", name="Donner notre avis").click()
            page.wait_for_url("**/avis/**")
            story.look(page)
            page.select_option("[name=advice]", "favourable")
            page.fill("[name=amount]", str(amount))
            page.fill("[name=text]", f"Avis de {name} : utile.")
            story.press(page, "Enregistrer")
            for box in page.locator("input[name^=points-]").all():
                box.fill(box.get_attribute("max") or "")
            story.press(page, "Enregistrer ma grille")
            assert "Notes gardées." in page.inner_text("main")
    with story.person("citoyenne") as page:
        story.go(page, f"/instruction/{story.file}/")
        page.select_option("[name=advice]", "favourable")
        page.fill("[name=text]", "Les enfants l'attendent.")
        story.press(page, "Donner cet avis")
        assert "Merci, votre avis est gardé." in page.inner_text("main")


def a_committee_with_quorum_proposes(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, "/comites/nouveau/")
        page.fill("[name=name]", "Comité de Roubaix")
        story.press(page, "Enregistrer")
        for seat in ("Préfecture", "Métropole", COUNCIL):
            page.fill("[name=label]", seat)
            story.press(page, "Ajouter")
        story.go(page, f"/comites/{number_in(page)}/seance/")
        today = datetime.now(ZoneInfo("Europe/Paris")).date()
        page.fill("[name=starts_at]", f"{today}T18:00")
        story.press(page, "Enregistrer")
        story.session = number_in(page)
        here = f"/comites/seances/{story.session}/"
        story.go(page, here + "dossiers/")
        page.check(f"#dossier-{story.file}")
        story.press(page, "Inscrire les dossiers cochés")
        story.go(page, here)
        story.press(page, "Ouvrir la séance")
        assert "quorum non atteint" in page.inner_text("main")
        for box in page.locator("input[name^=present-]").all()[:2]:
            box.check()
        story.press(page, "Enregistrer les présences")
        assert "quorum atteint" in page.inner_text("main")
        page.click(f"text={TITLE}")
        propose(story, page)
        story.go(page, here)
        story.press(page, "Clore et écrire le procès-verbal")
        text = page.inner_text("main")
        assert "Les habitants suivront." in text and COUNCIL in text
        pdf = page.request.get(f"{story.address}{here}proces-verbal.pdf")
        assert pdf.ok and pdf.body().startswith(b"%PDF")


def propose(story: Story, page: Page) -> None:
    page.wait_for_url("**/dossiers/*/")
    story.look(page)
    text = page.inner_text("main")
    assert "Avis de caf : utile." in text and "Les enfants l'attendent." in text
    for choice, amount in zip(page.locator("select[name$=outcome]").all(), ENVELOPES, strict=True):
        choice.select_option("award")
        prefix = (choice.get_attribute("name") or "").removesuffix("outcome")
        page.fill(f"[name={prefix}amount]", str(amount))
        page.fill(f"[name={prefix}reason]", "Le projet répond au besoin.")
    page.fill("[name=discussion]", "Les habitants suivront.")
    story.press(page, "Enregistrer et passer au suivant")


def a_scenario_is_computed_and_anybody_computes_the_same(story: Story) -> None:
    with story.person("cheffe") as page:
        for rank, (funder, amount) in enumerate(
            zip(story.facts["funders"], ENVELOPES, strict=True)
        ):
            story.go(page, f"/enveloppes/nouvelle/?annee={story.year}")
            page.select_option("[name=funder]", str(funder))
            page.fill("[name=year]", str(story.year))
            page.select_option("[name=nature]", "mainstream" if rank == 2 else "specific")
            page.fill("[name=name]", "Ligne de l'année")
            page.fill("[name=amount]", str(amount))
            story.press(page, "Enregistrer")
        story.go(page, f"/enveloppes/?annee={story.year}")
        story.go(page, f"/scenarios/nouveau/{story.code}/{story.year}/")
        page.fill("[name=title]", "Tout ce que permettent les enveloppes")
        with page.expect_navigation():
            page.click("text=Calculer ce scénario")
        story.scenario = number_in(page)
        page.wait_for_selector("text=En bref", timeout=60_000)
        story.press(page, "Publier ce scénario")
        assert "8\u202f000" in page.inner_text("main")
        story.go(page, "/scenarios/")
    with story.person() as page:
        story.go(page, f"/scenarios/{story.scenario}/")
        published = page.request.get(f"{story.address}/scenarios/{story.scenario}.json")
        recomputed(story.home, json.loads(published.text()))


def recomputed(home: Path, published: dict[str, Any]) -> None:
    """`faire allocate` finds the published result right, and finds it again without it."""
    bare = {name: value for name, value in published.items() if name != "result"}
    assert len(bare) == len(published) - 1
    file, again = home / "scenario.json", home / "again.json"
    file.write_text(json.dumps(published), encoding="utf-8")
    checked = subprocess.run([*FAIRE, "allocate", str(file)], capture_output=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    file.write_text(json.dumps(bare), encoding="utf-8")
    found = subprocess.run(
        [*FAIRE, "allocate", str(file), "--output", str(again)], capture_output=True
    )
    assert found.returncode == 0, found.stderr
    made = json.loads(again.read_text(encoding="utf-8"))["result"]
    for name in ("amounts", "draws", "benefit", "digest"):
        assert made[name] == published["result"][name]


def the_programme_departs_once_and_is_adopted(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"/programmation/nouvelle/{story.code}/{story.year}/")
        page.fill("[name=title]", "Programmation de l'année")
        page.fill("[name=body]", "Comité de pilotage")
        page.select_option("[name=origin]", str(story.scenario))
        story.press(page, "Commencer")
        story.programme = number_in(page)
        page.get_by_role("link", name=re.compile("Décider .* État")).click()
        page.wait_for_selector("text=Garder cette décision")
        story.look(page)
        page.fill("[name=amount]", "2500")
        page.fill("[name=departure]", WHY_LESS)
        story.press(page, "Garder cette décision")
        assert WHY_LESS in page.inner_text("main")
        story.go(page, f"/programmation/{story.programme}/regles/")
        story.go(page, f"/programmation/{story.programme}/")
        story.press(page, "Adopter et inscrire les décisions")
        text = page.inner_text("main")
        assert "La programmation est adoptée" in text and "7\u202f500" in text


def both_writers_are_told_by_mail(story: Story) -> None:
    for name in ("awa", "bob"):
        mail = story.mail_to(f"{name}@exemple.org", "Réponse à votre demande")
        assert TITLE in mail and WHY_LESS in mail and "tribunal administratif" in mail


def the_holder_reads_the_answer(story: Story) -> None:
    with story.person("awa") as page:
        story.go(page, f"/dossiers/{story.file}/")
        story.go(page, f"/dossiers/{story.file}/reponse/")
        text = page.inner_text("main")
        assert "7\u202f500" in text and WHY_LESS in text and "Comité de pilotage" in text


def everybody_reads_the_decision(story: Story) -> None:
    with story.person() as page:
        story.go(page, "/decisions/")
        text = page.inner_text("main")
        assert TITLE in text and LEAD in text and "7\u202f500" in text and "9\u202f000" in text
