"""A vote, from its rules to its result, as those who live it: on a phone, on paper, in Arabic."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.story import PHONE, Story, served
from tests.journeys.test_every_page import open_page
from tests.prepared import FAIRE

pytestmark = pytest.mark.journey

OFFICE, CAST, VOTE = (
    "/gestion/participation/budget/vote/", "/participer/budget/voter/", "/participer/budget/vote/",
)  # fmt: skip


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.a_vote") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_a_vote(story: Story, tmp_path: Path) -> None:
    codes = an_officer_prepares_prints_codes_and_opens(story, tmp_path)
    receipts = [
        somebody_votes_on_a_phone_without_script(story, codes[0]),
        somebody_votes_in_arabic(story, codes[1]),
    ]
    the_desk_signs_for_paper_and_helps(story, codes[2], codes[3])
    paper_is_keyed_twice_and_a_difference_settled(story)
    it_is_counted_and_published(story)
    anybody_reads_checks_and_counts_again(story, receipts, tmp_path)
    assert story.wrong == []


def an_officer_prepares_prints_codes_and_opens(story: Story, folder: Path) -> list[str]:
    with story.person("cheffe") as page:
        story.go(page, "/gestion/participation/budget/")
        page.get_by_role("link", name="Conduire le vote").click()
        story.look(page)
        page.fill("#id_max_choices", "3")
        page.fill("#id_translations", "1 | ar | حديقة مشتركة | أحواض مرتفعة ونقطة ماء")
        story.press(page, "Préparer le vote")
        page.fill("#id_batch", "Centre social")
        page.fill("#id_count", "4")
        page.select_option("#id_format", "csv")
        with page.expect_download() as coming:
            page.get_by_role("button", name="Faire un lot de codes").click()
        coming.value.save_as(folder / "codes.csv")
        story.go(page, OFFICE)
        assert "4 codes" in page.inner_text("main")
        decided(story, page, "Ouvrir le vote", "Oui, ouvrir le vote")
        assert "ouvert" in page.inner_text("main")
    lines = (folder / "codes.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return [line.split(";")[0] for line in lines]


def somebody_votes_on_a_phone_without_script(story: Story, code: str) -> str:
    page, wrong = open_page(story.browser, PHONE, script=False)
    page.goto(f"{story.address}/participer/budget/")
    page.get_by_role("link", name="Voter", exact=True).click()
    page.fill("#code", "mauvais code")
    page.press("#code", "Enter")
    assert "pas reconnu" in page.inner_text("main")
    page.fill("#code", code.lower())
    page.press("#code", "Enter")
    for number in range(1, 5):
        page.check(f"#p-{number}")
    page.get_by_role("button", name="Continuer").click()
    assert "4 projets choisis : 3 au plus" in page.inner_text("[role=alert]")
    assert page.is_checked("#p-4")
    page.uncheck("#p-4")
    page.focus("#p-2")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continuer").click()
    assert "Relisez et confirmez" in page.inner_text("h1")
    assert "Terrain de jeux" not in page.inner_text(".vote-chosen")
    page.get_by_role("button", name="Je vote").click()
    assert "Votre vote est enregistré" in page.inner_text("h1")
    receipt = page.inner_text(".vote-receipt")
    assert not page.context.cookies() or {row["name"] for row in page.context.cookies()} == {
        "csrftoken"
    }
    # The faults that were meant are answered 422, which a browser writes in its console.
    story.wrong += [each for each in wrong if "422" not in each]
    page.context.close()
    return receipt


def somebody_votes_in_arabic(story: Story, code: str) -> str:
    """With a QR code: its code comes after the #, and never reaches a server."""
    with story.person() as page:
        story.go(page, f"{CAST}#{code.replace('-', '')}")
        assert page.input_value("#code") == code and "#" not in page.url
        page.get_by_role("link", name="العربية").click()
        story.look(page)
        assert page.evaluate("document.dir") == "rtl"
        # What is beyond the left edge can be scrolled to, and is not in scrollWidth.
        assert page.evaluate("(scrollTo(-9999, 0), scrollX)") == 0
        page.fill("#code", code)
        story.press(page, "متابعة")
        assert "حديقة مشتركة" in page.inner_text("main")
        page.check("#p-1")
        story.press(page, "Français")
        assert page.is_checked("#p-1") and page.evaluate("document.dir") == "ltr"
        story.press(page, "العربية")
        story.press(page, "متابعة")
        story.press(page, "أصوّت")
        assert "تمّ تسجيل تصويتك" in page.inner_text("h1")
        return page.inner_text(".vote-receipt")


def the_desk_signs_for_paper_and_helps(story: Story, paper: str, helped: str) -> None:
    with story.person("cheffe") as page:
        story.go(page, f"{OFFICE}bureau/")
        page.fill("#code", paper)
        story.press(page, "Émarger, bulletin papier")
        assert "donnez un bulletin papier" in page.inner_text("main")
        page.fill("#code", helped)
        story.press(page, "Voter ici avec de l'aide")
        page.check("#p-1")
        story.press(page, "Continuer")
        story.press(page, "Je vote")
        page.get_by_role("link", name="Retour au bureau de vote").click()
        story.look(page)
        story.go(page, OFFICE)
        assert "4 émargements" in page.inner_text("main")
        decided(story, page, "Clore le vote", "Oui, clore le vote")


def decided(story: Story, page: Page, act: str, yes: str) -> None:
    """An act that cannot be undone is asked twice, without script."""
    assert not page.get_by_role("button", name=yes, exact=True).is_visible()
    page.locator("summary", has_text=act).click()
    story.look(page)
    story.press(page, yes)


def keyed(story: Story, name: str, reading: str, number: int) -> None:
    with story.person(name) as page:
        story.go(page, f"{OFFICE}papier/")
        if reading == "Première lecture":
            page.fill("#id_label", "Urne de la mairie")
            page.fill("#id_found", "1")
            story.press(page, "Ouvrir l'urne")
        else:
            page.get_by_role("link", name="Urne de la mairie").click()
            story.look(page)
        page.get_by_role("link", name=reading).click()
        story.look(page)
        page.check(f"#p-{number}")
        story.press(page, "Enregistrer")


def paper_is_keyed_twice_and_a_difference_settled(story: Story) -> None:
    keyed(story, "cheffe", "Première lecture", 3)
    keyed(story, "lea", "Seconde lecture", 2)
    with story.person("lea") as page:
        story.go(page, f"{OFFICE}papier/")
        page.get_by_role("link", name="Urne de la mairie").click()
        assert "Lectures différentes" in page.inner_text("main")
        story.look(page)
        page.check("#r1-p-3")
        page.fill("#r1-reason", "La croix déborde, la case est celle du n° 3.")
        story.press(page, "Trancher Bulletin n° 1")
        assert "fini" in page.inner_text("main")


def it_is_counted_and_published(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, OFFICE)
        decided(story, page, "Dépouiller", "Oui, dépouiller")
        with story.person() as passer_by:
            story.go(passer_by, VOTE)
            assert "Financés" not in passer_by.inner_text("main")
        story.go(page, VOTE)
        assert "Provisoire" in page.inner_text("main")
        story.go(page, OFFICE)
        assert page.get_by_role("button", name="Finir d'effacer").count() == 0
        decided(story, page, "Publier le résultat", "Oui, publier le résultat")
        decided(
            story,
            page,
            "Effacer la liste des votants et les codes",
            "Oui, effacer la liste et les codes",
        )


def anybody_reads_checks_and_counts_again(story: Story, receipts: list[str], folder: Path) -> None:
    with story.person() as page:
        story.go(page, VOTE)
        shown = page.inner_text("main")
        assert "Jardin partagé des Trois Ponts" in shown and "Financé au tour 1" in shown
        assert "4 votants" in shown
        check_receipt(story, page, receipts)
        story.go(page, VOTE)
        with page.expect_download() as coming:
            page.get_by_role("link", name="Les bulletins, la règle et la graine").click()
        coming.value.save_as(folder / "budget.pb")
    done = subprocess.run([*FAIRE, "tally", str(folder / "budget.pb")], capture_output=True)
    assert done.returncode == 0 and "Vérifié" in done.stdout.decode(), done.stderr.decode()


def check_receipt(story: Story, page: Page, receipts: list[str]) -> None:
    page.get_by_role("link", name="Vérifier un reçu").click()
    story.look(page)
    for receipt in receipts:
        page.fill("#recu", receipt)
        story.press(page, "Vérifier")
        assert "est dans le dépouillement" in page.inner_text("[role=status]")
    page.fill("#recu", "0000-0000-0000-0000")
    story.press(page, "Vérifier")
    assert "Aucun bulletin" in page.inner_text("[role=alert]")
