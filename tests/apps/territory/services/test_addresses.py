"""Importing addresses: the published dress, whole addresses, and the real lists of the north."""

import gzip
from pathlib import Path

import pytest

from faire_ensemble.apps.territory.models import Address, Territory
from faire_ensemble.apps.territory.services import open_epci
from faire_ensemble.apps.territory.services.addresses import import_addresses
from faire_ensemble.kit.tabular import Unreadable, run_import

pytestmark = pytest.mark.django_db
HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;"
    "code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld\n"
)


def load(path: Path, **options):
    return run_import("addresses", import_addresses, path, actor=None, **options)


def line(key="59001_1_00001", number="1", rep="", street="Rue Haute", insee="59001", lon="3.05",
         lat="50.05") -> str:  # fmt: skip
    return f"{key};;{number};{rep};{street};59999;{insee};Ville;;;1;2;{lon};{lat};entrée;;\n"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "adresses-59.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def test_the_published_dress_loaded_twice(communes, tmp_path) -> None:
    path = written(
        tmp_path,
        line(),
        line("59001_1_00001_bis", rep="bis"),
        line("59001_2_05001", "5001", street="Place du Marché"),
        line("75056_1_00001", insee="75056"),
    )
    first = load(path)
    assert (first.read, first.created, first.out_of_scope, first.refused) == (4, 3, 1, 0)
    kept = Address.objects.get(key="59001_1_00001_bis")
    assert (kept.number, kept.repetition, kept.street_key) == (1, "bis", "rue haute")
    assert kept.label == "1 bis Rue Haute, 59999 Ouest-sur-Lys"
    assert Address.objects.get(street="Place du Marché").number is None
    again = load(path)
    assert (again.unchanged, again.created, again.updated, again.out_of_scope) == (3, 0, 0, 1)


def test_a_number_written_with_its_letter(communes, tmp_path) -> None:
    load(written(tmp_path, line(number="35T")))
    kept = Address.objects.get()
    assert (kept.number, kept.repetition) == (35, "ter")


def test_an_address_that_moved_is_updated(communes, tmp_path) -> None:
    load(written(tmp_path, line(), line("59001_1_00002", "2")))
    report = load(written(tmp_path, line(lon="3.06"), line("59001_1_00002", "2")))
    assert (report.updated, report.unchanged) == (1, 1)
    assert Address.objects.get(number=1).lon == 3.06


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(lon="", lat=""), "sans position lisible"),
        (line(lon="3.05", lat="nan"), "sans position lisible"),
        (line(lon="3.05", lat="500"), "sans position lisible"),
        (line(number="12-14"), "numéro illisible"),
        (line(street=""), "sans nom de rue"),
        (line(insee=""), "sans code de commune"),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_with_its_line(communes, tmp_path, row, reason):
    report = load(written(tmp_path, line("59001_9_00009"), row))
    assert (report.created, report.refused) == (1, 1)
    assert (report.remarks[0].reason, report.remarks[0].line) == (reason, 3)


def test_the_same_identifier_twice_is_refused_once(communes, tmp_path) -> None:
    report = load(written(tmp_path, line(), line(street="Rue Basse")))
    assert (report.created, report.refused) == (1, 1)
    assert Address.objects.get().street == "Rue Haute"


def test_gzip_is_opened_and_a_cut_one_refused(communes, tmp_path) -> None:
    lines = [line(f"k{n}", str(n)) for n in range(1, 300)]
    packed = gzip.compress(written(tmp_path, *lines).read_bytes())
    path = tmp_path / "adresses-59.csv.gz"
    path.write_bytes(packed)
    report = load(path)
    assert (report.created, report.file_name) == (299, "adresses-59.csv.gz")
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(Unreadable, match="archive abîmée"):
        load(path)
    assert Address.objects.count() == 299


def test_another_file_and_no_commune_are_said(communes, tmp_path) -> None:
    other = tmp_path / "autre.csv"
    other.write_text("nom;prix\na;1\n")
    with pytest.raises(Unreadable, match="ce ne sont pas des adresses"):
        load(other)
    Territory.objects.filter(kind="commune").delete()
    with pytest.raises(Unreadable, match="faire open"):
        load(written(tmp_path, line()))


def test_the_real_lists_of_the_north(shared_data: Path) -> None:
    """Public buildings, postal relays and addresses: those of the metropolis are kept."""
    open_epci("200093201")
    counts = []
    for name in ("public_buildings_addresses", "postal_relays_addresses", "addresses"):
        path = shared_data / "addresses" / f"test_{name}.csv"
        first, again = load(path), load(path)
        loaded = first.created + first.updated
        assert (again.unchanged, again.created, again.updated) == (loaded, 0, 0)
        counts.append((first.read, loaded, first.out_of_scope, first.refused))
    assert counts == [(1144, 180, 955, 9), (666, 109, 457, 100), (832, 69, 205, 558)]
