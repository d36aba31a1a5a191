"""What is not the expected table: refused with one French sentence, or named line by line."""

import os

import pytest

from faire_ensemble.apps.observatory.models import Indicator, Value
from faire_ensemble.apps.observatory.services import import_filosofi_epci, import_insee_qpv
from faire_ensemble.kit.tabular import Unreadable

HEADER = "CODGEO;LIBGEO;DISP_Q2;TP60;PACT;;"
ROW = "QP059087;La Bourgogne;11\u202f666;56,3;49,5;;"
FILO = "CODGEO;LIBGEO;Q119;Q219;Q319"
IMPORTERS = pytest.mark.parametrize("importer", [import_insee_qpv, import_filosofi_epci])


def refused(desk, importer, path, pattern):
    with pytest.raises(Unreadable, match=pattern):
        desk.load(importer, path)
    assert not Value.objects.exists() and not Indicator.objects.exists()


@IMPORTERS
@pytest.mark.parametrize(
    ("content", "pattern"),
    [
        (b"", "vide"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "pas un fichier texte"),
        (b"PK\x03\x04 cut", "classeur illisible"),
        (b"<!DOCTYPE html>\n<html><body>404; rien ici;</body></html>", "page web"),
        (b"\xef\xbb\xbf<html><head></head></html>", "page web"),
        (b"une phrase sans colonne\n", "aucune colonne"),
        (b"nom;montant;objet\nclub;12;sport\n", "n'est pas un tableau"),
        (b"\n;;;\n", "n'est pas un tableau"),
    ],
)
def test_what_is_no_table_of_this_kind(mel, desk, importer, content, pattern):
    path = desk.folder / "REVN_2019.csv"
    path.write_bytes(content)
    refused(desk, importer, path, pattern)


@IMPORTERS
def test_two_gigabytes_are_refused_at_once(mel, desk, importer):
    path = desk.table("REVN_2019.csv", HEADER)
    os.truncate(path, 2 * 10**9)
    refused(desk, importer, path, "Go")


def test_each_kind_refuses_the_other_s_file(mel, desk):
    refused(
        desk, import_insee_qpv, desk.table("FILO2019_DISP_EPCI.csv", FILO), "import filosofi-epci"
    )
    refused(desk, import_filosofi_epci, desk.table("REVN_2019.csv", HEADER), "import insee-qpv")


def test_the_name_must_agree_with_the_columns(mel, desk):
    refused(desk, import_insee_qpv, desk.table("DEMO_2019.csv", HEADER, ROW), "annonce DEMO.*REVN")
    refused(desk, import_insee_qpv, desk.table("REVN.csv", HEADER, ROW), "quelle année")
    refused(desk, import_insee_qpv, desk.table("REVN_2018_2019.csv", HEADER, ROW), "quelle année")


@pytest.mark.parametrize(
    "name", ["REVN_2019.csv", "data_REVN_2019_V2_QP.csv", "revn_2019.CSV", "quartiers 2019.csv"]
)
def test_usual_names_are_understood(mel, desk, name):
    desk.load(import_insee_qpv, desk.table(name, HEADER, ROW))
    assert desk.value("revn-disp-q2", "QP059087", 2019).value == 11666


def test_filosofi_wants_one_year(mel, desk):
    two = desk.table("FILO.csv", "CODGEO;LIBGEO;Q119;Q220")
    refused(desk, import_filosofi_epci, two, "2019 et 2020")
    none = desk.table("FILO.csv", "CODGEO;LIBGEO;Q1;Q2")
    refused(desk, import_filosofi_epci, none, "aucune")


def test_a_header_alone_loads_nothing_and_says_what_is_absent(mel, desk):
    report = desk.load(import_insee_qpv, desk.table("REVN_2019.csv", HEADER))
    assert (report.read, report.created) == (0, 0)
    assert any("absents de ce tableau (26)" in remark.reason for remark in report.remarks)
    assert desk.load(import_filosofi_epci, desk.table("F.csv", FILO), "filosofi-epci").read == 0


@pytest.mark.parametrize("cut", ["QP059088;Blanc Seau;12\u202f", "QP0590", "QP001001;Ailleurs;13"])
def test_a_file_cut_in_its_last_line_changes_nothing(mel, desk, cut):
    path = desk.folder / "REVN_2019.csv"
    path.write_text("\n".join([HEADER, ROW, cut]), encoding="utf-8")
    refused(desk, import_insee_qpv, path, "ligne 3 : le fichier est coupé")


def test_a_download_cut_inside_a_character_changes_nothing(mel, desk):
    path = desk.table("REVN_2019.csv", HEADER, ROW, ROW.replace("QP059087", "QP059088"))
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex("\u202f".encode()) + 1])
    refused(desk, import_insee_qpv, path, "ligne 3 : le fichier est coupé")


def test_a_short_line_inside_the_file_is_refused(mel, desk):
    short = "QP059088;Blanc Seau;12\u202f000"
    report = desk.load(import_insee_qpv, desk.table("REVN_2019.csv", HEADER, short, ROW))
    assert (report.created, report.refused) == (1, 1)
    assert any("3 cases au lieu de 5" in remark.reason for remark in report.remarks)


def test_windows_1252_is_read_and_said(mel, desk):
    row = "QP059087;Cité de l'Épi;11\u00a0666;56,3;49,5;;"
    report = desk.load(
        import_insee_qpv, desk.table("REVN_2019.csv", HEADER, row, encoding="cp1252")
    )
    assert desk.value("revn-disp-q2", "QP059087", 2019).value == 11666
    assert any("Windows-1252" in remark.reason for remark in report.remarks)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("header", "row"),
    [
        (HEADER, 'QP059087;"La; Bourgogne";"11\u202f666";56,3;49,5;;'),
        (HEADER, 'QP059087;"La\nBourgogne";"11 666";56,3;49,5;;'),
        ("CODGEO,LIBGEO,DISP_Q2,TP60,PACT", 'QP059087,x,11666,"56,3",49.5'),
        ("CODGEO\tLIBGEO\tDISP_Q2\tTP60\tPACT", "QP059087\tx\t11666\t56,3\t49,5"),
    ],
)
def test_other_dresses_of_a_table_give_the_same_values(mel, desk, header, row, end):
    desk.load(import_insee_qpv, desk.table("REVN_2019.csv", header, row, end=end))
    assert desk.value("revn-disp-q2", "QP059087", 2019).value == 11666
    assert float(desk.value("revn-tp60", "QP059087", 2019).value) == 56.3


def test_a_row_without_any_readable_value_is_refused(mel, desk):
    path = desk.table("REVN_2019.csv", HEADER, "QP059087;La Bourgogne;a;b;c;;")
    report = desk.load(import_insee_qpv, path)
    assert (report.created, report.unchanged, report.refused) == (0, 0, 1)
    assert report.values["valeurs refusées"] == 3


@pytest.mark.django_db
@IMPORTERS
def test_nothing_opened_is_said_first(desk, importer):
    name, header = {
        import_insee_qpv: ("REVN_2019.csv", HEADER),
        import_filosofi_epci: ("FILO2019.csv", FILO),
    }[importer]
    refused(desk, importer, desk.table(name, header), "faire open SIREN")
