"""Votes counted elsewhere: imported once, recounted, without what could name a voter."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.year_of_a_call import Year

from faire_ensemble.apps.participation.models import BudgetProject, Process, PublishedElection
from faire_ensemble.apps.participation.services.pabulib import import_pabulib
from faire_ensemble.apps.participation.services.pabulib.voters import LEAST, OTHERS, minimise
from faire_ensemble.core.tally import BallotType, digest, read_pb
from faire_ensemble.kit.tabular import ImportReport, Unreadable, run_import

Load = Callable[..., ImportReport]


@pytest.fixture
def load(year: Year, tmp_path: Path) -> Load:
    def run(text: str | bytes, name: str = "vote.pb") -> ImportReport:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run_import("pabulib", import_pabulib, path, actor=None)

    return run


def pb(
    projects: str = "a;40;Bancs;1\nb;60;Arbres;1\nc;50;Fresque;0",
    votes: tuple[str, ...] = ("a,b", "a", "b,c"),
    *,
    columns: str = "project_id;cost;name;selected",
    voter_columns: str = "voter_id;vote",
    budget: str = "100",
    **meta: str,
) -> str:
    """A small file; a vote is the cells after the voter's."""
    values = {"description": "Budget d'ici", "country": "France", "unit": "Ici",
              "instance": "2025", "num_projects": str(len(projects.split("\n"))),
              "num_votes": str(len(votes)), "budget": budget, "vote_type": "approval",
              "rule": "greedy", "currency": "EUR"} | meta  # fmt: skip
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in values.items())]
    lines += ["PROJECTS", columns, projects, "VOTES", voter_columns]
    lines += [f"CARTE-{rank * 7919};{vote}" for rank, vote in enumerate(votes, start=1)]
    return "\n".join(lines) + "\n"


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.read, report.created, report.unchanged


def test_a_closed_budget_with_its_projects_and_their_result(load: Load):
    report = load(pb(date_begin="01.10.2025", date_end="15.10.2025"))
    assert counts(report) == (3, 3, 0)
    assert report.values == {"bulletins": 3, "projets lauréats": 2}
    process = Process.objects.get()
    assert (process.kind, process.state, process.title) == (
        "budget", "closed", "Budget d'ici, 2025",
    )  # fmt: skip
    assert (process.code, process.envelope) == ("ici-2025", Decimal(100))
    assert process.phases.get().kind == "vote"
    rows = process.projects.values_list("number", "title", "cost", "state", "tally_won", "source")
    assert list(rows) == [
        (1, "Bancs", Decimal(40), "won", True, "a"),
        (2, "Arbres", Decimal(60), "won", True, "b"),
        (3, "Fresque", Decimal(50), "lost", False, "c"),
    ]


def test_the_file_given_out_is_whole_recounts_the_same_and_names_nobody(load: Load, client: Any):
    text = pb()
    load(text)
    row = PublishedElection.objects.get()
    answer = client.get("/participer/ici-2025/scrutin.pb")
    assert "CARTE" not in answer.content.decode()
    kept = read_pb(answer.content.decode())
    assert digest(kept) == row.digest and row.source_digest == digest(read_pb(text))
    assert [ballot.voter for ballot in kept.ballots] == ["1", "2", "3"]
    assert sorted(ballot.projects for ballot in kept.ballots) == [("a",), ("a", "b"), ("b", "c")]
    greedy = row.compared["counts"][0]
    assert (greedy["rule"], sorted(greedy["winners"])) == ("greedy", ["a", "b"])
    page = client.get("/participer/ici-2025/scrutin/").content.decode()
    assert row.digest in page and "Par nombre de votes" in page and "le même" in page


def test_twice_changes_nothing_even_in_another_order_or_name(load: Load):
    load(pb())
    again = pb("c;50;Fresque;0\nb;60;Arbres;1\na;40;Bancs;1")
    for text in (pb(), again):
        assert counts(load(text, "autre.pb")) == (3, 0, 3)
    assert Process.objects.count() == PublishedElection.objects.count() == 1
    assert BudgetProject.objects.count() == 3


def test_another_result_for_the_same_vote_is_refused(load: Load):
    load(pb())
    with pytest.raises(Unreadable, match="déjà publié ici avec d'autres données"):
        load(pb(votes=("a", "a", "b")))


def test_other_columns_are_kept_and_long_names_are_whole(load: Load):
    name = "Un nom " * 40
    load(pb(f"a;12.5;{name};1;42;3.05;50.6;Sport", ("a",) * 2, budget="100",
            columns="project_id;cost;name;selected;proposer;longitude;latitude;category",
            edition="10", comment="Un mot"))  # fmt: skip
    project, row = BudgetProject.objects.get(), PublishedElection.objects.get()
    assert len(project.title) == 200 and project.extra["name"] == name.strip()
    assert project.extra["proposer"] == "42" and project.category == "Sport"
    assert (project.longitude, project.latitude, project.cost) == (3.05, 50.6, Decimal("12.50"))
    assert row.meta["edition"] == "10" and row.meta["comment"] == "Un mot"


def test_several_themes_in_a_cell_are_found_one_by_one(load: Load, client: Any):
    load(pb("a;40;Bancs;1;Sport,Nature\nb;60;Arbres;1;Nature", ("a",),
            columns="project_id;cost;name;selected;category"))  # fmt: skip
    for theme, count in (("Sport", "1 projet<"), ("Nature", "2 projets<")):
        page = client.get(f"/participer/ici-2025/projets/?theme={theme}").content.decode()
        assert count in page and "Sport, Nature" in page


def test_money_of_elsewhere_stays_in_its_currency(load: Load, client: Any):
    report = load(pb(currency="PLN"))
    assert Process.objects.get().envelope is None
    assert PublishedElection.objects.get().budget == Decimal(100)
    page = client.get("/participer/ici-2025/projets/").content.decode()
    assert "PLN" in page and "40\xa0€" not in page
    assert any(remark.value == "PLN" for remark in report.remarks)


def test_without_selected_the_rule_named_is_recounted_and_said(load: Load):
    projects = "a;40;Bancs\nb;60;Arbres\nc;50;Fresque"
    report = load(pb(projects, columns="project_id;cost;name"))
    assert set(BudgetProject.objects.filter(state="won").values_list("source", flat=True)) == {
        "a", "b",
    }  # fmt: skip
    assert any("dépouillée de nouveau" in remark.reason for remark in report.remarks)


def test_without_selected_nor_a_known_rule_nobody_is_said_to_win(load: Load):
    load(pb("a;40;Bancs", ("a",), columns="project_id;cost;name", rule="unknown"))
    project = BudgetProject.objects.get()
    assert (project.state, project.tally_won) == ("admitted", None)


def test_rejected_projects_of_other_marks_did_not_win(load: Load):
    load(pb("a;40;Bancs;2\nb;60;Arbres;3\nc;50;Fresque;1"))
    assert dict(BudgetProject.objects.values_list("source", "state")) == {
        "a": "lost", "b": "lost", "c": "won",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (pb()[:-12], "la ligne est coupée"),
        (pb(votes=("a", "b"), num_votes="3"), "annonce 3 bulletins"),
        (pb()[:150], "PROJECTS manque"),
        (pb("a;0;Bancs;1", ("a",)), "coût est plus grand que zéro"),
        (pb("a;-5;Bancs;1", ("a",)), "coût est plus grand que zéro"),
        (pb("a;0.001;Bancs;1", ("a",)), "moins d'un centime"),
        (pb("a;99999999999;Bancs;1", ("a",)), "trop de chiffres"),
        (pb(votes=("a", "zzz")), "« zzz » n'est pas dans la liste"),
        (pb(votes=("a,a",)), "deux fois"),
        (pb(budget="0"), "plus grand que zéro"),
        (pb(budget="beaucoup"), "n'est pas un nombre"),
        (pb(vote_type="magie"), "inconnu"),
        (pb() + "\0", "caractères nuls"),
        (pb().encode("utf-16"), "UTF-8"),
        ("", "vide|manque"),
    ],
)
def test_a_bad_file_is_refused_whole_in_one_sentence(load: Load, text: str | bytes, said: str):
    with pytest.raises(Unreadable, match=said) as refused:
        load(text)
    assert str(refused.value).startswith("vote.pb") and "\n" not in str(refused.value)
    assert not Process.objects.exists() and not PublishedElection.objects.exists()


def test_a_budget_below_every_cost_has_no_winner(load: Load):
    load(pb("a;400;Bancs;0\nb;600;Arbres;0\nc;500;Fresque;0"))
    assert not BudgetProject.objects.filter(state="won").exists()
    assert all(not row["winners"] for row in PublishedElection.objects.get().compared["counts"])


def test_add1_is_left_out_and_said_where_its_step_means_nothing(load: Load):
    report = load(pb("a;9000000;Bancs;1", ("a",), budget="9000000", currency="HUF"))
    counts = PublishedElection.objects.get().compared["counts"]
    assert {row["completion"] for row in counts} == {"none", "greedy"}
    assert any("add1" in remark.reason for remark in report.remarks)


def test_ties_everywhere_and_no_ballot_are_counted(load: Load):
    tied = "\n".join(f"p{n};10;Projet {n};{int(n < 10)}" for n in range(20))
    load(pb(tied, tuple(f"p{n}" for n in range(20))))
    load(pb(votes=(), description="Personne n'a voté", num_votes="0"), "vide.pb")
    assert set(PublishedElection.objects.values_list("ballots", flat=True)) == {0, 20}
    assert len(PublishedElection.objects.get(ballots=20).compared["counts"][0]["winners"]) == 10


def test_a_thousand_projects_in_a_constant_number_of_queries(
    load: Load, django_assert_max_num_queries: Any
):
    many = "\n".join(f"p{n};{n + 1};Projet {n};0" for n in range(1000))
    with django_assert_max_num_queries(60):
        load(pb(many, ("p1,p2",) * 5))
    assert BudgetProject.objects.count() == 1000
    assert Process.objects.get().numbered == 1000


def test_without_a_contract_the_import_says_what_to_do(db: Any, tmp_path: Path):
    path = tmp_path / "vote.pb"
    path.write_text(pb(), encoding="utf-8")
    with pytest.raises(Unreadable, match="faire open"):
        run_import("pabulib", import_pabulib, path, actor=None)


@pytest.mark.parametrize("kind", list(BallotType))
def test_every_kind_of_ballot_is_imported(load: Load, kind: BallotType):
    points = kind is BallotType.CUMULATIVE
    load(pb(votes=("a,b;3,1", "b;4") if points else ("a,b", "b"), vote_type=str(kind),
            voter_columns="voter_id;vote;points" if points else "voter_id;vote"))  # fmt: skip
    assert PublishedElection.objects.get().vote_type == str(kind)


def voters(*rows: tuple[str, ...], columns: str = "age;sex") -> Any:
    votes = tuple("a;" + ";".join(row) for row in rows)
    return read_pb(pb(votes=votes, voter_columns=f"voter_id;vote;{columns}"))


def test_a_column_stays_only_when_every_group_of_voters_is_large():
    large = minimise(voters(*[("", "F")] * LEAST, *[("", "M")] * LEAST))
    assert large.kept == ("age", "sex") and large.totals == ()
    small = minimise(voters(*[("", "F")] * LEAST, *[("", "M")] * (LEAST - 1)))
    assert small.kept == ("age",)
    assert "sex" not in small.election.ballot_columns
    assert all("sex" not in ballot.extra for ballot in small.election.ballots)


def test_columns_that_together_point_at_few_people_are_not_kept_together():
    rows = [("x", "F")] * 20 + [("y", "M")] * 20 + [("x", "M")] * 3
    found = minimise(voters(*rows, columns="place;sex"))
    assert found.kept == ("place",)
    assert found.totals[0].rows == (("M", 23), ("F", 20))


def test_totals_never_leave_a_small_group_to_find_by_subtraction():
    rows = [(f"{age}", "F") for age in [34] * 30 + [71] * 15 + [97] * 2]
    found = minimise(voters(*rows))
    assert found.totals[0].rows == (("30-39", 30), (OTHERS, 17))
    few = minimise(voters(*[(f"{age}", "F") for age in (20, 31, 45)]))
    assert few.totals[0].rows == ()


def test_voters_leave_neither_their_number_nor_the_order_they_came_in():
    election = read_pb(pb(votes=("c", "a", "b", "a")))
    shown = minimise(election).election.ballots
    assert [(row.voter, row.projects) for row in shown] == [
        ("1", ("a",)), ("2", ("a",)), ("3", ("b",)), ("4", ("c",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "France_Toulouse_2019.pb", "Poland_Wieliczka_2023_Green_Budget.pb",
        "Switzerland_Zurich_S5R.pb", "Worldwide_Mechanical_Turk_Knapsack_8.pb",
        "Hungary_Budapest_2022_VIII_Jozsefvaros.pb",
    ],
)  # fmt: skip
def test_real_files_are_kept_whole(year: Year, shared_data: Path, name: str):
    path = shared_data / "pabulib" / name
    report = run_import("pabulib", import_pabulib, path, actor=None)
    election = read_pb(path.read_text(encoding="utf-8-sig"))
    row = PublishedElection.objects.get()
    kept = read_pb(row.text)
    assert report.created == len(election.projects) == len(kept.projects)
    assert row.ballots == len(kept.ballots) == len(election.ballots)
    assert sorted((b.projects, b.points) for b in kept.ballots) == sorted(
        (b.projects, b.points) for b in election.ballots
    )
    assert digest(kept) == row.digest
    assert run_import("pabulib", import_pabulib, path, actor=None).unchanged == report.created
