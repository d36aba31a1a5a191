import csv
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from faire_ensemble.apps.observatory.models import Indicator, Source, Value, ValueStatus
from faire_ensemble.apps.observatory.services import import_insee_qpv
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.kit.tabular import Severity

REVN = "CODGEO;LIBGEO;DISP_Q2;TP60;NOTE_FILO;A;NOTE_CNAF;;;"
DEMO = "CODGEO;LIBGEO;POP_MUN;LIB_COM;TX_F;A;NOTE_CNAF;;"
ONE = "QP059087;La Bourgogne;11\u202f666;56,3;1;2\u202f369;0;;;"
OTHER = "QP001001;Ailleurs;13\u202f365;40,9;0;1\u202f859;0;;;"


def test_published_values_are_found_back(mel, desk, shared_data):
    report = desk.load(import_insee_qpv, shared_data / "insee_qpv" / "REVN_2019.csv")
    assert (report.read, report.created, report.out_of_scope) == (1353, 27, 1326)
    assert desk.value("revn-disp-q2", "QP059087", 2019).value == 11666
    assert desk.value("revn-tp60", "QP059087", 2019).value == Decimal("56.3")
    assert desk.value("revn-tp60", "QP059091", 2019).value == Decimal("32.9")
    assert desk.value("revn-disp-q2", "QPV-FRANCE", 2019).value == 13101
    assert desk.value("revn-tp60", "QPV-FRANCE", 2019).status == ValueStatus.MISSING


def test_every_official_table_loads_whole_twice(mel, desk, shared_data):
    files = sorted((shared_data / "insee_qpv").glob("*.csv"))
    assert len(files) == 13
    for path in files:
        report = desk.load(import_insee_qpv, path)
        assert report.created in (26, 27), path.name
        assert not report.refused and not report.values["valeurs refusées"], path.name
        assert not [r for r in report.remarks if "absentes du catalogue" in r.reason], path.name
    before = list(Value.objects.order_by("pk").values())
    for path in files:
        report = desk.load(import_insee_qpv, path)
        assert report.unchanged in (26, 27) and not report.created + report.updated, path.name
        assert report.values["valeurs créées"] == report.values["valeurs modifiées"] == 0
    assert list(Value.objects.order_by("pk").values()) == before
    assert Value.objects.filter(value__isnull=True).exclude(status=ValueStatus.MISSING).count() == 0


@pytest.mark.parametrize("name", ["DEMO_2018", "DEMO_2021", "IPRO_2017", "IPRO_2021", "REVN_2021"])
def test_every_cell_is_the_one_a_plain_reader_finds(mel, desk, shared_data, name):
    path = shared_data / "insee_qpv" / f"{name}.csv"
    desk.load(import_insee_qpv, path)
    dataset, year = name.split("_")
    codes = set(Territory.objects.filter(kind="priority").values_list("code", flat=True))
    expected = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["CODGEO"] in codes:
                for title, text in row.items():
                    if title.strip() and title[:4] not in ("CODG", "LIBG", "LIB_", "NOTE"):
                        number = text.replace("\u202f", "").replace(",", ".")
                        key = title.strip().replace("EDLIM", "EPREC"), row["CODGEO"]
                        expected[key] = Decimal(number) if number else None
    rows = Value.objects.filter(
        indicator__dataset=dataset, vintage__year=year, territory__kind="priority"
    )
    found = rows.values_list("indicator__official_code", "territory__code", "value")
    assert {(official, code): value for official, code, value in found} == expected
    assert len(expected) > 600


def test_a_renamed_column_continues_its_series_and_says_so(mel, desk, shared_data):
    for year in (2020, 2021):
        desk.load(import_insee_qpv, shared_data / "insee_qpv" / f"IPRO_{year}.csv")
    assert desk.value("ipro-tx-tot-eprec", "QP059087", 2020).value == Decimal("32.9")
    later = desk.value("ipro-tx-tot-eprec", "QP059087", 2021)
    assert later.value == Decimal("30.7")
    assert "EDLIM" in later.note


def test_the_same_letter_means_another_thing_in_another_table(mel, desk, shared_data):
    for name in ("DEMO_2019.csv", "IPRO_2019.csv", "REVN_2019.csv"):
        desk.load(import_insee_qpv, shared_data / "insee_qpv" / name)
    labels = {row.code: row.label for row in Indicator.objects.filter(official_code="A")}
    assert labels.keys() == {"demo-a", "ipro-a", "revn-a"}
    assert "CAF" in labels["demo-a"] and "catégorie A" in labels["ipro-a"]
    assert desk.value("demo-a", "QP059087", 2019).value == 2369
    assert desk.value("ipro-a", "QP059087", 2019).value == 1019


def test_an_unchanged_file_takes_as_few_queries_for_all_rows_as_for_one(mel, desk):
    rows = [ONE.replace("QP059087", f"QP0590{number}") for number in range(66, 92)]
    single = desk.table("REVN_2018.csv", REVN, ONE)
    whole = desk.table("REVN_2019.csv", REVN, *rows)
    counts = []
    for path in (single, whole):
        desk.load(import_insee_qpv, path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            report = desk.load(import_insee_qpv, path)
        assert report.unchanged == report.read
        assert not [
            q["sql"]
            for q in queries
            if "observatory_value" in q["sql"].split("WHERE")[0]
            and not q["sql"].startswith("SELECT")
        ]
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_a_reserve_marks_only_the_columns_it_governs(mel, desk):
    desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, ONE))
    flagged = desk.value("revn-tp60", "QP059087", 2019)
    assert flagged.status == ValueStatus.FLAGGED
    assert flagged.note == "réserve de la source (NOTE_FILO = 1)"
    assert desk.value("revn-a", "QP059087", 2019).status == ValueStatus.PUBLISHED


def test_a_note_column_that_comes_twice_is_read_after_its_columns(mel, desk):
    header = "CODGEO;LIBGEO;A;NOTE_CNAF;DISP_Q2;TP60;NOTE_FILO;AAAH;NOTE_CNAF"
    desk.load(import_insee_qpv, desk.table("REVN_2019.csv", header, "QP059087;x;1;0;2;3;0;4;5"))
    assert desk.value("revn-a", "QP059087", 2019).status == ValueStatus.PUBLISHED
    assert desk.value("revn-aaah", "QP059087", 2019).note.endswith("(NOTE_CNAF = 5)")


def test_a_bad_cell_is_refused_alone_with_its_place(mel, desk):
    row = ONE.replace("56,3", "56,3 %")
    report = desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, OTHER, row))
    (remark,) = [each for each in report.remarks if each.severity == Severity.REFUSED]
    assert (remark.line, remark.column, remark.value) == (3, "TP60", "56,3 %")
    assert "pas un nombre" in remark.reason
    assert (report.created, report.refused, report.values["valeurs refusées"]) == (1, 0, 1)
    assert desk.value("revn-disp-q2", "QP059087", 2019).value == 11666
    assert not Value.objects.filter(indicator__code="revn-tp60").exists()


def test_a_corrected_file_changes_only_what_differs(mel, desk):
    desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, ONE))
    report = desk.load(
        import_insee_qpv, desk.table("REVN_2019.csv", REVN, ONE.replace("56,3", "56,4"))
    )
    assert (report.updated, report.unchanged) == (1, 0)
    assert report.values["valeurs modifiées"] == 1 and report.values["valeurs inchangées"] == 2
    assert desk.value("revn-tp60", "QP059087", 2019).value == Decimal("56.4")


def test_unknown_columns_are_named_not_invented(mel, desk):
    header, row = REVN.replace("LIBGEO;", "LIBGEO;NOUVEAU;"), ONE.replace(";11", ";7;11")
    report = desk.load(import_insee_qpv, desk.table("REVN_2023.csv", header, row))
    (remark,) = [each for each in report.remarks if "absentes du catalogue" in each.reason]
    assert "NOUVEAU" in remark.reason
    assert desk.value("revn-disp-q2", "QP059087", 2023).value == 11666


def test_rows_are_counted_once_each(mel, desk):
    bad = ONE.replace("QP059087", "QP59087")
    table = desk.table("REVN_2019.csv", REVN, OTHER, ONE, ONE, bad, ";;;;")
    report = desk.load(import_insee_qpv, table)
    assert (report.read, report.created, report.out_of_scope, report.refused) == (4, 1, 1, 2)
    reasons = [(each.line, each.reason) for each in report.remarks if each.line]
    assert reasons == [(4, "quartier déjà lu ligne 3"), (5, "code de quartier mal formé")]
    assert any("absents de ce tableau (25)" in each.reason for each in report.remarks)


@pytest.mark.parametrize("code", ["QP02A001", "QP974048", "QN05901M", "QN2A001I", "QN97101A"])
def test_codes_of_corsica_overseas_and_2024_are_out_of_scope_not_malformed(mel, desk, code):
    row = ONE.replace("QP059087", code)
    assert desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, row)).out_of_scope == 1


def test_the_population_follows_the_latest_table(mel, desk):
    def load(year: int, population: int) -> Territory:
        row = f"QP059087;La Bourgogne;{population};Tourcoing;51,5;2234;0;;"
        desk.load(import_insee_qpv, desk.table(f"DEMO_{year}.csv", DEMO, row))
        return Territory.objects.get(code="QP059087")

    assert load(2019, 6836).population == 6836
    assert load(2021, 6684).population == 6684
    late = load(2017, 1)
    assert late.population == 6684
    assert late.population_source == "INSEE, DEMO 2021, POP_MUN"


def test_the_national_set_is_a_group_made_once(mel, desk):
    for year in (2018, 2019):
        row = "Ensemble;Ensemble des QPV;13\u202f101;;;1\u202f537\u202f600;;;;"
        report = desk.load(import_insee_qpv, desk.table(f"REVN_{year}.csv", REVN, row))
        assert report.created == 1
    group = Territory.objects.get(kind=TerritoryKind.GROUP)
    assert (group.code, group.epci_id) == ("QPV-FRANCE", None)
    again = desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, row))
    assert again.unchanged == 1


def test_census_columns_say_that_vintages_overlap(mel, desk):
    row = "QP059087;La Bourgogne;6684;Tourcoing;51,5;2234;0;;"
    desk.load(import_insee_qpv, desk.table("DEMO_2021.csv", DEMO, row))
    years = dict(Source.objects.values_list("code", "rolling_years"))
    assert years == {"insee-demo": 5, "insee-demo-cnaf": 1}
    assert desk.value("demo-tx-f", "QP059087", 2021).vintage.label == "diffusion 2021"


def test_a_dry_run_keeps_nothing(mel, desk):
    report = desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, ONE), dry_run=True)
    assert report.created == 1
    assert not Value.objects.exists() and not Indicator.objects.exists()


def test_progress_counts_every_row(mel, desk):
    rows = [OTHER.replace("QP001001", f"QP001{number:03}") for number in range(250)]
    steps: list[int] = []
    desk.load(import_insee_qpv, desk.table("REVN_2019.csv", REVN, *rows), progress=steps.append)
    assert sum(steps) == 250
    assert all(later <= earlier for earlier, later in pairwise(steps))
