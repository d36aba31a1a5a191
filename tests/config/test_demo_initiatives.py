"""The panorama of 2019 in the demonstration: complete, sourced, in our own words."""

from collections import Counter
from typing import Any

import pytest

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.initiatives.models import Audience, Domain, Family, Group, Initiative
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts, trying

NAMED = (
    "fenêtres qui parlent", "talents des quartiers", "jardins partagés", "FACE Métropole",
    "Ange gardien", "ciné-débats", "maisons Folie", "nouveaux habitants", "centres sociaux",
    "Etouchane", "mobilités douces", "trois tiers", "toit à partager", "Trévis", "travailleurs "
    "migrants", "SAS-Roms", "SuperQuinquin", "vacances à la mer", "chorale", "lectures vagabondes",
    "lutte contre les discriminations", "chemins de mémoire", "Brun Pain", "écoute sociale",
    "malle aux vêtements", "banque alimentaire", "bourse aux jouets", "passe à ton voisin",
    "bibliothèque tenue par des bénévoles", "forum des associations", "épicerie solidaire "
    "d'Armentières", "tissage des solidarités", "Espace Trèfle", "festival des solidarités",
    "ATOUT FACE", "TEKNIK", "FACE à la mixité", "aînés dans la vie de la cité", "covoiturage",
    "Entraïdons-nous", "jeunes et aînés", "hébergements d'urgence", "coup de pouce citoyen",
    "permis contre", "tarifs selon", "budget participatif de Lille", "budget participatif "
    "d'Armentières", "conseils de quartier", "permanences d'élus", "conseils municipaux d'enfants",
    "conseils de jeunes", "maisons de services", "conseils citoyens", "Fabrique Sallysienne",
    "Le Lien", "Nouveau Mons", "chantiers collectifs", "Oiseau-Mouche", "Lille3000",
    "fêtes de quartier", "fête des voisins", "n'ont pas de voisins", "Braderie", "Nieulles",
    "Louche d'Or", "fête des Louches", "Deûle en fête", "Belles Sorties", "Démos", "sport",
    "communes voisines",
)  # fmt: skip


def test_every_initiative_that_the_panorama_names_is_there() -> None:
    titles = [fold(row["title"]) for row in facts.table("initiatives.toml")["named"]]
    assert len(set(titles)) == len(titles)
    for name in NAMED:
        assert any(fold(name) in title for title in titles), name


def test_facts_use_known_words_and_say_no_cost_that_the_source_does_not() -> None:
    words = facts.table("initiatives.toml")
    for row in (*words["named"], *words["copied"]):
        assert row.get("family", "meet") in Family.values, row["title"]
        assert row.get("also", "meet") in Family.values
        assert "also" not in row or row["also"] != row["family"]
        assert row.get("domain", "nature") in Domain.values, row["title"]
        assert row.get("audience", "everyone") in Audience.values, row["title"]
    assert not [row for row in words["named"] if "cost" in row or "cost_kind" in row]
    count = Counter(row["family"] for row in words["named"])
    assert set(count) == set(Family.values) and min(count.values()) >= 4


@pytest.mark.django_db
def test_they_are_written_with_their_source_and_kept_by_nobody(monkeypatch: Any) -> None:
    epci = Territory.objects.create(kind="epci", code="200093201", name="MEL")
    words = facts.table("initiatives.toml")
    rows = (*words["named"], *words["copied"])
    for rank, name in enumerate(sorted({row["commune"] for row in rows if "commune" in row})):
        Territory.objects.create(kind="commune", code=f"59{rank:03}", name=name, epci=epci)
    keys = ("association-1", "association-2", "conseil-citoyen", "elue", "cheffe-de-projet")
    people = {key: User.objects.create_user(f"{key}@demonstration.invalid") for key in keys}

    class Found:
        contract = Contract(epci=epci)

    made = trying.add_initiatives(Found(), people)  # type: ignore[arg-type]
    assert made == Initiative.objects.count() == len(rows)
    named = Initiative.objects.filter(copied_from=None)
    assert named.count() == len(words["named"]) and not named.exclude(carrier=None).exists()
    assert set(named.values_list("source", flat=True)) == {words["source"]}
    assert not named.exclude(cost_kind="unknown").exists()
    copies = Initiative.objects.exclude(copied_from=None)
    assert set(copies.values_list("source", flat=True)) == {words["invented"]}
    group = Group.objects.get()
    assert "démonstration" in group.title and group.memberships.filter(state="active").count() == 3
