"""What is suggested beside an initiative, and why."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.initiatives.words import Place

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
