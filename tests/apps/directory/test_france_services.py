"""The list of public-service houses, as published: all its rows, the traps of its columns."""

from pathlib import Path

import pytest

from faire_ensemble.apps.directory.models import Place, SearchEntry, SearchSnapshot, Service
from faire_ensemble.apps.directory.selectors.finding import Asked, find, keeping
from faire_ensemble.apps.directory.services.france_services import import_france_services
from faire_ensemble.apps.territory.services import open_epci
from faire_ensemble.core.opening import write_week
from faire_ensemble.kit.tabular import Unreadable, run_import

HEADER = (
    "id_fs,insee_dep,lib_fs,adresse,complement_adresse,insee_com,code_postal,lib_com,latitude,"
    "longitude,mail,telephone,h_lundi,h_mardi,h_mercredi,h_jeudi,h_vendredi,h_samedi,commentaire,"
    "itinerance,format_fs,groupe,labellisation\n"
)


def load(path: Path):
    return run_import("france-services", import_france_services, path, actor=None)


def written(folder: Path, *lines: str) -> Path:
    path = folder / "liste-fs-20221201.csv"
    path.write_text(HEADER + "\n".join(lines), encoding="utf-8")
    return path


def line(key="1", name="Maison", street="1 Rue Haute", code="59001", town="Rivebourg", lat="50.02",
         lon="3.02", monday="09:00 - 12:00 / 14:00 - 17:00", tuesday="") -> str:  # fmt: skip
    return (
        f"{key},59,{name},{street},,{code},59999,{town},{lat},{lon},a@example.org,03 20 00 00 00,"
        f"{monday},{tuesday},,,,,,Non,Site principal,,"
    )


@pytest.mark.django_db
def test_the_whole_published_file_twice(shared_data: Path) -> None:
    """2 683 rows: 26 say nowhere to go; 12 of the others are in the metropolis of Lille."""
    epci = open_epci("200093201")
    path = shared_data / "france_services" / "liste-fs-20221201.csv"
    first = load(path)
    assert first.balanced
    assert (first.read, first.created, first.refused) == (2683, 2657, 26)
    assert Place.objects.count() == Service.objects.count() == 2657
    assert SearchEntry.objects.filter(shown=True).count() == 2657
    assert Place.objects.filter(commune__epci=epci).count() == 12
    roubaix = Place.objects.get(name="France services de Roubaix-Epeule")
    assert roubaix.commune is not None and roubaix.commune.name == "Roubaix"
    hours = sum(1 for each in Place.objects.only("hours") if each.hours)
    assert hours > 2300
    again = load(path)
    assert (again.read, again.unchanged, again.refused) == (2683, 2657, 26)


def test_a_house_is_located_and_its_hours_are_read(tmp_path, town, quarter) -> None:
    load(written(tmp_path, line(tuesday="00:00 - 00:00 / 08:30 - 12:00")))
    place = Place.objects.get()
    assert place.commune == town
    assert list(place.neighbourhoods.all()) == [quarter]
    assert write_week(place.week) == "lundi : 9h-12h / 14h-17h\nmardi : 8h30-12h"
    assert [hit.service_id for hit in find(Asked(territory=quarter.pk)).hits] == [
        Service.objects.get().pk
    ]


def test_what_cannot_be_read_is_said_and_the_row_kept(tmp_path, town) -> None:
    report = load(
        written(
            tmp_path,
            line(key="1", monday="sur demande", code="0null", lat="douze"),
            line(key="1"),
            line(key="2", street="", town="", lat="", lon=""),
            line(key="", name=""),
        )
    )
    assert (report.read, report.created, report.refused) == (4, 1, 3)
    said = "\n".join(str(remark) for remark in report.remarks)
    for words in ("horaires non compris", "code de commune illisible", "position illisible",
                  "déjà lu", "personne ne pourrait y aller", "sans numéro"):  # fmt: skip
        assert words in said
    place = Place.objects.get()
    assert place.hours == [] and place.lon is None


def test_a_changed_row_updates_and_a_hand_correction_stays(tmp_path, town, write, officer) -> None:
    load(written(tmp_path, line(), line(key="2", name="Autre")))
    Service.objects.filter(name="Autre").update(by_hand=True)
    report = load(written(tmp_path, line(name="Maison neuve"), line(key="2", name="Changée")))
    assert (report.updated, report.unchanged) == (1, 1)
    assert set(Service.objects.values_list("name", flat=True)) == {"Maison neuve", "Autre"}
    assert [len(find(Asked(text=word)).hits) for word in ("neuve", "changée")] == [1, 0]


def test_a_neighbourhood_drawn_since_is_found_at_the_next_import(tmp_path, town, quarter) -> None:
    held = quarter.perimeters.get()
    held.delete()
    load(written(tmp_path, line()))
    assert not Place.objects.get().neighbourhoods.exists()
    held.pk = None
    held.save()
    assert load(written(tmp_path, line())).updated == 1
    assert list(Place.objects.get().neighbourhoods.all()) == [quarter]


def test_another_file_is_refused_with_what_to_do(tmp_path, db) -> None:
    path = tmp_path / "autre.csv"
    path.write_text("nom,ville\nx,y\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="ce n'est pas la liste des France services"):
        load(path)


def test_the_search_is_prepared_by_the_import(town, tmp_path: Path, monkeypatch) -> None:
    load(written(tmp_path, line("1", name="Maison haute"), line("2", name="Maison basse")))
    assert SearchSnapshot.objects.get().revision == keeping.head_revision()
    monkeypatch.setattr(keeping, "built", lambda head: pytest.fail("every record read"))
    assert len(find(Asked(text="maison haute")).hits) == 2
