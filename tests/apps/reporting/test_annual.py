"""The six sections of the decree: what they hold, with which source, and what they ask for."""

import re
from datetime import date
from decimal import Decimal

import pytest

from faire_ensemble.apps.contract.models import Commitment, Contract
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.apps.reporting.selectors import annual_report, report_years
from faire_ensemble.apps.reporting.selectors.blocks import (
    Facts,
    Graph,
    Numbers,
    ToComplete,
    Unsourced,
)
from faire_ensemble.apps.reporting.selectors.document import document_data
from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.kit.charts import Table


def said(report) -> str:
    """Every word of the report, tables included, drawings apart."""
    return "\n".join(_texts(document_data(report)["parts"]))


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inside in value.items():
            if key not in ("svg", "kind", "key"):
                yield from _texts(inside)
    elif isinstance(value, (list, tuple)):
        for inside in value:
            yield from _texts(inside)


def block_of(report, key, title):
    (part,) = [part for part in report.parts if part.key == key]
    found = [
        numbers
        for block in part.blocks
        for numbers in ([block] if isinstance(block, Numbers) else [getattr(block, "numbers", 0)])
        if isinstance(numbers, Numbers) and numbers.title.startswith(title)
    ]
    assert len(found) == 1, [block.title for block in part.blocks if isinstance(block, Numbers)]
    return found[0]


def test_the_six_sections_of_the_decree_come_in_order(metropolis):
    report = annual_report(metropolis, 2019)
    assert [part.number for part in report.sections] == ["1", "2", "3", "4", "5", "6"]
    assert [part.key for part in report.annexes] == ["sources", "manques"]
    assert all(f"{part.number}°" in part.basis for part in report.sections)


def test_every_figure_has_its_source(metropolis):
    blocks = [block for part in annual_report(metropolis, 2019).parts for block in part.blocks]
    sourced = [block for block in blocks if isinstance(block, (Numbers, Graph, Facts))]
    assert len(sourced) > 15
    assert all(block.source.strip() for block in sourced)
    for block in sourced:
        if isinstance(block, Graph):
            assert block.numbers.source.strip() and block.numbers.table.rows


def test_a_figure_without_a_source_cannot_be_written():
    with pytest.raises(Unsourced, match="Chiffres"):
        Numbers("Chiffres", Table(("a",), (("1",),)), " ")


def test_the_gap_in_median_income(metropolis):
    table = block_of(annual_report(metropolis, 2019), "evolution", "Revenu disponible médian, 2019")
    row = next(row for row in table.table.rows if row[1] == "QP059087")
    assert row[2] == "11\u202f666\u00a0€"
    assert row[3] == "\u22129\u202f274\u00a0€"
    assert "Revenus des quartiers, 2019" in table.source
    overview = block_of(annual_report(metropolis, 2019), "evolution", "Vue d'ensemble")
    assert overview.table.rows[0][:3] == ("Revenu disponible médian", "2019", "20\u202f940\u00a0€")


def test_a_rate_without_reference_has_no_gap_column_and_says_why(metropolis):
    table = block_of(annual_report(metropolis, 2019), "evolution", "Taux de pauvreté")
    assert table.table.head == ("Quartier", "Code", "Valeur")
    assert [row[2] for row in table.table.rows] == ["56,3\u00a0%", "32,9\u00a0%"]
    assert "n'est pas dans les fichiers chargés" in table.note


def test_the_latest_vintage_not_after_the_year_is_used(metropolis):
    of_2018 = block_of(annual_report(metropolis, 2018), "evolution", "Taux d'emploi, 2017")
    assert next(row[2] for row in of_2018.table.rows if row[1] == "QP059087") == "40\u00a0%"
    later = block_of(annual_report(metropolis, 2023), "evolution", "Revenu disponible médian")
    assert later.title.startswith("Revenu disponible médian, 2019"), "the last year with a gap"
    assert "2021" in later.note, "the newer value without reference is told"
    assert "Taux de pauvreté" not in said(annual_report(metropolis, 2018))


def test_a_suppressed_value_says_so_and_is_never_zero(metropolis):
    table = block_of(annual_report(metropolis, 2018), "evolution", "Taux d'emploi, 2017")
    row = next(row for row in table.table.rows if row[1] == "QP059091")
    assert row[2] == "secret statistique"
    assert row[3] == "—"


def test_the_map_in_force_decides_which_neighbourhoods_are_shown(metropolis):
    assert "QN05999A" not in said(annual_report(metropolis, 2023))
    after = said(annual_report(metropolis, 2024))
    assert "QN05999A" in after and "QP059087" not in after


def test_women_and_everyone_side_by_side(metropolis):
    table = block_of(annual_report(metropolis, 2019), "evolution", "La situation des femmes")
    assert table.table.head[1:] == ("Taux d'emploi (2019)", "Taux d'emploi des femmes (2019)")
    assert ("Beaulieu", "50\u00a0%", "45\u00a0%") in table.table.rows


def test_the_target_of_the_whole_is_on_its_path(metropolis):
    report = annual_report(metropolis, 2019)
    (meter,) = [
        block
        for part in report.sections
        for block in part.blocks
        if isinstance(block, Graph) and block.uid.startswith("cible-")
    ]
    rows = dict(meter.numbers.table.rows)
    assert rows["Écart constaté (2019)"] == "\u221218\u00a0points"
    assert rows["Cible (2020)"] == "\u22127,5\u00a0points"
    assert rows["Situation"] == "en retard sur la trajectoire"
    assert "Contrat de ville, pilier 1" in meter.source
    behind = block_of(report, "perspectives", "Les cibles en retard")
    assert behind.table.rows[0][1] == "Ensemble des quartiers"


def test_gaps_that_widen_are_listed_with_their_cause(metropolis):
    table = block_of(annual_report(metropolis, 2019), "perspectives", "Les écarts qui se creusent")
    ((indicator, _place, gap, change, cause),) = table.table.rows
    assert (indicator, gap) == ("Taux d'emploi", "\u221225,5\u00a0points")
    assert change == "\u22125,5\u00a0points de 2017 à 2019"
    assert cause.startswith("L'écart se creuse")


def test_the_grants_of_the_year_add_up_to_the_cent(metropolis):
    report = annual_report(metropolis, 2019)
    schemes = block_of(report, "actions", "Les aides de 2019 par dispositif").table.rows
    assert schemes == (
        ("Adultes-relais", "2", "45\u202f111,46\u00a0€"),
        ("FONJEP", "1", "7\u202f000,00\u00a0€"),
        ("Dispositif non précisé", "1", "\u2212500,10\u00a0€"),
    )
    total = sum(Grant.objects.filter(year=2019).values_list("amount_awarded", flat=True))
    assert total == Decimal("51611.36")
    assert "4 aides pour 51\u202f611,36\u00a0€, à 3 bénéficiaires" in said(report)


def test_two_holders_of_the_same_name_stay_two(metropolis):
    rows = block_of(annual_report(metropolis, 2019), "actions", "Les bénéficiaires").table.rows
    assert [row[0] for row in rows].count("Association A") == 2
    assert rows[0] == ("Association A", "Adultes-relais et FONJEP", "2", "29\u202f555,73\u00a0€")


def test_the_history_of_grants_stops_at_the_year(metropolis):
    rows = block_of(annual_report(metropolis, 2019), "actions", "Les aides publiées, par année")
    assert [row[0] for row in rows.table.rows] == ["2018", "2019"]
    assert rows.table.rows[1][-1] == "51\u202f611,36\u00a0€"


def test_contract_pillars_and_partners_are_told(metropolis):
    words = said(annual_report(metropolis, 2019))
    for expected in (
        "Contrat de ville d'essai",
        "15 juillet 2015",
        "Seconde orientation.",
        "Pilier 1 : Économie et emploi",
        "Réduire l'écart d'emploi (indicateur : Taux d'emploi)",
        "Préfecture du Nord",
        "CV192",
    ):
        assert expected in words


def test_an_epci_just_opened_invents_nothing(opened):
    report = annual_report(opened, 2019)
    assert report.years == ()
    numbers = [
        block for part in report.sections for block in part.blocks if isinstance(block, Numbers)
    ]
    assert numbers == []
    assert not [b for part in report.sections for b in part.blocks if isinstance(b, Graph)]
    for part in report.sections:
        assert part.gaps, f"section {part.number} asks for nothing"
    words = "\n".join(_texts(document_data(report)["parts"][:6]))
    for known in ("2015-1118", "L. 1111-2", "1\u202f000 habitants", "2 communes"):
        words = words.replace(known, "")
    assert set(re.findall(r"\d+", words)) <= {"2019", *"123456"}, "the year, the sections"


def test_what_is_missing_is_gathered_with_who_must_say_it(opened):
    report = annual_report(opened, 2019)
    rows = block_of(report, "manques", "Les contributions attendues").table.rows
    assert len(rows) == len(report.gaps) >= 15
    assert {row[0] for row in rows} == {"1", "2", "3", "4", "5", "6"}
    assert ("6", "chaque commune concernée") in {row[:2] for row in rows}


def test_each_commune_is_asked_for_its_dsu(metropolis):
    rows = block_of(annual_report(metropolis, 2019), "dsu", "La DSU en 2019").table.rows
    assert rows == (
        ("Tourcoing", "à compléter", "à compléter"),
        ("Wattrelos", "à compléter", "à compléter"),
    )


def test_themes_without_data_are_asked_for(metropolis):
    gaps = [gap for gap in annual_report(metropolis, 2019).gaps if gap.who == "l'observatoire"]
    assert gaps == [
        ToComplete(
            "l'observatoire",
            "Les indicateurs clés de 4 thèmes sans donnée chargée jusqu'à 2019 : habitat et "
            "peuplement, éducation, santé et ambiance urbaine.",
        )
    ]


def test_years_are_those_with_figures_or_grants(metropolis):
    assert report_years(metropolis) == (2021, 2020, 2019, 2018, 2017, 2013)


def test_the_years_of_another_epci_are_not_offered(metropolis):
    other = Territory.objects.create(kind=TerritoryKind.EPCI, code="200054781", name="Autre")
    assert report_years(other) == ()


def test_two_maps_are_never_mixed_even_before_the_first(metropolis):
    before = said(annual_report(metropolis, 2013))
    assert "QP059087" in before and "QN05999A" not in before


def test_the_number_of_queries_does_not_grow(metropolis, django_assert_max_num_queries):
    with django_assert_max_num_queries(36):
        annual_report(metropolis, 2019)
    for rank in range(12):
        Territory.objects.create(
            kind=TerritoryKind.PRIORITY,
            code=f"QP9{rank}",
            name=f"Quartier {rank}",
            epci=metropolis,
            generation=2014,
        )
    with django_assert_max_num_queries(36):
        annual_report(metropolis, 2019)


def test_commitments_kept_and_late_are_told_and_none_is_asked_for(metropolis):
    missing = said(annual_report(metropolis, 2019))
    assert "Ce à quoi chaque partenaire s'est engagé" in missing
    contract = Contract.objects.get()
    state = Organisation.objects.get(name="Préfecture du Nord")
    for title, day, how in (
        ("Tenu en 2018", date(2018, 6, 30), "kept"),
        ("Attendu en 2019", date(2019, 12, 31), "doing"),
        ("Pour plus tard", date(2020, 1, 1), "promised"),
        ("Sans date", None, "promised"),
    ):
        Commitment.objects.create(
            contract=contract, organisation=state, title=title, due_on=day, state=how,
            mainstream=Decimal("1500.50"),
        )  # fmt: skip
    report = said(annual_report(metropolis, 2019))
    assert "2 engagements, sur 4 en tout" in report
    assert "tenus en tout ou en partie : 1 ; en retard : 1." in report
    assert "Tenu en 2018" in report and "Attendu en 2019" in report
    assert "Pour plus tard" not in report and "Sans date" not in report
