"""Somebody copies an initiative on a phone, both carriers are put in touch, and a group works on
it, two of its members writing in the same note at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.story import PHONE, Story, number_in, served
from tests.journeys.test_every_page import open_page

pytestmark = pytest.mark.journey

HELLO = "Bonjour, nous voulons faire pareil rue des Arts."
REPLY = "Avec plaisir, venez samedi au jardin."


@pytest.fixture
def story(browser: Browser, new_home: Path) -> Iterator[Story]:
    with served(new_home, "tests.journeys.an_initiative") as (address, facts):
        yield Story(browser, address, new_home, facts)


def test_an_initiative_is_copied_and_worked_on(story: Story):
    everybody_reads_it_without_script(story)
    a_visitor_is_told_what_it_does_before_signing_in(story)
    copy = bruno_does_it_here(story)
    thread = nadia_answers_from_her_mail(story)
    both_say_yes_and_only_then_see_each_other(story, thread)
    an_officer_publishes_the_copy(story, copy)
    the_line_is_shown_both_ways(story, copy)
    group = nadia_opens_a_group(story)
    bruno_is_let_in(story, group)
    two_texts_for_one_note(story, group)
    the_group_is_closed_and_taken_away(story, group)
    a_page_that_nobody_keeps_finds_who_carries_it(story)
    forms_sent_empty_say_what_to_do(story)
    a_record_of_help_is_placed_by_its_address(story)
    assert story.wrong == []


def everybody_reads_it_without_script(story: Story) -> None:
    page, wrong = open_page(story.browser, PHONE, script=False)
    page.goto(f"{story.address}/initiatives/")
    page.get_by_role("link", name=re.compile("co-construire")).click()
    page.get_by_role("link", name=story.facts["title"]).click()
    said = page.inner_text("main")
    assert "Trente familles jardinent." in said and "Le gardien ouvre l'eau." in said
    assert "Potager de l'école" in said and "Même" in said
    page.context.close()
    assert not wrong
    with story.person() as phone:
        story.go(phone, "/initiatives/")
        story.go(phone, f"/initiatives/{story.facts['initiative']}/")
        story.go(phone, "/initiatives/groupes/")


def a_visitor_is_told_what_it_does_before_signing_in(story: Story) -> None:
    where = f"/initiatives/{story.facts['initiative']}/"
    with story.person() as page:
        story.go(page, where)
        helped = page.locator("li", has=page.get_by_role("link", name="Café des voisins"))
        expect(helped).to_contain_text("Même quartier (Trois Ponts), même sujet")
        for link, sentence in (
            ("Faites-le ici", "Vous dites où"),
            ("Écrire à qui l'a fait", "sans votre adresse"),
        ):
            page.goto(story.address + where)
            page.get_by_role("link", name=link).click()
            story.look(page)
            expect(page.locator("main ol").last).to_contain_text(sentence)
            for way in ("Se connecter", "Créer un compte"):
                found = page.get_by_role("main").get_by_role("link", name=way)
                assert f"?next={where}" in str(found.get_attribute("href"))


def a_record_of_help_is_placed_by_its_address(story: Story) -> None:
    with story.person("cheffe") as page:
        story.go(page, "/aide/mes-fiches/nouvelle/")
        page.get_by_label("Nom", exact=True).fill("Couture du jeudi")
        page.get_by_label("Rencontrer du monde").check()
        page.locator("#id_address").fill("12 rue haute")
        page.locator("#id_commune_name").fill("Roubaix")
        page.get_by_text("Seulement pour qui habite").click()
        page.locator("summary", has_text="Roubaix").click()
        page.get_by_label("Trois Ponts").check()
        story.look(page)
        page.locator("#id_address").press("Enter")
        expect(page.get_by_label("1. 12 Rue Haute, 59100 Roubaix")).to_be_checked()
        page.get_by_text("Voir sur la carte").click()
        story.look(page)
        expect(page.get_by_label("Trois Ponts")).to_be_checked()
        story.press(page, "Enregistrer avec cette adresse")
        said = page.inner_text("main")
        assert "Couture du jeudi" in said and "12 rue haute, 59100 Roubaix" in said
        assert "Qui habite" in said and "Trois Ponts" in said
        page.get_by_role("link", name="Confier cette fiche").click()
        story.look(page)
        page.fill("[name=email]", "personne@nulle.part.exemple")
        story.press(page, "Confier")
        assert "Aucun compte n'a cette adresse" in page.inner_text("main")


def bruno_does_it_here(story: Story) -> int:
    with story.person("bruno") as page:
        story.go(page, f"/initiatives/{story.facts['initiative']}/")
        page.get_by_role("link", name="Faites-le ici").click()
        story.look(page)
        page.select_option("[name=territory_id]", label="Roubaix")
        page.fill("[name=place]", "rue des Arts")
        page.fill("[name=body]", HELLO)
        story.press(page, "Commencer ma fiche")
        assert "l'original sera cité" in page.inner_text("main")
        assert page.input_value("[name=title]") == story.facts["title"]
        assert page.input_value("[name=results]") == ""
        copy = number_in(page)
        page.fill("[name=title]", "Le jardin de la rue des Arts")
        page.get_by_text("Où elle en est, combien elle coûte").click()
        page.select_option("[name=cost_kind]", value="yearly")
        page.fill("[name=cost]", "350")
        story.press(page, "Enregistrer et proposer")
        assert "va la lire" in page.inner_text("main")
        return copy


def nadia_answers_from_her_mail(story: Story) -> int:
    mail = story.mail_to(story.facts["addresses"]["nadia"], HELLO)
    assert story.facts["addresses"]["bruno"] not in mail
    found = re.search(r"http\S+/initiatives/echanges/(\d+)/", mail)
    assert found is not None
    with story.person("nadia") as page:
        story.go(page, found[0].removeprefix(story.address))
        assert HELLO in page.inner_text("main")
        assert story.facts["addresses"]["bruno"] not in page.content()
        page.fill("[name=body]", REPLY)
        story.press(page, "Envoyer")
    mail = story.mail_to(story.facts["addresses"]["bruno"], REPLY)
    assert story.facts["addresses"]["nadia"] not in mail
    return int(found[1])


def both_say_yes_and_only_then_see_each_other(story: Story, thread: int) -> None:
    path = f"/initiatives/echanges/{thread}/"
    with story.person("bruno") as page:
        story.go(page, path)
        story.press(page, "J'accepte de montrer mon adresse")
        assert story.facts["addresses"]["nadia"] not in page.content()
    with story.person("nadia") as page:
        story.go(page, path)
        story.press(page, "J'accepte de montrer mon adresse")
        assert story.facts["addresses"]["bruno"] in page.inner_text("main")
    with story.person("chloe", refused=True) as page:
        page.goto(story.address + path)
        assert "les deux personnes" in page.inner_text("main")
        story.look(page)


def an_officer_publishes_the_copy(story: Story, copy: int) -> None:
    with story.person("cheffe") as page:
        story.go(page, "/gestion/initiatives/")
        page.get_by_role("link", name="Le jardin de la rue des Arts").click()
        story.look(page)
        story.press(page, "Publier")
        assert "Rien n'attend" in page.inner_text("main")
        story.go(page, f"/initiatives/{copy}/retirer/")


def the_line_is_shown_both_ways(story: Story, copy: int) -> None:
    with story.person() as page:
        story.go(page, f"/initiatives/{story.facts['initiative']}/")
        assert "reprise 1 fois ailleurs" in page.inner_text("main")
        page.get_by_role("link", name="Le jardin de la rue des Arts").first.click()
        story.look(page)
        said = page.inner_text("main").replace("\xa0", " ").replace("\u202f", " ")
        assert number_in(page) == copy and "D'après" in said and "350 € par an" in said
        assert "Trente familles" not in said


def nadia_opens_a_group(story: Story) -> int:
    with story.person("nadia") as page:
        story.go(page, "/initiatives/groupes/ouvrir/")
        page.fill("[name=title]", "Composter au Pile")
        page.fill("[name=summary]", "Préparer trois bacs.")
        page.select_option("[name=door]", value="request")
        story.press(page, "Ouvrir le groupe")
        group = number_in(page)
        page.get_by_role("link", name="Choisir les initiatives liées").click()
        story.look(page)
        page.get_by_label("Son nom, son lieu ou qui la porte").fill(str(story.facts["title"])[:6])
        story.press(page, "Chercher")
        story.press(page, f"Lier au groupe : {story.facts['title']}")
        story.go(page, f"/initiatives/{story.facts['initiative']}/groupes/")
        assert "lié" in page.inner_text("main")
        story.go(page, f"/initiatives/groupes/{group}/")
        assert story.facts["title"] in page.inner_text("main")
        page.get_by_role("link", name="Écrire une note").click()
        story.look(page)
        page.fill("[name=title]", "Les bacs")
        page.fill("[name=body]", "Trois bacs.")
        story.press(page, "Enregistrer")
        story.go(page, f"/initiatives/groupes/{group}/taches/nouvelle/")
        page.fill("[name=title]", "Appeler le bailleur")
        story.press(page, "Enregistrer")
        story.press(page, "C'est fait : Appeler le bailleur")
        assert "faite" in page.inner_text(".task")
        return group


def bruno_is_let_in(story: Story, group: int) -> None:
    with story.person("bruno") as page:
        story.go(page, f"/initiatives/groupes/{group}/")
        assert "Trois bacs." not in page.content() and "Les bacs" not in page.content()
        page.get_by_role("link", name="Demander à entrer").click()
        story.look(page)
        page.fill("[name=words]", "J'ai un broyeur.")
        story.press(page, "Envoyer ma demande")
    with story.person("nadia") as page:
        story.go(page, f"/initiatives/groupes/{group}/")
        assert "J'ai un broyeur." in page.inner_text("main")
        story.press(page, "Accepter Bruno Exemple")


def two_texts_for_one_note(story: Story, group: int) -> None:
    with story.person("nadia") as hers, story.person("bruno") as his:
        for page in (hers, his):
            story.go(page, f"/initiatives/groupes/{group}/")
            page.get_by_role("link", name="Les bacs").click()
            page.get_by_role("link", name="Modifier").click()
            page.wait_for_load_state()
        write(story, hers, "Quatre bacs.")
        write(story, his, "Deux bacs.")
        said = his.inner_text("main")
        assert "Deux textes pour une note" in said
        assert "Quatre bacs." in said and "Deux bacs." in said
        his.locator("#texte").fill("Quatre bacs, deux d'abord.")
        story.press(his, "Garder ce texte")
        assert "Quatre bacs, deux d'abord." in his.inner_text("main")
        assert his.get_by_text("texte mis de côté").count() == 1


def write(story: Story, page: Page, body: str) -> None:
    page.fill("[name=body]", body)
    story.press(page, "Enregistrer")


def the_group_is_closed_and_taken_away(story: Story, group: int) -> None:
    with story.person("nadia") as page:
        story.go(page, f"/initiatives/groupes/{group}/modifier/")
        story.go(page, f"/initiatives/groupes/{group}/")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Tout emporter (ZIP)").click()
        assert waiting.value.suggested_filename == f"groupe-{group}.zip"
        page.get_by_role("link", name="Fermer le groupe").click()
        story.look(page)
        page.fill("[name=words]", "Quatre bacs sont posés.")
        story.press(page, "Fermer le groupe")
        story.go(page, "/initiatives/les-miennes/")
    with story.person() as page:
        story.go(page, f"/initiatives/groupes/{group}/")
        assert "Quatre bacs sont posés." in page.inner_text("main")


def a_page_that_nobody_keeps_finds_who_carries_it(story: Story) -> None:
    where = f"/initiatives/{story.facts['alone']}/"
    with story.person("bruno") as page:
        story.go(page, where)
        page.get_by_role("link", name="C'est la vôtre ?").click()
        story.look(page)
        page.fill("[name=words]", "Je tiens la bibliothèque qui l'a fait.")
        story.press(page, "Le dire à l'équipe")
        assert "vous répondra" in page.inner_text("main")
    with story.person("cheffe") as page:
        story.go(page, "/")
        page.get_by_role("link", name="1 personne dit porter une initiative").click()
        story.look(page)
        assert "Je tiens la bibliothèque" in page.inner_text("main")
        story.press(page, "Confier la fiche : Un livre de mémoire du quartier")
    with story.person("chloe") as page:
        story.go(page, where)
        page.get_by_role("link", name="Écrire à qui l'a fait").wait_for()


def forms_sent_empty_say_what_to_do(story: Story) -> None:
    with story.person("chloe", status="422") as page:
        for path, button, sentence in (
            ("raconter/", "Enregistrer et proposer", "Donnez un nom à l'initiative"),
            (f"{story.facts['initiative']}/faire-ici/", "Commencer ma fiche", "Dites où"),
            ("groupes/ouvrir/", "Ouvrir le groupe", "Donnez un nom au groupe."),
        ):
            story.go(page, f"/initiatives/{path}")
            story.press(page, button)
            assert sentence in page.inner_text("main")
