"""What is suggested beside an initiative, and why."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.initiatives.words import Place

from faire_ensemble.apps.directory.models import AUDIENCES, KINDS, Organisation, Service
from faire_ensemble.apps.directory.models import Place as Spot
from faire_ensemble.apps.initiatives.models import Domain
from faire_ensemble.apps.initiatives.selectors.helping import AUDIENCES_OF, KINDS_OF
from faire_ensemble.apps.initiatives.selectors.page import initiative_page, initiative_row
from faire_ensemble.apps.initiatives.selectors.suggesting import suggestions
from faire_ensemble.apps.initiatives.services import moderation


def test_similar_ones_with_their_reason(place: Place):
    row = place.published()
    near = place.published("bruno", title="Un potager à l'école", body="Des voisins cultivent.")
    place.published(
        "chloe", title="Ciné-débat", body="Un film, puis on parle.", family="meet",
        domain="culture",
    )  # fmt: skip
    found = suggestions(row).similar
    assert [each.id for each in found] == [near.pk]
    assert found[0].reason.startswith("Même domaine (jardins et environnement)") or (
        found[0].reason.startswith("Mots communs")
    )
    assert "potager" in found[0].reason and "même famille (co-construire)" in found[0].reason


def test_never_itself_nor_what_is_not_published(place: Place):
    row = place.published()
    twin = place.published("bruno")
    place.write("chloe")
    proposed = place.write("driss")
    moderation.propose_initiative(actor=proposed.carrier, initiative_id=proposed.pk)
    assert [each.id for each in suggestions(row).similar] == [twin.pk]
    moderation.withdraw_initiative(actor=twin.carrier, initiative_id=twin.pk)
    assert suggestions(row).similar == ()


def test_who_could_help_and_where_they_were_met(place: Place):
    centre = place.year.organisation("Centre social du Pile")
    lmh = place.year.organisation("Bailleur LMH", "landlord")
    mine = place.year.organisation("Les Incroyables")
    row = place.published(territory_id=place.year.quarter.pk, partners=["Les Incroyables"])
    place.published("bruno", title="Potager d'école", partners=[centre.name, mine.name])
    place.published(
        "chloe", title="Compost du quai", territory_id=place.year.quarter.pk,
        organisation_id=lmh.pk, family="meet", body="On composte.",
    )  # fmt: skip
    found = {each.id: each.reason for each in suggestions(row).actors}
    assert set(found) == {centre.pk, lmh.pk}
    assert found[centre.pk] == "Partenaire de « Potager d'école », qui ressemble à celle-ci."
    assert found[lmh.pk] == "Porte « Compost du quai » au même endroit, dans le même domaine."


class Help:
    """Records of help in Roubaix, of the neighbourhood or not."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.kept = iter(range(100))

    def organisation(self, name: str) -> Organisation:
        known = Organisation.objects.filter(name=name).first()
        return known or self.place.year.organisation(name)

    def give(self, name: str, organisation: str = "", **said: Any) -> Service:
        rank = next(self.kept)
        here, served = said.pop("here", True), said.pop("served", None)
        spot = Spot.objects.create(
            name=f"Lieu {rank}", commune=self.place.year.commune, commune_name="Roubaix"
        )
        if here:
            spot.neighbourhoods.add(self.place.year.quarter)
        owner = self.organisation(organisation) if organisation else None
        where = None if said.pop("nowhere", False) else spot
        made = Service.objects.create(name=name, place=where, organisation=owner, **said)
        if served:
            made.areas.add(served)
        return made


def test_help_given_around_on_the_same_subject_with_its_reason(place: Place):
    helping, quarter = Help(place), place.year.quarter
    row = place.published(territory_id=quarter.pk, domain="education", audience="children")
    near = helping.give("Aide aux devoirs", "Centre social", kinds=["school", "food"],
                        audiences=["children", "parents"])  # fmt: skip
    helping.give("Lecture du soir", "Centre social", kinds=["reading"])
    town = helping.give("Cours de français", kinds=["reading"], here=False)
    comes = helping.give("Bus du livre", kinds=["reading"], nowhere=True, served=quarter)
    helping.give("Colis", kinds=["food"])
    helping.give("Fermé", kinds=["school"], closed_on=timezone.localdate())
    helping.give("Absorbé", kinds=["school"], merged_into=near)
    found = suggestions(row).around
    assert [each.service_id for each in found] == [near.pk, comes.pk, town.pk]
    assert [each.reason for each in found] == [
        "Même quartier (Trois Ponts), même sujet (École et devoirs), même public (enfants).",
        "Aide qui habite ici (Trois Ponts), même sujet (Lire, écrire, parler français).",
        "Même commune (Roubaix), même sujet (Lire, écrire, parler français).",
    ]
    assert [each.by for each in found] == ["Centre social", "", "Lieu 2"]
    page = place.client().get(f"/initiatives/{row.pk}/").text
    assert "Qui pourrait aider" in page and f'href="/aide/{near.pk}/"' in page
    assert "Même quartier (Trois Ponts), même sujet (École et devoirs)" in page


def test_who_is_already_there_gives_no_suggestion_nor_does_help_elsewhere(place: Place):
    helping = Help(place)
    helping.organisation("Centre social")
    nowhere = place.published(title="Sans lieu", domain="education")
    row = place.published(
        "bruno", title="Avec le centre", domain="education", partners=["Centre social"],
        territory_id=place.year.quarter.pk, organisation_id=place.year.organisation("École").pk,
    )  # fmt: skip
    helping.give("Aide aux devoirs", "Centre social", kinds=["school"])
    helping.give("Étude du soir", "École", kinds=["school"])
    Service.objects.create(name="Par téléphone", kinds=["school"])
    assert suggestions(nowhere).around == () and suggestions(row).around == ()
    town = place.published(
        "chloe", title="En ville", domain="education", territory_id=place.year.commune.pk
    )
    found = suggestions(town)  # met through « Avec le centre »: named once, with that reason
    assert {each.name for each in found.actors} == {"Centre social", "École"}
    assert found.around == ()
    moderation.withdraw_initiative(actor=row.carrier, initiative_id=row.pk)
    assert {each.name for each in suggestions(town).around} == {"Aide aux devoirs", "Étude du soir"}
    assert suggestions(town).around[0].reason.startswith("Même commune (Roubaix)")


def test_the_directory_costs_one_query_whatever_it_holds(place: Place):
    row = place.published(territory_id=place.year.quarter.pk, domain="education")
    few, helping = queries_of(row.pk), Help(place)
    for rank in range(12):
        helping.give(f"Aide {rank}", f"Organisation {rank}", kinds=["school"])
    assert len(initiative_page(initiative_row(row.pk)).suggestions.around) == 4
    assert queries_of(row.pk) == few


def test_every_domain_has_its_kinds_of_help():
    assert set(KINDS_OF) == set(Domain.values)
    assert all(codes and codes <= set(KINDS) for codes in KINDS_OF.values())
    assert all(codes and codes <= set(AUDIENCES) for codes in AUDIENCES_OF.values())


def test_a_page_asks_the_database_as_much_for_one_as_for_many(place: Place):
    row = place.published(partners=["Ville"])
    few = queries_of(row.pk)
    friend = place.year.organisation("Centre social du Pile")
    for rank in range(12):
        place.published(f"p{rank}", title=f"Jardin {rank}", partners=[friend.name])
    copy = place.copied(row)
    place.publish(copy)
    page = initiative_page(initiative_row(row.pk))
    assert page.suggestions.similar and page.suggestions.actors and page.essaimage == 1
    assert queries_of(row.pk) <= few + 1  # names of organisations, asked when there are some


def queries_of(key: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        initiative_page(initiative_row(key))
    return len(asked)
