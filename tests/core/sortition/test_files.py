"""Tables of people and quotas: read back as written, and every fault told by its line."""

import pytest
from tests.core.sortition.pools import pool

from faire_ensemble.core.sortition import (
    Person,
    Problem,
    Quota,
    Unreadable,
    prepare,
    read_people,
    read_quotas,
    write_panels,
    write_people,
    write_quotas,
)

QUOTAS = (Quota("sexe", "F", 1, 2), Quota("sexe", "H", 1, 2))
TABLE = "id,sexe\nA,F\nB,H\nC,F\n"


def test_people_and_quotas_read_back_as_written() -> None:
    people = (Person("b", {"sexe": "F"}, "rue, 2"), Person("a", {"sexe": "H"}, 'dit "le 3"'))
    problem = Problem(people, QUOTAS, 2)
    assert read_quotas(write_quotas(QUOTAS)) == QUOTAS
    again = read_people(write_people(problem), QUOTAS, household="foyer")
    assert again == (people[1], people[0])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_and_french_titles(separator: str) -> None:
    text = "catégorie,valeur,minimum,maximum\r\nsexe,F,1,2\r\n\r\nsexe,H,1,2\r\n"
    assert read_quotas("\ufeff" + text.replace(",", separator)) == QUOTAS


def test_without_identifiers_people_are_called_by_their_place() -> None:
    people = read_people("sexe\nF\nH\n", QUOTAS)
    assert [person.id for person in people] == ["0001", "0002"]
    assert [p.id for p in read_people("n,sexe\nx,F\ny,H\n", QUOTAS, identity="n")] == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Le fichier est vide"),
        ("id,sexe\n", "Le fichier est vide"),
        ("id,genre\nA,F\n", "« sexe » n'est pas dans le fichier des personnes, qui a : id, genre"),
        ("id,sexe\nA,F\nA,H\n", "Ligne 3 : l'identifiant « A » est déjà celui de la ligne 2"),
        ("id,sexe\nA,F\n,H\n", "Ligne 3 : l'identifiant est vide"),
        ("id,sexe\nA,F\nB,\n", "Ligne 3 : « sexe » est vide"),
        ("id,sexe\nA,F,1\n", "Ligne 2 : 3 cellules au lieu de 2"),
        ("id,sexe,sexe\nA,F,F\n", "« sexe » est écrite deux fois"),
        ('id,sexe\nA,"F\n', "Ligne 2 : des guillemets ne sont pas refermés"),
    ],
)
def test_faults_of_people(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_people(text, QUOTAS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("category,feature,min\nsexe,F,1\n", "La colonne « max » manque"),
        ("category,feature,min,max\nsexe,F,un,2\n", "Ligne 2, colonne « min » : « un »"),
        ("category,feature,min,max\nsexe,F,-1,2\n", "« -1 » n'est pas un nombre entier"),
        ("category,feature,min,max\nsexe,F,1.5,2\n", "« 1.5 » n'est pas un nombre entier"),
        ("category,feature,min,max\nsexe,F,3,2\n", "Ligne 2 : le minimum \\(3\\) est plus grand"),
        ("category,feature,min,max\n,F,1,2\n", "Ligne 2 : la catégorie ou la valeur est vide"),
    ],
)
def test_faults_of_quotas(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_quotas(text)


def test_a_column_asked_for_must_exist() -> None:
    with pytest.raises(Unreadable, match="« adresse » n'est pas dans le fichier"):
        read_people(TABLE, QUOTAS, household="adresse")


def test_panels_are_listed_by_number() -> None:
    lottery = prepare(Problem(pool(*"ab"), (), 1), 20)
    lines = write_panels(lottery.panels).splitlines()
    assert len(lines) == 20
    assert lines[7] == f"07,{lottery.panels[7][0]}"
