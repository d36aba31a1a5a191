from decimal import Decimal

from faire_ensemble.apps.observatory.models import Indicator, Value, ValueStatus
from faire_ensemble.apps.observatory.selectors import find_indicator, gaps_of_indicator
from faire_ensemble.apps.observatory.services import import_filosofi_epci, import_insee_qpv
from faire_ensemble.apps.territory.models import Territory, TerritoryKind

HEADER = "CODGEO;LIBGEO;Q119;Q219;Q319;RD;S80S2019;GI19"


def load(desk, path):
    return desk.load(import_filosofi_epci, path, "filosofi-epci")


def test_the_metropolis_is_found_under_its_former_number(mel, desk, shared_data):
    report = load(desk, shared_data / "insee_filosofi" / "FILO2019_DISP_EPCI.csv")
    assert (report.read, report.created, report.out_of_scope) == (1240, 1, 1239)
    median = desk.value("revn-disp-q2", "200093201", 2019)
    assert median.value == 20940
    assert median.note == "publiée sous le SIREN 245900410, devenu 200093201"
    assert desk.value("revn-pimpot", "200093201", 2019).value == Decimal("-17.4")
    assert desk.value("revn-disp-d1d9", "200093201", 2019).value == Decimal("3.7")
    assert desk.value("filo-gi", "200093201", 2019).value == Decimal("0.306")
    assert desk.value("filo-s80s20", "200093201", 2019).value == Decimal("4.7")
    again = load(desk, shared_data / "insee_filosofi" / "FILO2019_DISP_EPCI.csv")
    assert (again.unchanged, again.values["valeurs inchangées"]) == (1, 29)


def test_its_value_is_the_reference_of_the_gap(mel, desk, shared_data):
    desk.load(import_insee_qpv, shared_data / "insee_qpv" / "REVN_2019.csv")
    load(desk, shared_data / "insee_filosofi" / "FILO2019_DISP_EPCI.csv")
    table = gaps_of_indicator(find_indicator("DISP_Q2"), mel)
    first = table.rows[0]
    assert (table.year, first.place.code, first.gap.value) == (2019, "QP059087", 11666 - 20940)


def test_communes_of_the_open_metropolis_are_kept(mel, desk, shared_data):
    Territory.objects.create(kind=TerritoryKind.COMMUNE, code="59350", name="Lille", epci=mel)
    report = load(desk, shared_data / "insee_filosofi" / "FILO2019_DISP_COM.csv")
    assert (report.read, report.created, report.out_of_scope) == (31361, 1, 31360)
    assert desk.value("revn-disp-q2", "59350", 2019).value == 19580
    assert not desk.value("revn-disp-q2", "59350", 2019).note


def test_a_second_row_of_the_same_epci_is_refused(mel, desk):
    rows = [f"{siren};MEL;1;2;3;4;5;0,3" for siren in ("200093201", "245900410")]
    report = load(desk, desk.table("F.csv", HEADER, *rows, "12;x;1;2;3;4;5;6"))
    assert (report.created, report.refused) == (1, 2)
    assert [each.reason.split(" ")[0] for each in report.remarks] == ["territoire", "code"]


def test_empty_and_bad_cells(mel, desk):
    report = load(desk, desk.table("F.csv", HEADER, "200093201;MEL;;20 940;nombre;s;5;0,3"))
    assert report.values["valeurs refusées"] == 1
    assert desk.value("revn-disp-q1", "200093201", 2019).status == ValueStatus.MISSING
    assert desk.value("revn-disp-d1d9", "200093201", 2019).status == ValueStatus.SUPPRESSED
    assert not Value.objects.filter(indicator__code="revn-disp-q3").exists()


def test_only_indicators_of_the_file_are_created(mel, desk):
    load(desk, desk.table("F.csv", HEADER, "200093201;MEL;1;2;3;4;5;0,3"))
    assert Indicator.objects.count() == 6
