"""Published grants: the real files, and one small file for each trap."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count, Sum

from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.kit.tabular import ImportReport, Unreadable

VENDEE = "Publication_donn_es_Open_data_Subventions_Conventions.csv"
HEAD = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,"
    "objet,montant,nature,conditionsVersement,datesPeriodeVersement,notificationUE,"
    "pourcentageSubvention"
)
LINE = {
    "funder": "Ville de Roubaix",
    "funder_id": "21590512600019",
    "date": "2019-06-14",
    "reference": "1-7",
    "holder": "Ademn",
    "number": "41921355800028",
    "purpose": "Fête du quartier",
    "amount": "1500.50",
    "nature": "aide en numéraire",
    "terms": "unique",
    "period": "2019-06-14",
    "eu": "non",
    "share": "1",
}


def line(**cells: str) -> str:
    return ",".join({**LINE, **cells}.values())


def reasons(report: ImportReport, severity: str) -> list[str]:
    return [remark.reason for remark in report.remarks if remark.severity == severity]


@pytest.fixture
def one(load: Any, write: Any) -> Any:
    """Import lines under the SCDL header."""

    def run(*lines: str, **how: Any) -> ImportReport:
        report: ImportReport = load("grants", write("\n".join([HEAD, *lines]) + "\n"), **how)
        return report

    return run


@pytest.mark.parametrize(
    ("file", "read", "created", "refused"),
    [
        ("subventions/44_loire_atlantique_subventions.csv", 18148, 18120, 28),
        ("subventions/agregees_PDL_mislabelled_utf8.csv", 18719, 18689, 30),
        ("subventions/53_mayenne_2019.xlsx", 61, 61, 0),
        (f"subventions/85_vendee_2017_{VENDEE}", 23, 23, 0),
        (f"subventions/85_vendee_201901_{VENDEE}", 6, 6, 0),
        (f"subventions/85_vendee_201906_{VENDEE}", 35, 35, 0),
        ("scdl/exemples/exemple_valide.csv", 29, 29, 0),
        ("scdl/exemples/exemple_invalide_erreurs_cellules.csv", 29, 25, 4),
        ("scdl/exemples/exemple_invalide_erreurs_colonnes.csv", 29, 25, 4),
        ("scdl/exemple-duplicate-column.csv", 29, 29, 0),
    ],
)
def test_published_files_load_and_load_again(
    shared_data: Path, load: Any, file: str, read: int, created: int, refused: int
) -> None:
    report = load("grants", shared_data / file)
    assert (report.read, report.created, report.refused) == (read, created, refused)
    for remark in report.remarks:
        if remark.severity == "refused":
            assert remark.line and remark.column and remark.reason
    again = load("grants", shared_data / file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, created)


def test_sum_of_a_departement_is_the_sum_of_its_file(shared_data: Path, load: Any) -> None:
    path = shared_data / "subventions" / "44_loire_atlantique_subventions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))[1:]
    published = sum(Decimal(cells[7]) for cells in lines if cells[7] and (cells[4] or cells[5]))
    valued_in_kind = [cells for cells in lines if cells[17] and not Decimal(cells[7] or 0)]
    load("grants", path)
    found = Grant.objects.aggregate(total=Sum("amount_awarded"), count=Count("pk"))
    assert found["total"].quantize(Decimal("0.01")) == published
    in_kind_only = Grant.objects.filter(amount_awarded=0, amount_in_kind__gt=0).count()
    assert in_kind_only == len(valued_in_kind) > 0


def test_the_same_grant_in_two_files_is_one(shared_data: Path, load: Any) -> None:
    folder = shared_data / "subventions"
    name = f"85_vendee_201906_{VENDEE}"
    load("grants", folder / name)
    report = load("grants", folder / "agregees_PDL_mislabelled_utf8.csv")
    assert report.unchanged >= 30


def test_refusals_of_the_invalid_example_are_precise(shared_data: Path, load: Any) -> None:
    report = load("grants", shared_data / "scdl/exemples/exemple_invalide_erreurs_cellules.csv")
    refused = [
        (remark.line, remark.column, remark.value)
        for remark in report.remarks
        if remark.severity == "refused"
    ]
    assert refused == [
        (2, "pourcentageSubvention", "100"),
        (3, "pourcentageSubvention", "80"),
        (4, "pourcentageSubvention", "80"),
        (10, "montant", ""),
    ]


def test_cells_cut_by_a_comma_are_joined_again(shared_data: Path, load: Any) -> None:
    name = f"85_vendee_201901_{VENDEE}"
    load("grants", shared_data / "subventions" / name)
    grant = Grant.objects.get(holder__name="ADILE")
    assert grant.amount_awarded == Decimal(64125)
    assert grant.purpose.startswith("Assurer l'information, le conseil et l'observation")
    assert grant.payment_period == "2019-02-01/2019-12-31"


def test_an_ambiguous_cut_is_refused_not_guessed(one: Any) -> None:
    report = one(line(purpose="Salle, cour", amount="10, 20"), line())
    assert (report.created, report.refused) == (1, 1)
    assert "15 cellules au lieu de 13" in reasons(report, "refused")[0]


def test_a_rounded_siret_is_named_and_the_row_kept(one: Any) -> None:
    report = one(line(number="34982600000000"))
    assert report.created == 1
    holder = Organisation.objects.get(name="Ademn")
    assert (holder.siret, holder.siren) == (None, "")
    remark = next(remark for remark in report.remarks if remark.value == "34982600000000")
    assert remark.line == 2 and "arrondi par un tableur" in remark.reason


def test_the_share_of_the_holder_is_what_it_is_awarded(one: Any) -> None:
    report = one(line(amount="1000.01", share="0.5"))
    assert Grant.objects.get().amount_awarded == Decimal("500.01")
    assert any("part du bénéficiaire" in reason for reason in reasons(report, "noted"))


def test_identical_lines_are_two_grants(one: Any) -> None:
    first = one(line(), line())
    assert first.created == 2 and any("dit la même chose" in r for r in reasons(first, "noted"))
    assert one(line(), line()).unchanged == 2


def test_a_claw_back_is_kept_and_said(one: Any) -> None:
    report = one(line(amount="-300"))
    assert Grant.objects.get().amount_awarded == Decimal(-300)
    assert any("reversement" in reason for reason in reasons(report, "noted"))


def test_year_alone_and_year_from_the_payments(one: Any) -> None:
    one(line(date="2014"), line(date="NA", period="2017-09-30_2021-06-30"))
    years = Grant.objects.order_by("year").values_list("year", "agreed_on", "payment_period")
    assert list(years) == [(2014, None, "2019-06-14"), (2017, None, "2017-09-30/2021-06-30")]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"amount": "beaucoup"}, "montant", "pas un montant"),
        ({"amount": ""}, "montant", "absent"),
        ({"amount": "1,35E+06".replace(",", ".")}, "montant", "tableur"),
        ({"amount": "9" * 13}, "montant", "hors limites"),
        ({"date": "2019-02-30"}, "dateConvention", "n'existe pas"),
        ({"date": "demain"}, "dateConvention", "AAAA-MM-JJ"),
        ({"date": "", "period": ""}, "dateConvention", "année"),
        ({"date": "1019-01-01"}, "dateConvention", "hors de"),
        ({"holder": "", "number": ""}, "nomBeneficiaire", "sans nom"),
        ({"funder": "NA", "funder_id": ""}, "nomAttribuant", "sans nom"),
        ({"share": "1.2"}, "pourcentageSubvention", "0,01 à 1"),
        ({"share": "tout"}, "pourcentageSubvention", "pas un nombre"),
    ],
)
def test_each_refusal_says_where_and_why(
    one: Any, cells: dict[str, str], column: str, words: str
) -> None:
    report = one(line(**cells), line())
    assert (report.created, report.refused) == (1, 1)
    refusal = next(remark for remark in report.remarks if remark.severity == "refused")
    assert (refusal.line, refusal.column) == (2, column)
    assert words in refusal.reason


def test_requests_that_were_refused_are_not_grants(load: Any, write: Any) -> None:
    text = f"{HEAD},statutLabel\n{line()},refusée\n{line()},attribuée\n"
    report = load("grants", write(text))
    assert (report.created, report.out_of_scope) == (1, 1)


def test_headers_on_two_rows_under_a_title(load: Any, write: Any) -> None:
    text = (
        "Subventions 2019;;;;\n"
        "Attribuant;;Date de la convention de subvention;Bénéficiaire;;Montant de la subvention\n"
        "Nom;Identification;;Nom;Identification;\n"
        "Ville de Roubaix;21590512600019;2019-06-14;Ademn;41921355800028;12 000\n"
    )
    report = load("grants", write(text))
    assert report.created == 1
    grant = Grant.objects.select_related("funder", "holder").get()
    assert (grant.holder.siret, grant.funder.name) == ("41921355800028", "Ville de Roubaix")
    assert grant.amount_awarded == Decimal(12000)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "introuvable"),
        (HEAD + "\n", "aucune ligne"),
        (f"{HEAD}\n{line()}\n{line()[:60]}", "coupé au milieu"),
    ],
)
def test_another_file_or_a_cut_one_changes_nothing(
    load: Any, write: Any, text: str, words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        load("grants", write(text))
    assert not Grant.objects.exists() and not Organisation.objects.exists()
