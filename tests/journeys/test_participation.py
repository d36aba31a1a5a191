"""Somebody without an account proposes, is read, supported, answered, and knows what follows."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.story import PHONE, Story, served
from tests.journeys.test_every_page import open_page
from tests.prepared import environment

pytestmark = pytest.mark.journey

TITLE = "Plus de bancs dans le square"
ADDRESS = "jeanne@exemple.org"
REPLY = "Quatre bancs seront posés avant l'été."
PROMISE = "Poser quatre bancs"
SAID = "Et une table pour les goûters ?"


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_process") as (address, facts):
        made = Story(browser, address, new_home, facts)
        made.code = facts["code"]
        yield made


def test_a_contribution_from_an_address_to_its_answer(story: Story):
    link = jeanne_proposes_without_an_account(story)
    number = an_officer_publishes_it(story)
    bruno_supports_and_comments(story, number)
    the_officer_publishes_the_comment_and_answers(story, number)
    jeanne_reads_the_answer_in_her_mail_and_on_the_site(story, number, link)
    everybody_sees_what_is_late_and_what_was_promised(story)
    a_form_sent_empty_says_what_to_do(story)
    the_office_pages_are_as_good(story, number)
    assert story.wrong == []


def jeanne_proposes_without_an_account(story: Story) -> str:
    """On a phone without script, then confirmed in another browser, as mail programs do."""
    page, wrong = open_page(story.browser, PHONE, script=False)
    page.goto(f"{story.address}/participer/{story.code}/")
    page.get_by_role("link", name="Proposer").click()
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", "Il n'y en a que deux,\net ils sont au soleil.")
    page.select_option("[name=territory_id]", label="Trois Ponts")
    page.fill("[name=email]", ADDRESS)
    page.get_by_role("button", name="Relire avant d'envoyer").click()
    assert "Des bancs à l'ombre" in page.inner_text("main")
    page.get_by_role("button", name="Envoyer").click()
    assert "Ouvrez votre messagerie" in page.inner_text("h1")
    page.goto(f"{story.address}/participer/{story.code}/contributions/")
    assert TITLE not in page.inner_text("main")
    page.context.close()
    assert not wrong
    mail = story.mail_to(ADDRESS, "Confirmez votre contribution")
    found = re.search(r"http\S+/participation/lien/\S+", mail)
    assert found is not None
    with story.person() as phone:
        story.go(phone, found[0].removeprefix(story.address))
        story.press(phone, "Confirmer et entrer")
        assert TITLE in phone.inner_text("main")
    return found[0]


def an_officer_publishes_it(story: Story) -> int:
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/participation/{story.code}/")
        page.get_by_role("link", name="Lire et publier").click()
        story.look(page)
        page.get_by_label(re.compile(TITLE)).check()
        story.press(page, "Publier")
        story.go(page, f"/gestion/participation/{story.code}/moderation/?etat=published")
        found = re.search(rf"n° (\d+)\s*: {TITLE}", page.inner_text("main"))
        assert found is not None
        return int(found[1])


def bruno_supports_and_comments(story: Story, number: int) -> None:
    with story.person("bruno") as page:
        story.go(page, f"/participer/{story.code}/contributions/?q=bancs")
        page.get_by_role("link", name=TITLE).click()
        story.look(page)
        assert "Réponse attendue au plus tard le" in page.inner_text(".answer")
        story.press(page, "Soutenir")
        assert "1 personne soutient" in page.inner_text("main")
        page.fill("form.account-form [name=body]", SAID)
        story.press(page, "Envoyer le commentaire")
        assert "lu avant d'être publié" in page.inner_text("main")
    with story.person() as page:
        story.go(page, f"/participer/{story.code}/contributions/{number}/")
        assert SAID not in page.inner_text("main")


def the_officer_publishes_the_comment_and_answers(story: Story, number: int) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/participation/{story.code}/moderation/")
        page.get_by_label(f"sur « {TITLE} »").check()
        story.press(page, "Publier")
        story.go(page, f"/gestion/participation/{story.code}/repondre/")
        page.get_by_label(TITLE).check()
        page.select_option("[name=verdict]", value="accepted")
        page.fill("[name=body]", REPLY)
        page.fill("[name=promise]", PROMISE)
        page.fill("[name=due_on]", "2027-06-20")
        story.press(page, "Publier la réponse")
        page.get_by_role("link", name=PROMISE).click()
        story.look(page)
        page.select_option("[name=act]", value="start")
        page.fill("[name=words]", "Les bancs sont commandés.")
        story.press(page, "Le dire")


def jeanne_reads_the_answer_in_her_mail_and_on_the_site(
    story: Story, number: int, link: str
) -> None:
    a_day_passes(story)
    mail = story.mail_to(ADDRESS, REPLY)
    assert "Ne plus recevoir ces messages" in mail
    with story.person() as page:
        story.go(page, f"/participer/{story.code}/contributions/{number}/")
        first = page.inner_text(".answer")
        assert "oui, nous le faisons" in first and REPLY in first and PROMISE in first
        assert "Les bancs sont commandés." in first and SAID in page.inner_text("main")
        story.go(page, link.removeprefix(story.address))
        story.press(page, "Confirmer et entrer")
        assert REPLY in page.inner_text("main")
        stop = re.search(r"http\S+/participation/arreter/\S+", mail)
        assert stop is not None
        story.go(page, stop[0].removeprefix(story.address))
        story.press(page, "Ne plus rien m'envoyer")
        assert "C'est fait" in page.inner_text("main")


def a_day_passes(story: Story) -> None:
    """A mail may have told the publication already; the answer then leaves the day after."""
    command = [sys.executable, "-m", "tests.journeys.a_day_later"]
    subprocess.run(command, env=environment(story.home), check=True)


def everybody_sees_what_is_late_and_what_was_promised(story: Story) -> None:
    with story.person() as page:
        story.go(page, "/participer/reponses-en-retard/")
        assert story.facts["late"] in page.inner_text("main")
        assert "Ville de Lille" in page.inner_text("table")
        story.go(page, "/participer/suites/")
        assert PROMISE in page.inner_text("main")
        assert "Les bancs sont commandés." in page.inner_text("main")
        story.go(page, f"/participer/{story.code}/")
        story.go(page, f"/participer/{story.code}/contributions/")
        story.go(page, f"/participer/{story.code}/entrer/")
        writes_with_script(story, page)


def writes_with_script(story: Story, page: Page) -> None:
    """While somebody writes, what others wrote appears; a point is put on the map by keyboard."""
    story.go(page, f"/participer/{story.code}/proposer/")
    page.fill("[name=title]", "Des bancs pour le square")
    expect(page.locator("#semblables a").first).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Montrer le lieu sur une carte").press("Enter")
    page.get_by_role("button", name="Mettre le point au milieu de la carte").press("Enter")
    assert float(page.input_value("[name=longitude]")) > 2
    story.look(page)


def a_form_sent_empty_says_what_to_do(story: Story) -> None:
    with story.person(status="422") as page:
        story.go(page, f"/participer/{story.code}/proposer/")
        story.press(page, "Relire avant d'envoyer")
        said = page.inner_text("main")
        assert "Donnez un titre" in said and "Dites ce que vous proposez" in said


def the_office_pages_are_as_good(story: Story, number: int) -> None:
    with story.person("cheffe") as page:
        for path in ("", "moderation/?etat=rejected", f"contributions/{number}/", "codes/"):
            story.go(page, f"/gestion/participation/{story.code}/{path}")
        page.fill("[name=batch]", "École Jean-Jaurès")
        page.fill("[name=count]", "3")
        story.press(page, "Faire les codes")
        assert page.locator("code").count() == 3
        code = page.locator("code").first.inner_text()
    with story.person() as page:
        story.go(page, f"/participer/{story.code}/entrer/")
        page.fill("[name=code]", code)
        story.press(page, "Entrer avec ce code")
        assert "Mes contributions" in page.inner_text("h1")
