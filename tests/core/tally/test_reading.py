"""Reading and writing `.pb`: everything kept, every fault said with its line."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tally.elections import FILES, election, elections, text

from faire_ensemble.core.tally import (
    Ballot,
    BallotType,
    Election,
    InvalidElection,
    Project,
    Unreadable,
    digest,
    read_pb,
    write_pb,
)

SMALL = """META
key;value
description;"Un ""essai"" ; avec des guillemets"
num_projects;3
num_votes;4
budget;1000.0
vote_type;approval
unused;42
PROJECTS
project_id;cost;votes;name;category;selected
10;400.0;3;"Jardin ; potager";nature,école;1
20;700;2;Banc;espace public;0
30;5000;0;Piscine;sport;0
VOTES
voter_id;age;vote;sex
a;30;10,20;F
b;;10;
c;51;20,10;M
d;18;;F
"""


def test_everything_is_kept():
    found = read_pb(SMALL)
    assert found.meta["description"] == 'Un "essai" ; avec des guillemets'
    assert found.meta["unused"] == "42"
    assert found.budget == Decimal("1000.0")
    assert found.projects[0] == Project(
        "10",
        Decimal("400.0"),
        "Jardin ; potager",
        {"votes": "3", "category": "nature,école", "selected": "1"},
    )
    assert found.ballots[2] == Ballot("c", ("20", "10"), (), {"age": "51", "sex": "M"})
    assert found.ballots[3].projects == ()
    assert write_pb(found) == SMALL


def test_lines_marks_and_ends_of_line_do_not_matter():
    found = read_pb(SMALL)
    assert read_pb("\ufeff" + SMALL.replace("\n", "\r\n")) == found
    assert read_pb(iter(SMALL.splitlines(keepends=True))) == found
    assert read_pb(SMALL.rstrip("\n")) == found


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("10;400.0", "10;0", "Ligne 11, coût du projet « 10 » : 0 ; un coût est plus grand"),
        ("10;400.0", "10;-4", "Ligne 11, coût du projet « 10 » : -4"),
        ("10;400.0", "10;quatre", "« quatre » n'est pas un nombre"),
        ("10;400.0", "10;4e99", "trop grand"),
        (
            "10;400.0",
            "10;1,000",
            "« 1,000 » n'est pas un nombre ; écrivez-le en chiffres, avec un point",
        ),
        ("a;30;10,20", "a;30;10,21", "Ligne 16 : le projet « 21 » n'est pas dans la liste"),
        ("a;30;10,20", "a;30;10,10", "Ligne 16 : le projet « 10 » y figure deux fois"),
        ("\n20;700", "\n10;700", "Ligne 12 : le projet « 10 » est écrit deux fois"),
        ("\nb;;10;", "\na;;10;", "Ligne 17 : le votant « a » a deux bulletins"),
        ("\nb;;10;", "\n;;10;", "Ligne 17 : le votant n'a pas d'identifiant"),
        ("\nb;;10;", "\nb;;20;", "Ligne 11 : le projet « 10 » est écrit avec 3 (votes)"),
        ("num_votes;4", "num_votes;5", "META annonce 5 bulletins (num_votes)"),
        ("num_projects;3", "num_projects;2", "META annonce 2 projets"),
        ("d;18;;F\n", "", "META annonce 4 bulletins (num_votes) et le fichier en contient 3"),
        ("d;18;;F\n", "d;18", "Ligne 19 : 2 cellules au lieu de 4"),
        ("budget;1000.0\n", "", "la clé « budget » manque"),
        ("budget;1000.0", "budget;0", "L'enveloppe doit être un montant plus grand que zéro"),
        ("budget;1000.0", "budget;", "n'est pas un nombre"),
        ("unused;42", "budget;42", "Ligne 8 : la clé « budget » est écrite deux fois"),
        ("approval", "oral", "le vote « oral » est inconnu"),
        ("approval", "cumulative", "Ligne 15 : la partie VOTES n'a pas de colonne « points »"),
        ("voter_id", "voter", "Ligne 15 : la partie VOTES n'a pas de colonne « voter_id »"),
        ("project_id;cost", "project_id;prix", "Ligne 10 : la partie PROJECTS n'a pas de colonne"),
        ("sex\n", "age\n", "Ligne 15 : la colonne « age » est écrite deux fois"),
        ("key;value", "clé;valeur", "Ligne 2 : l'en-tête de META est « key;value »"),
        ("META\n", "", "Ligne 1 : « META » est attendu"),
        ('guillemets"', "guillemets", "guillemets ne sont pas refermés"),
        ("VOTES\n", "", "La partie VOTES manque"),
    ],
)
def test_faults(before: str, after: str, words: str):
    assert before in SMALL
    with pytest.raises(Unreadable) as caught:
        read_pb(SMALL.replace(before, after, 1))
    assert words in str(caught.value)


def test_a_file_cut_anywhere_is_refused():
    """Up to the last separator: only a digest tells that the last cell was shortened."""
    for kept in range(SMALL.rindex(";")):
        with pytest.raises(Unreadable):
            read_pb(SMALL[:kept])


def test_points_are_recounted():
    table = SMALL.replace("approval", "cumulative").replace("vote;sex", "vote;points")
    table = table.replace("votes;name", "score;name").replace(";400.0;3", ";400.0;4")
    table = table.replace("10,20;F", "10,20;1,2.5").replace(";10;\n", ";10;3\n")
    table = table.replace("20,10;M", "20,10;1.5,0").replace(";;F", ";;")
    found = read_pb(table.replace(";700;2;", ";700;4;"))
    assert found.ballots[0].points == (Decimal(1), Decimal("2.5"))
    with pytest.raises(Unreadable, match="le projet « 20 » est écrit avec 3"):
        read_pb(table.replace(";700;2;", ";700;3;"))
    with pytest.raises(Unreadable, match="2 projets et 1 nombres de points"):
        read_pb(table.replace("1,2.5", "1"))
    with pytest.raises(Unreadable, match="un nombre de points est zéro ou plus"):
        read_pb(table.replace("1,2.5", "1,-2"))


def test_no_ballot_and_a_thousand_projects():
    empty = Election(Decimal(5), tuple(Project(f"p{n}", Decimal(n + 1)) for n in range(1000)), ())
    assert read_pb(write_pb(empty)).projects == empty.projects


@pytest.mark.parametrize("name", FILES)
def test_published_files_are_read_whole(name: str, shared_data):
    """Every published file loads, all its counts hold, and writing it again changes nothing."""
    source = text(shared_data, name)
    again = write_pb(read_pb(source))
    assert again.strip() == source.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("vote_type", BallotType)
@given(data=st.data())
def test_round_trip(vote_type, data):
    drawn = data.draw(elections(vote_type))
    back = read_pb(write_pb(drawn))
    assert (back.budget, back.projects, back.ballots) == (
        drawn.budget,
        drawn.projects,
        drawn.ballots,
    )
    assert digest(back) == digest(drawn)


def test_what_was_not_declared_is_written_too():
    """An election made by a program: stale META, columns that only its rows know."""
    made = Election(
        Decimal(900),
        (Project("a", Decimal("12.50"), extra={"district": "N\u2028ord"}),),
        (Ballot("v", ("a",), (Decimal("0.5"),), {"age": "40"}),),
        BallotType.CUMULATIVE,
        {"budget": "800", "vote_type": "approval", "num_votes": "7"},
    )
    back = read_pb(write_pb(made))
    assert (back.budget, back.projects, back.ballots) == (made.budget, made.projects, made.ballots)
    assert digest(back) == digest(made)


def test_the_digest_sees_every_datum_and_no_order():
    found = read_pb(SMALL)
    lines = SMALL.splitlines(keepends=True)
    lines[15], lines[17], lines[10], lines[11] = lines[17], lines[15], lines[11], lines[10]
    assert digest(read_pb("".join(lines))) == digest(found)
    assert digest(read_pb(SMALL.replace("400.0", "400"))) == digest(found)
    assert digest(read_pb(SMALL.replace("école;1", "école;0"))) == digest(found)  # the result
    for before, after in (
        ("Jardin", "Jardon"),
        ("a;30", "a;31"),
        ("unused;42", "unused;43"),
        ("1000.0", "1000.5"),
        ("20,10;M", "10,20;M"),
        ("5000", "5001"),
    ):
        assert digest(read_pb(SMALL.replace(before, after, 1))) != digest(found), before


def test_an_election_checks_itself():
    good = election(10, {"a": 4, "b": 5}, ["a", "ab"])
    with pytest.raises(InvalidElection, match="inscrit deux fois"):
        replace(good, projects=(*good.projects, good.projects[0]))
    with pytest.raises(InvalidElection, match="plus grand que zéro"):
        replace(good, projects=(Project("a", Decimal(0)), good.projects[1]))
    with pytest.raises(InvalidElection, match="a deux bulletins"):
        replace(good, ballots=good.ballots + good.ballots)
    with pytest.raises(InvalidElection, match="n'est pas dans la liste"):
        replace(good, ballots=(Ballot("x", ("z",)),))
    with pytest.raises(InvalidElection, match="vote cumulatif"):
        replace(good, ballots=(Ballot("x", ("a",), (Decimal(1),)),))
