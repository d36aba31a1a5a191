"""Writing a page, having it read, taking it away."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.initiatives.models import Initiative, InitiativeStep, Told
from faire_ensemble.apps.initiatives.services import moderation, writing
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def test_from_draft_to_published_each_act_is_kept(place: Place):
    row = place.write(cost_kind="yearly", cost=Decimal("1200.50"), started=2015)
    assert row.state == "draft" and row.cost == Decimal("1200.50")
    place.publish(row)
    assert row.state == "published" and row.published_at is not None
    assert list(InitiativeStep.objects.values_list("act", flat=True)) == ["propose", "publish"]
    told = Told.objects.get()
    assert told.person_id == row.carrier_id and "est publiée" in told.text
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs[-3:] == ["initiative écrite", "initiative proposée", "initiative publiée"]


def test_sent_back_with_a_reason_that_its_carrier_reads(place: Place):
    row = place.write()
    moderation.propose_initiative(actor=row.carrier, initiative_id=row.pk)
    with pytest.raises(BadInput, match="Dites ce qui est à corriger"):
        moderation.moderate(actor=place.officer, initiative_id=row.pk, publish=False)
    moderation.moderate(
        actor=place.officer, initiative_id=row.pk, publish=False, words="Dites où.", site=SITE
    )
    row.refresh_from_db()
    assert row.state == "draft" and "Dites où." in Told.objects.get().text
    page = place.client(row.carrier).get("/initiatives/les-miennes/").content.decode()
    assert "Dites où." in page


def test_what_is_done_cannot_be_done_twice(place: Place):
    row = place.published()
    with pytest.raises(BadInput, match="C'est déjà fait"):
        moderation.moderate(actor=place.officer, initiative_id=row.pk, publish=True)
    with pytest.raises(BadInput, match="C'est déjà fait"):
        moderation.propose_initiative(actor=row.carrier, initiative_id=row.pk)


def test_withdrawn_it_is_read_by_nobody_and_may_come_back(place: Place):
    row = place.published()
    with pytest.raises(BadInput, match="Dites pourquoi"):
        moderation.withdraw_initiative(actor=place.officer, initiative_id=row.pk)
    moderation.withdraw_initiative(actor=row.carrier, initiative_id=row.pk)
    assert place.client().get(f"/initiatives/{row.pk}/").status_code == 403
    assert row.title not in place.client().get("/initiatives/").content.decode()
    place.publish(row)
    assert place.client().get(f"/initiatives/{row.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Donnez un nom"),
        ({"title": "x" * 151}, "title", "151 caractères"),
        ({"body": ""}, "body", "avec vos mots"),
        ({"family": "war"}, "family", "Choisissez une famille"),
        ({"domain": ""}, "domain", "Choisissez un domaine"),
        ({"cost_kind": "yearly"}, "cost", "Écrivez le montant"),
        ({"cost_kind": "once", "cost": Decimal("-3")}, "cost", "Écrivez le montant"),
        ({"cost": Decimal(12)}, "cost_kind", "par an ou une seule fois"),
        ({"started": 1492}, "started", "n'est pas une année"),
        ({"started": 2018, "ended": 2015}, "ended", "avant de commencer"),
        ({"partners": [f"Ami {n}" for n in range(31)]}, "partners", "plus de 30 partenaires"),
    ],
)
def test_bad_input_is_said(place: Place, fields: dict, field: str, sentence: str):
    with pytest.raises(BadInput, match=sentence) as met:
        place.write(**fields)
    assert met.value.field == field
    assert not Initiative.objects.exists()


def test_partners_are_organisations_where_the_directory_knows_one(place: Place):
    known = place.year.organisation("Centre social du Pile")
    place.year.organisation("Collège Jules-Ferry", siret="13000000000011")
    place.year.organisation("Collège Jules-Ferry", siret="13000000000029")
    row = place.write(
        partners=["Centre social du Pile", "Les voisins", "Les voisins ", "Collège Jules-Ferry"]
    )
    found = [(each.organisation_id, each.name) for each in row.partners.all()]
    # A name borne by two is nobody's in particular.
    assert found == [(known.pk, ""), (None, "Les voisins"), (None, "Collège Jules-Ferry")]


def test_a_copy_gives_credit_and_says_nothing_in_the_original_s_place(place: Place):
    row = place.published(
        results="Trente familles.", worked="Le gardien.", hard="L'eau.", cost_kind="yearly",
        cost=Decimal(900), partners=["Ville de Roubaix"], started=2012,
    )  # fmt: skip
    copy = place.copied(row)
    assert (copy.title, copy.body, copy.family) == (row.title, row.body, row.family)
    assert (copy.results, copy.worked, copy.hard, copy.cost, copy.cost_kind, copy.started) == (
        "", "", "", None, "unknown", None,
    )  # fmt: skip
    assert copy.copied_from == row and copy.root == row and copy.progress == "idea"
    assert not copy.partners.exists()
    assert place.copied(row).pk == copy.pk  # a second click
    again = place.copied(place.publish(copy), "chloe")
    assert again.copied_from == copy and again.root == row


def test_a_copy_is_carried_by_the_organisation_that_its_author_speaks_for(place: Place):
    row = place.published()
    centre = place.year.organisation("Centre social du Pile")
    animator = place.year.mandated("animatrice", "holder", organisation=centre.name)
    made = writing.start_copy(actor=animator, initiative_id=row.pk, place="rue des Arts")
    assert (made.organisation, made.carrier_name) == (centre, centre.name)
    page = place.client(animator).get("/initiatives/raconter/").text
    assert f'value="{centre.name}"' in page
    place.year.organisation("Autre centre")
    two = place.person("deux")
    for name in (centre.name, "Autre centre"):
        Mandate.objects.create(
            person=two, role="holder", organisation=name, valid_from=date(2020, 1, 1)
        )
    made = writing.start_copy(actor=two, initiative_id=row.pk, place="rue des Arts")
    assert made.organisation is None and made.carrier_name == ""  # which one is theirs to say


def test_a_copy_says_where_before_it_is_proposed(place: Place):
    copy = place.copied(place.published(), place="")
    with pytest.raises(BadInput, match="Dites où vous le faites"):
        moderation.propose_initiative(actor=copy.carrier, initiative_id=copy.pk)


def test_only_what_is_published_is_copied(place: Place):
    with pytest.raises(Refused, match="ne peut pas être reprise"):
        place.copied(place.write())


def test_the_carrier_of_the_original_hears_of_the_copy_once(place: Place):
    row = place.published()
    copy = place.publish(place.copied(row))
    texts = [each.text for each in Told.objects.filter(person=row.carrier)]
    assert sum("est reprise ailleurs" in text for text in texts) == 1
    moderation.withdraw_initiative(actor=copy.carrier, initiative_id=copy.pk)
    place.publish(copy)
    texts = [each.text for each in Told.objects.filter(person=row.carrier)]
    assert sum("est reprise ailleurs" in text for text in texts) == 1


def test_what_its_carrier_took_away_comes_back_by_their_hand_only(place: Place):
    row = place.published()
    moderation.withdraw_initiative(actor=row.carrier, initiative_id=row.pk)
    with pytest.raises(Refused, match="la personne qui la porte la propose"):
        moderation.propose_initiative(actor=place.officer, initiative_id=row.pk)
    with pytest.raises(BadInput, match="n'est plus possible"):
        moderation.moderate(actor=place.officer, initiative_id=row.pk, publish=True)


def test_a_published_page_that_changes_is_shown_to_officers_again(place: Place):
    row = place.published()
    office = place.client(place.officer)
    changed = "Publiées, et modifiées depuis"
    assert changed not in office.get("/gestion/initiatives/").content.decode()
    writing.change_initiative(
        actor=row.carrier, initiative_id=row.pk, draft=place.draft(title="Autre chose")
    )
    page = office.get("/gestion/initiatives/").content.decode()
    assert changed in page and "Autre chose" in page
    office.post(f"/gestion/initiatives/{row.pk}/", {"faire": "relu"})
    assert changed not in office.get("/gestion/initiatives/").content.decode()


def test_changing_a_page_keeps_the_organisation_that_carries_it(place: Place):
    centre = place.year.organisation("Centre social du Pile")
    row = place.write(carrier_name=centre.name)
    assert row.organisation == centre
    client = place.client(row.carrier)
    form = {"title": row.title, "body": "Autrement.", "family": "build", "domain": "nature",
            "carrier_name": centre.name, "cost_kind": "unknown"}  # fmt: skip
    assert client.post(f"/initiatives/{row.pk}/modifier/", form).status_code == 302
    row.refresh_from_db()
    assert row.organisation == centre and row.body == "Autrement."


def test_nobody_floods(place: Place):
    for rank in range(writing.A_DAY):
        place.write(title=f"Idée {rank}")
    with pytest.raises(BadInput, match="revenez demain"):
        place.write(title="Une de trop")


@pytest.mark.parametrize(
    "wrong",
    [
        {"cost_kind": "free", "cost": Decimal(3)},
        {"cost_kind": "yearly", "cost": None},
        {"second_family": "build"},
        {"started": 2018, "ended": 2010},
    ],
)
def test_the_database_refuses_too(place: Place, wrong: dict):
    row = place.write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=row.pk).update(**wrong)


def test_a_step_is_never_rewritten(place: Place):
    place.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeStep.objects.update(words="autre")
