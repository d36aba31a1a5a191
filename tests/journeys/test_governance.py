"""A steering committee is convened, held, published and followed; a conseil citoyen is labelled."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.story import Story, number_in, served

pytestmark = pytest.mark.journey

TITLE = "Programmation de l'année"
SECRET = "Un quartier en difficulté"
SAID = "La programmation est présentée quartier par quartier."
KEPT = "Deux financeurs ne sont pas d'accord."
DECIDED = "Ouvrir une permanence le samedi"
DONE = "La permanence est ouverte depuis samedi."


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_governance") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_a_steering_committee_then_a_label(story: Story):
    meeting = the_secretary_convenes(story)
    the_member_is_written_to(story, meeting)
    the_secretary_holds_it(story, meeting)
    a_passer_by_sees_nothing_yet(story, meeting)
    the_secretary_publishes_and_everybody_reads(story, meeting)
    the_decision_is_followed(story)
    an_officer_labels_a_council(story)
    an_officer_keeps_a_seat(story)
    who_decides_is_said_where_people_live(story)
    the_other_office_pages_are_as_good(story)
    the_secretary_writes_down_a_meeting_held_before(story)
    assert story.wrong == []


def today() -> date:
    """The day on the clock of the site."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def opened(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).click()


def the_secretary_convenes(story: Story) -> int:
    with story.person("secretaire") as page:
        story.go(page, "/gestion/instances/")
        story.go(page, f"/qui-decide/{story.facts['body']}/")
        page.get_by_role("link", name="Prévoir une réunion").click()
        story.look(page)
        page.fill("[name=day]", today().isoformat())
        page.fill("[name=hour]", "18:00")
        page.fill("[name=place]", "Hôtel de métropole")
        story.press(page, "Enregistrer")
        meeting = number_in(page)
        story.press(page, "Convoquer")
        assert "ordre du jour est vide" in page.inner_text("main")
        page.fill("[name=item-title]", TITLE)
        story.press(page, "Ajouter ce point")
        opened(page, "Ajouter un point")
        page.fill("[name=item-title]", SECRET)
        page.check("[name=item-restricted]")
        story.press(page, "Ajouter ce point")
        assert "2 sièges sans adresse" in page.inner_text("main")
        story.press(page, "Convoquer")
        assert "Convocations envoyées" in page.inner_text("main")
        return meeting


def the_member_is_written_to(story: Story, meeting: int) -> None:
    mail = story.mail_to(story.facts["member"], "Convocation")
    assert TITLE in mail and f"/qui-decide/reunions/{meeting}/" in mail
    with story.person("membre") as page:
        story.go(page, f"/qui-decide/reunions/{meeting}/")
        assert SECRET in page.inner_text("main")
        story.go(page, "/gestion/instances/")
        assert "Réunions où vous siégez" in page.inner_text("main")
        story.press(page, "Obtenir mon adresse")
        assert "/qui-decide/mon-agenda/" in page.inner_text("code")


def the_secretary_holds_it(story: Story, meeting: int) -> None:
    with story.person("secretaire") as page:
        story.go(page, f"/gestion/instances/reunions/{meeting}/")
        story.press(page, "Ouvrir la réunion")
        assert "quorum non atteint" in page.inner_text("main")
        for seat in story.facts["seats"]:
            page.select_option(f"#presence-{seat}", "present")
        story.press(page, "Enregistrer les présences")
        assert "quorum atteint" in page.inner_text("main")
        page.get_by_role("link", name=f"Écrire et décider {TITLE}").click()
        story.look(page)
        page.fill("#texte-1", SAID)
        page.fill("#texte-2", KEPT)
        page.check("#reserve-2")
        story.press(page, "Enregistrer le compte rendu")
        page.fill("[name=decision-title]", DECIDED)
        page.fill("[name=decision-due_on]", (today() + timedelta(days=30)).isoformat())
        story.press(page, "Écrire cette décision")
        assert "dites qui s'en charge" in page.inner_text("main")
        page.fill("[name=decision-owner_name]", "Service emploi")
        story.press(page, "Écrire cette décision")
        assert DECIDED in page.inner_text("main")
        story.go(page, f"/gestion/instances/reunions/{meeting}/")
        story.press(page, "Clore la réunion")
        assert "Publier le compte rendu" in page.inner_text("main")


def a_passer_by_sees_nothing_yet(story: Story, meeting: int) -> None:
    with story.person() as page:
        story.go(page, f"/qui-decide/reunions/{meeting}/")
        shown = page.inner_text("main")
        assert "pas encore publié" in shown and TITLE in shown
        assert SAID not in shown and DECIDED not in shown and SECRET not in shown


def the_secretary_publishes_and_everybody_reads(story: Story, meeting: int) -> None:
    with story.person("secretaire") as page:
        story.go(page, f"/gestion/instances/reunions/{meeting}/")
        story.press(page, "Publier le compte rendu")
    with story.person() as page:
        story.go(page, "/qui-decide/")
        assert DECIDED in page.inner_text("main")
        story.go(page, f"/qui-decide/reunions/{meeting}/")
        shown = page.inner_text("main")
        assert SAID in shown and DECIDED in shown
        assert KEPT not in shown and SECRET not in shown
        pdf = page.request.get(f"{story.address}/qui-decide/reunions/{meeting}/compte-rendu.pdf")
        assert pdf.ok and pdf.body().startswith(b"%PDF")
        feed = page.request.get(f"{story.address}/qui-decide/agenda.ics")
        assert feed.ok and "BEGIN:VEVENT" in feed.text()


def the_decision_is_followed(story: Story) -> None:
    with story.person("secretaire") as page:
        story.go(page, "/qui-decide/decisions/")
        page.get_by_role("link", name=DECIDED).click()
        page.get_by_role("link", name="Dire ce qu'elle devient").click()
        story.look(page)
        story.press(page, "C'est fait")
        assert "Dites ce qui a été fait" in page.inner_text("main")
        page.fill("[name=words]", DONE)
        story.press(page, "C'est fait")
    with story.person() as page:
        story.go(page, "/qui-decide/decisions/")
        assert "1 faite" in page.inner_text("main")
        page.get_by_role("link", name=DECIDED).click()
        story.look(page)
        assert DONE in page.inner_text("main")


def an_officer_labels_a_council(story: Story) -> None:
    council = story.facts["council"]
    day = (today() - timedelta(days=5)).isoformat()
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/instances/{council}/")
        story.press(page, "Installer cette composition")
        assert "il manque 10 personnes" in page.inner_text("main")
        for step in ("composed", "mayor", "epci"):
            story.go(page, f"/gestion/instances/{council}/conseil/")
            page.select_option("[name=step]", step)
            page.fill("[name=on]", day)
            story.press(page, "Écrire cette étape")
        page.select_option("[name=step]", "recognised")
        page.fill("[name=on]", day)
        story.press(page, "Écrire cette étape")
        assert "référence de l'arrêté" in page.inner_text("main")
        page.fill("[name=reference]", "Arrêté n° 12")
        story.press(page, "Écrire cette étape")
    with story.person() as page:
        story.go(page, "/qui-decide/conseils-citoyens/")
        assert "1 conseil reconnu" in page.inner_text("main")
        story.go(page, f"/qui-decide/{council}/")
        assert "reconnu" in page.inner_text("main")


def an_officer_keeps_a_seat(story: Story) -> None:
    """From the body to a seat: a stand-in, a mandate that ends too early, an interest."""
    with story.person("cheffe") as page:
        story.go(page, f"/gestion/instances/{story.facts['body']}/")
        page.get_by_role("link", name="Conseil citoyen des Trois Ponts").last.click()
        story.look(page)
        opened(page, "Ajouter une suppléance")
        page.fill("[name=substitute-name]", "Noa Petit")
        page.fill("[name=substitute-starts_on]", "2026-05-01")
        page.fill("[name=substitute-ends_on]", "2026-04-30")
        story.press(page, "Ouvrir cette suppléance")
        assert "avant d'avoir commencé le 1er mai 2026" in page.inner_text("main")
        assert page.input_value("[name=substitute-name]") == "Noa Petit"
        page.fill("[name=substitute-ends_on]", "2099-04-30")
        story.press(page, "Ouvrir cette suppléance")
        assert "jusqu'au 30 avril 2099" in page.inner_text("main")
        page.locator("section[aria-labelledby=titulaire] details").filter(
            has_text="Inscrire un intérêt"
        ).locator("summary").click()
        page.fill("section[aria-labelledby=titulaire] [name$=-words]", "préside une association")
        with page.expect_navigation():
            page.locator("section[aria-labelledby=titulaire]").get_by_role(
                "button", name="Inscrire", exact=True
            ).click()
        story.look(page)
        assert "préside une association" in page.inner_text("main")


def who_decides_is_said_where_people_live(story: Story) -> None:
    with story.person() as page:
        for path in ("/quartiers/QP059074/", "/communes/59512/"):
            story.go(page, path)
            link = page.get_by_role("link", name="Conseil citoyen des Trois Ponts")
            assert link.get_attribute("href") == f"/qui-decide/{story.facts['council']}/"


def the_other_office_pages_are_as_good(story: Story) -> None:
    with story.person("cheffe") as page:
        body, council = story.facts["body"], story.facts["council"]
        for path in (
            "nouvelle/", f"{body}/", f"{body}/regles/", f"{body}/voeux/",
            f"{council}/conseil/moyens/",
        ):  # fmt: skip
            story.go(page, f"/gestion/instances/{path}")
        story.go(page, f"/gestion/instances/{body}/voeux/")
        page.fill("[name=voeu-title]", "Un passage protégé")
        page.fill("[name=voeu-addressee]", "Conseil municipal")
        story.press(page, "Inscrire cette demande")
        opened(page, "Inscrire la réponse")
        page.fill("textarea[name$=answer]", "Oui, cet été.")
        story.press(page, "Publier cette réponse")
        assert "Oui, cet été." in page.inner_text("main")


def the_secretary_writes_down_a_meeting_held_before(story: Story) -> None:
    """Begun in the middle of a year: no letter, and its page says that it was written after."""
    with story.person("secretaire") as page:
        story.go(page, f"/qui-decide/{story.facts['body']}/")
        page.get_by_role("link", name="Inscrire une réunion déjà tenue").click()
        story.look(page)
        page.fill("[name=title]", "Premier comité")
        page.fill("[name=day]", (today() - timedelta(days=60)).isoformat())
        page.fill("[name=hour]", "18:00")
        page.fill("[name=called_on]", (today() - timedelta(days=59)).isoformat())
        story.press(page, "Enregistrer")
        assert "part avant la réunion" in page.inner_text("main")
        page.fill("[name=called_on]", (today() - timedelta(days=75)).isoformat())
        story.press(page, "Enregistrer")
        meeting = number_in(page)
        assert "personne n'est prévenu" in page.inner_text("main")
        story.press(page, "Tout le monde est là, sauf ceux que je corrige ensuite")
        page.fill("[name=item-title]", "Installation")
        story.press(page, "Ajouter ce point")
        page.get_by_role("link", name="Écrire et décider Installation").click()
        page.fill("#texte-1", "Le comité s'installe.")
        story.press(page, "Enregistrer le compte rendu")
        story.go(page, f"/gestion/instances/reunions/{meeting}/")
        story.press(page, "Clore la réunion")
        story.press(page, "Publier le compte rendu")
    with story.person() as page:
        story.go(page, f"/qui-decide/reunions/{meeting}/")
        shown = page.inner_text("main")
        assert "Tenue avant d'être inscrite ici" in shown and "Le comité s'installe." in shown
