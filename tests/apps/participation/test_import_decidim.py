"""Moving in from Decidim: the real export of the metropolis, then files that are not right."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.year_of_a_call import Year

from faire_ensemble.apps.participation.models import Comment, Contribution, Contributor, Process
from faire_ensemble.apps.participation.services.decidim import import_decidim
from faire_ensemble.kit.models import ImportRun
from faire_ensemble.kit.tabular import ImportReport, Unreadable, run_import

HOST = "http://participation.exemple.fr/processes/debat/f"
PROPOSALS = "id;category/name/fr;title;body;votes;created_at;url\n"
COMMENTS = (
    "id;created_at;body;author/id;author/name;alignment;depth;commentable_id;commentable_type;"
    "root_commentable_url\n"
)
ONE = (
    f"7;Climat;Planter;<p>Des <b>arbres</b></p>;3;2019-01-24 22:29:15 +0100;{HOST}/1/proposals/7\n"
)
SAID = f"9;2019-01-25 08:00:00 +0100;Oui;55;Jeanne D.;1;0;7;Decidim::Proposals::Proposal;{HOST}/1/proposals/7\n"  # noqa: E501
ANSWERED = (
    f"10;2019-01-25 09:00:00 +0100;Non;56;;-1;1;9;Decidim::Comments::Comment;{HOST}/1/proposals/7\n"  # noqa: E501
)


def load(folder: Path, **options: Any) -> ImportReport:
    return run_import("decidim", import_decidim, folder, actor=None, folder=True, **options)


def state() -> Any:
    return (
        Process.objects.count(),
        list(Contribution.objects.order_by("pk").values()),
        list(Comment.objects.order_by("pk").values()),
        Contributor.objects.count(),
    )


@pytest.fixture
def folder(year: Year, tmp_path: Path) -> Callable[..., Path]:
    def make(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return tmp_path

    return make


def test_the_export_of_the_metropolis_twice(year: Year, shared_data: Path):
    report = load(shared_data / "decidim_mel")
    assert report.values == {
        "propositions lues": 196, "débats lus": 29, "commentaires lus": 737,
    }  # fmt: skip
    # The 44 comments on proposals are Nancy's, on Nancy's proposals: 19 bear a number that a
    # proposal of Lille has too, and would have gone below words they never answered.
    assert (report.read, report.created, report.out_of_scope) == (962, 918, 44)
    assert any("participez.nancy.fr" in str(each) for each in report.remarks)
    assert Comment.objects.count() == 693 and Comment.objects.exclude(parent=None).count() == 148
    by_process = dict(Counter(Contribution.objects.values_list("process__code", flat=True)))
    assert by_process == {
        "participation-lillemetropole-fr-granddebatmel-111": 196,
        "participation-lillemetropole-fr-granddebatmel-112": 29,
    }
    assert sum(Contribution.objects.values_list("supports_elsewhere", flat=True)) == 498
    debate = Contribution.objects.get(source="decidim:debate:29")
    assert debate.body == "Transition écologique" and len(debate.title) == 183
    assert debate.comments.count() == 29
    assert not Contributor.objects.exclude(name="", email="").exists()
    assert set(Process.objects.values_list("state", flat=True)) == {"closed"}
    before = state()
    again = load(shared_data / "decidim_mel")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 918)
    assert state() == before and ImportRun.objects.count() == 2


def test_words_threads_and_people(folder: Callable[..., Path]):
    report = load(folder(p=PROPOSALS + ONE, c=COMMENTS + SAID + ANSWERED))
    assert (report.read, report.created) == (3, 3)
    row = Contribution.objects.get()
    assert (row.title, row.body, row.category) == ("Planter", "Des arbres", "Climat")
    assert row.state == "published" and row.answer_due_on is None and row.supports_elsewhere == 3
    first, second = Comment.objects.order_by("sent_at")
    assert second.parent == first and (first.stance, second.stance) == (1, -1)
    assert {each.name for each in Contributor.objects.all()} == {""}
    assert "Jeanne" not in str(list(Contributor.objects.values()))


def test_what_changed_there_changes_here_and_what_officers_did_stays(
    folder: Callable[..., Path],
):
    load(folder(p=PROPOSALS + ONE))
    Contribution.objects.update(state="rejected")
    report = load(folder(p=PROPOSALS + ONE.replace("Planter", "Planter plus")))
    row = Contribution.objects.get()
    assert report.updated == 1 and row.title == "Planter plus" and row.state == "rejected"


def test_addresses_left_in_words_are_masked(folder: Callable[..., Path]):
    mine = ONE.replace("Des <b>arbres</b>", "Écrivez à jeanne@exemple.org ou au 06 12 34 56 78")
    report = load(folder(p=PROPOSALS + mine))
    assert Contribution.objects.get().body == "Écrivez à [masqué] ou au [masqué]"
    assert any("2 adresses" in str(each) for each in report.remarks)


def test_rows_that_cannot_be_read_are_refused_by_name(folder: Callable[..., Path]):
    wrong = (
        ONE.replace("2019-01-24 22:29:15 +0100", "hier")
        + ONE.replace("7;Climat", "sept;Climat")
        + ONE.replace("7;Climat;Planter", "8;Climat;")
        + ONE.replace(HOST, "ailleurs")
    )
    report = load(folder(p=PROPOSALS + ONE + ONE + wrong))
    assert (report.read, report.created, report.refused) == (6, 1, 5)
    said = " ".join(map(str, report.remarks))
    for part in ("date illisible", "numéro absent", "titre absent", "adresse de la page",
                 "même numéro", "ligne 3"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "aucun fichier .csv"),
        ({"p": ""}, "le fichier est vide"),
        ({"p": PROPOSALS + ONE.rstrip("\n")}, "la dernière ligne n'est pas finie"),
        ({"p": PROPOSALS + "7;Climat;Planter\n"}, "3 colonnes au lieu de 7"),
        ({"p": PROPOSALS + ONE, "c": COMMENTS + '9;2019;"Oui\n'}, "colonnes au lieu de 10"),
        ({"p": "nom;prénom\nA;B\n"}, "ne sont pas celles d'un export Decidim"),
        ({"c": COMMENTS + SAID}, "ni proposition ni débat"),
    ],
)
def test_wrong_files_get_one_sentence_and_change_nothing(
    folder: Callable[..., Path], files: dict[str, str], sentence: str
):
    place = folder(**files)
    before = state()
    with pytest.raises(Unreadable, match=sentence):
        load(place)
    assert state() == before and not ImportRun.objects.exists()


def test_a_file_instead_of_its_folder_and_no_folder_at_all(folder: Callable[..., Path]):
    place = folder(p=PROPOSALS + ONE)
    with pytest.raises(Unreadable, match="il faut le dossier"):
        load(place / "p.csv")
    with pytest.raises(Unreadable, match="dossier introuvable"):
        load(place / "ailleurs")


def test_a_dry_run_keeps_nothing(folder: Callable[..., Path]):
    before = state()
    report = load(folder(p=PROPOSALS + ONE), dry_run=True)
    assert report.created == 1 and state() == before
