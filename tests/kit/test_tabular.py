import json
import os

import pytest
from django.utils import timezone

from faire_ensemble.kit.models import AuditEntry, CacheRow, ImportRun
from faire_ensemble.kit.tabular import (
    ImportReport,
    Unreadable,
    read_table,
    run_import,
    stream_objects,
)


def write(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("delimiter", "encoding", "remark"),
    [(";", "utf-8-sig", False), (",", "utf-8", False), ("\t", "cp1252", True)],
)
def test_csv_is_read_in_any_usual_dress(tmp_path, delimiter, encoding, remark):
    text = f"nom{delimiter}lieu\r\nÉté{delimiter}Lille\r\n\r\nHiver{delimiter}Roubaix\r\n"
    table = read_table(write(tmp_path / "x.csv", text, encoding))
    assert table.header == ["nom", "lieu"]
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ["Été", "Lille"]),
        (4, ["Hiver", "Roubaix"]),
    ]
    assert bool(table.remarks) is remark


def test_a_quoted_cell_over_several_lines_keeps_its_first_line_number(tmp_path):
    table = read_table(write(tmp_path / "x.csv", 'a;b\n"un\ndeux";1\ntrois;2\n'))
    assert [(row.line, row.cells[0]) for row in table.rows] == [(2, "un\ndeux"), (4, "trois")]


def test_one_bad_byte_at_the_very_end_is_windows_1252(tmp_path):
    table = read_table(write(tmp_path / "x.csv", "a;b\n1;caf\xe9".encode("latin-1")))
    assert next(table.rows).cells == ["1", "café"]


@pytest.mark.parametrize("tail", [b"\xe2\x80", b"\x81", b'"\x90"'])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_damaged_byte_damages_its_cell_only(tmp_path, mark, tail):
    table = read_table(write(tmp_path / "x.csv", mark + b"a;b\n1;2\n3;" + tail))
    assert table.header == ["a", "b"]
    rows = [row.cells for row in table.rows]
    assert rows[0] == ["1", "2"] and rows[1][0] == "3"
    said = [remark for remark in table.remarks if "octets illisibles" in remark]
    assert bool(said) == ("\ufffd" in rows[1][1])


@pytest.mark.parametrize("text", [b'\xef\xbb\xbf[{"a": "\xe9"}]', b'[{"a": "\x81"}]'])
def test_damaged_json_is_refused_whole(tmp_path, text):
    path = write(tmp_path / "x.json", text)
    with pytest.raises(Unreadable, match="abîmé"):
        list(stream_objects(path))


def test_a_file_marked_utf8_stays_so_when_cut_inside_a_character(tmp_path):
    path = write(tmp_path / "x.csv", "nom;lieu\nété;là".encode("utf-8-sig")[:-1])
    assert [row.cells[0] for row in read_table(path).rows] == ["été"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "vide"),
        (b"\x00\x01\x02binary", "pas un fichier texte"),
        (b"PK\x03\x04truncated", "classeur illisible"),
        (b"<html>", "aucune colonne"),
    ],
)
def test_what_is_not_a_table_is_refused_with_a_sentence(tmp_path, content, expected):
    with pytest.raises(Unreadable, match=expected):
        read_table(write(tmp_path / "x.csv", content))


def test_a_file_of_two_gigabytes_is_refused_at_once(tmp_path):
    path = write(tmp_path / "x.csv", "a;b\n")
    os.truncate(path, 2 * 10**9)
    with pytest.raises(Unreadable, match=r"2\.0 Go"):
        read_table(path)


def test_truncated_json_says_where(tmp_path):
    with pytest.raises(Unreadable, match="élément 2"):
        list(stream_objects(write(tmp_path / "x.json", '[{"a": 1}, {"a":')))
    with pytest.raises(Unreadable, match="tableau"):
        list(stream_objects(write(tmp_path / "x.json", json.dumps({"a": 1}))))


def test_the_report_speaks_french_and_shows_refusals_first():
    report = ImportReport("grants", "x.csv", read=3, created=2)
    report.note("déjà vu", 2)
    report.refuse("ce n'est pas un nombre", 3, "montant", "12 €uros")
    lines = list(report.lines())
    assert "3 lignes lues : 2 créées" in lines[1]
    assert lines[2] == (
        "  refusé : ligne 3, colonne « montant », valeur « 12 €uros » : ce n'est pas un nombre"
    )
    assert report.balanced


def one_row(path, report, progress):
    report.read = report.created = 1


@pytest.mark.django_db
def test_an_import_keeps_its_report_and_a_dry_run_keeps_nothing(tmp_path):
    path = write(tmp_path / "x.csv", "a;b\n1;2\n")
    run_import("grants", one_row, path, actor=None, dry_run=True)
    assert not ImportRun.objects.exists() and not AuditEntry.objects.exists()
    run_import("grants", one_row, path, actor=None)
    assert ImportRun.objects.get().report["created"] == 1
    assert AuditEntry.objects.get().verb == "import"


@pytest.mark.django_db
def test_a_report_that_loses_a_row_is_an_error(tmp_path):
    def loses_one(path, report, progress):
        report.read, report.created = 2, 1

    with pytest.raises(AssertionError, match="unaccounted"):
        run_import("grants", loses_one, write(tmp_path / "x.csv", "a;b\n"), actor=None)
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_rows_that_another_import_wrote_meanwhile_are_said_and_nothing_is_kept(tmp_path):
    def twice(path, report, progress):
        one_row(path, report, progress)
        rows = [CacheRow(cache_key="x", value="", expires=timezone.now()) for _ in range(2)]
        CacheRow.objects.bulk_create(rows)

    path = write(tmp_path / "x.csv", "a;b\n1;2\n")
    with pytest.raises(Unreadable, match="relancez-le"):
        run_import("grants", twice, path, actor=None)
    assert not CacheRow.objects.exists() and not ImportRun.objects.exists()
