"""Finding help: accents, typos, places, hours, people; on whichever database the tests run."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from faire_ensemble.apps.directory.models import SearchEntry, Service
from faire_ensemble.apps.directory.selectors.finding import (
    Asked,
    Where,
    current,
    find,
    keeping,
    whereabouts,
)
from faire_ensemble.apps.directory.services import add_contact, close_service
from faire_ensemble.apps.territory.models import Address

PARIS = ZoneInfo("Europe/Paris")


def names(**asked) -> list[str]:
    known = dict(Service.objects.values_list("pk", "name"))
    return [known[hit.service_id] for hit in find(Asked(**asked)).hits]


@pytest.fixture
def shelf(write):
    """Five kinds of help, a kilometre or more apart."""
    return {
        "french": write("Cours de français", description="Apprendre à lire et à écrire.",
                        audiences=["women", "newcomers"], languages=["fr", "ar"]),
        "net": write("Espace numérique", kinds=["digital", "papers"], lon=3.05, lat=50.05,
                     address="10 avenue Kléber", hours="lundi au vendredi : 9h-12h / 14h-17h"),
        "health": write("Centre de santé des Tilleuls", kinds=["health"], lon=3.15, lat=50.05,
                        commune_name="Valbois", address="1 place du Marché", free=True),
        "food": write("Épicerie solidaire", kinds=["food"], lon=3.03, lat=50.03,
                      hours="samedi : 10h-12h", changes="28/11/2026 : fermé"),
        "phone": write("Écoute parents", kinds=["childcare"], commune_name="", address="",
                       postcode="", lon=None, lat=None, coming=["phone"],
                       hours="vendredi : 20h-1h"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cours de français", "Cours de français"),
        ("COURS DE FRANCAIS", "Cours de français"),
        ("cour francai", "Cours de français"),
        ("apprendre a lire", "Cours de français"),
        ("alphabétisation", "Cours de français"),
        ("alfabetisation", "Cours de français"),
        ("ordinatuer", "Espace numérique"),
        ("epicerie", "Épicerie solidaire"),
        ("épicerrie solidere", "Épicerie solidaire"),
        ("tilleul", "Centre de santé des Tilleuls"),
        ("dentist", "Centre de santé des Tilleuls"),
        ("I want to learn French", "Cours de français"),
        ("read and write", "Cours de français"),
        ("reeding", "Cours de français"),
        ("doctor near me", "Centre de santé des Tilleuls"),
        ("help with my computer", "Espace numérique"),
        ("food", "Épicerie solidaire"),
        ("sante valbois", "Centre de santé des Tilleuls"),
        ("kleber", "Espace numérique"),
        ("colis alimentaires", "Épicerie solidaire"),
    ],
)
def test_words_with_and_without_accents_and_typos(shelf, text: str, first: str) -> None:
    assert names(text=text)[:1] == [first]


def test_a_typo_is_said_and_a_known_word_is_not_corrected(shelf) -> None:
    found = find(Asked(text="ordinatuer"))
    assert [(each.typed, each.words[0]) for each in found.typos] == [("ordinatuer", "ordinateur")]
    assert find(Asked(text="ordinateur")).typos == ()
    assert find(Asked(text="xylophone")).unknown == ("xylophone",)


def test_near_a_point_the_nearest_comes_first(shelf) -> None:
    here = Where(3.15, 50.05, "ici", exact=True)
    assert names(where=here)[0] == "Centre de santé des Tilleuls"
    hits = find(Asked(where=here)).hits
    known = [hit.kilometres for hit in hits if hit.kilometres is not None]
    assert known == sorted(known) and known[0] == pytest.approx(0, abs=1e-6)
    far = find(Asked(where=Where(3.02, 50.02, "là", exact=True), text="santé")).hits[0]
    assert far.kilometres == pytest.approx(9.87, abs=0.1)


def test_beyond_what_is_near_nothing_answers_but_help_without_a_place(shelf) -> None:
    assert names(where=Where(7.0, 48.0, "Alsace", exact=True)) == ["Écoute parents"]


def test_who_what_and_in_which_language(shelf) -> None:
    assert names(kind="health") == ["Centre de santé des Tilleuls"]
    assert "Cours de français" in names(audience="women")
    assert "Cours de français" not in names(audience="seniors")
    assert "Espace numérique" in names(audience="seniors")  # nobody named: everyone
    assert names(language="ar") == ["Cours de français"]
    assert len(names(language="fr")) == 5
    assert names(free=True) == ["Centre de santé des Tilleuls"]


def test_open_at_a_moment(shelf) -> None:
    def at(*when: int) -> set[str]:
        return set(names(open_at=datetime(*when, tzinfo=PARIS)))

    assert at(2026, 11, 30, 9, 0) == {"Espace numérique"}
    assert at(2026, 11, 30, 12, 0) == set()
    assert at(2026, 12, 5, 11, 0) == {"Épicerie solidaire"}
    assert at(2026, 11, 28, 11, 0) == set()  # closed on that Saturday
    assert at(2026, 11, 28, 0, 30) == {"Écoute parents"}  # Friday night goes on


def test_in_a_neighbourhood_or_a_commune(shelf, quarter, town) -> None:
    inside = {"Cours de français", "Espace numérique", "Épicerie solidaire"}
    assert set(names(territory=quarter.pk)) == inside
    assert set(names(territory=town.pk)) == inside
    assert names(commune_code="59002") == ["Centre de santé des Tilleuls"]


def test_nothing_found_says_what_to_leave_out(shelf) -> None:
    found = find(Asked(text="santé", kind="food"))
    assert found.hits == () and dict(found.without) == {"kind": 1}


def test_a_change_is_found_at_once_without_reading_everything_again(
    shelf, write, officer, monkeypatch, django_assert_num_queries
) -> None:
    current()
    monkeypatch.setattr(keeping, "built", lambda head: pytest.fail("all read again"))
    made = write("Atelier couture", kinds=["meeting"], description="machines à coudre")
    with django_assert_num_queries(2):
        assert [hit.service_id for hit in find(Asked(text="couture")).hits] == [made.pk]
    with django_assert_num_queries(1):
        find(Asked(text="couture"))
    close_service(actor=officer, service_id=made.pk)
    assert names(text="couture") == []
    close_service(actor=officer, service_id=shelf["net"].pk)
    assert "Espace numérique" not in names()


def test_many_changes_read_everything_again(shelf, write, monkeypatch) -> None:
    current()
    monkeypatch.setattr(keeping, "SMALL", 2)
    for rank in range(4):
        write(f"Atelier {rank}")
    kept = current()
    assert kept.built == kept.revision and kept.count == 9
    assert SearchEntry.objects.count() == 9


@pytest.mark.parametrize(
    ("text", "label", "exact"),
    [
        ("Rivebourg", "Rivebourg", False),
        ("rivebour", "Rivebourg", False),
        ("les rives", "Les Rives", False),
        ("quartier des Rives", "Les Rives", False),
        ("12 avenue kleber", "10 avenue Kléber, 59999 Rivebourg", True),
        ("3 rue des lilas, Rivebourg", "3 rue des Lilas, 59999 Rivebourg", True),
        ("rue inconnue, Valbois", "Valbois", False),
        ("50.02, 3.02", "50.0200, 3.0200", True),
    ],
)
def test_where_is_understood(shelf, quarter, text: str, label: str, exact: bool) -> None:
    found = whereabouts(text)
    assert found is not None and (found.label, found.exact) == (label, exact)


@pytest.mark.parametrize("text", ["", "12", "Tombouctou", "95.0, 3.0"])
def test_where_is_not_known(shelf, text: str) -> None:
    assert whereabouts(text) is None


def test_no_contact_enters_the_index(shelf, officer) -> None:
    add_contact(actor=officer, service_id=shelf["net"].pk, name="Zoé Quelquun", consent="écrit",
                consented_on=timezone.localdate())  # fmt: skip
    assert names(text="Quelquun") == []


def test_a_published_address_is_where(shelf, town) -> None:
    rows = [("14 rue Haute", 14, 3.08), ("16 rue Haute", 16, 3.081)]
    Address.objects.bulk_create(
        Address(key=key, commune=town, postcode="59999", street="Rue Haute", number=number,
                street_key="rue haute", lon=lon, lat=50.08)
        for key, number, lon in rows
    )  # fmt: skip
    found = whereabouts("14, r. haute Rivebourg")
    assert found is not None
    assert (found.label, found.lon, found.exact) == ("14 Rue Haute, 59999 Rivebourg", 3.08, True)
    between = whereabouts("17 rue Haute 59999")
    assert between is not None and (between.lon, between.exact) == (3.081, False)
    other = whereabouts("3 rue des lilas, Rivebourg")
    assert other is not None and other.label == "3 rue des Lilas, 59999 Rivebourg"
