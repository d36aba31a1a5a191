"""Importing contours: small files written here, and the official file of 2014."""

import json
import zipfile
from datetime import date

import numpy as np
import pyogrio
import pytest
import shapely
from shapely import Polygon, box
from tests.apps.territory.conftest import ACROSS

from faire_ensemble.apps.territory.models import Perimeter, Territory, TerritoryKind
from faire_ensemble.apps.territory.services import open_epci
from faire_ensemble.apps.territory.services.qpv import import_qpv
from faire_ensemble.core.geography import lambert93
from faire_ensemble.kit.models import ImportRun
from faire_ensemble.kit.tabular import Unreadable, run_import

pytestmark = pytest.mark.django_db
BOW_TIE = Polygon([(3.08, 50.04), (3.12, 50.06), (3.12, 50.04), (3.08, 50.06)])
FAR = box(5, 45, 5.1, 45.1)


def load(path, **options):
    return run_import("qpv", import_qpv, path, actor=None, **options)


def geojson(path, *rows):
    """Rows of (code, name, communes, geometry)."""
    features = [
        {
            "type": "Feature",
            "properties": {"CODE_QP": code, "NOM_QP": name, "COMMUNE_QP": communes},
            "geometry": json.loads(shapely.to_geojson(shape)) if shape is not None else None,
        }
        for code, name, communes, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def written(path, shapes, crs, encoding="UTF-8", **columns):
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(column, dtype=object) for column in columns.values()],
        list(columns),
        geometry_type="Polygon",
        crs=crs,
        encoding=encoding,
    )
    return path


@pytest.fixture
def one(tmp_path):
    return geojson(
        tmp_path / "qpv.geojson", ("QP059901", "Les Rives", "Ouest sur Lys,  La Riviere", ACROSS)
    )


def test_a_neighbourhood_in_several_communes(communes, one):
    report = load(one)
    assert (report.read, report.created) == (1, 1)
    place = Territory.objects.get(kind=TerritoryKind.PRIORITY)
    assert (place.code, place.name, place.generation) == ("QP059901", "Les Rives", 2014)
    assert set(place.communes.all()) == set(communes)
    perimeter = place.perimeters.get()
    assert (perimeter.valid_from, perimeter.valid_to) == (date(2015, 1, 1), date(2024, 1, 1))
    assert perimeter.geometry.equals(ACROSS)
    assert "2014-1750" in perimeter.source


def test_importing_twice_changes_nothing_and_a_dry_run_neither(communes, one):
    assert load(one, dry_run=True).created == 1
    assert not Territory.objects.filter(kind=TerritoryKind.PRIORITY).exists()
    load(one)
    report = load(one)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert ImportRun.objects.count() == 2


def test_a_changed_contour_or_name_updates(communes, one, tmp_path):
    load(one)
    moved = box(3.08, 50.04, 3.13, 50.06)
    other = geojson(tmp_path / "b.json", ("QP059901", "Les Rives", "La Rivière", moved))
    assert load(other).updated == 1
    place = Territory.objects.get(code="QP059901")
    assert [commune.name for commune in place.communes.all()] == ["La Rivière"]
    assert place.perimeters.get().geometry.equals(moved)


def test_codes_of_2024_are_another_geography(communes, neighbourhood, tmp_path):
    file = geojson(tmp_path / "2024.geojson", ("QN05901M", "Les Rives", "", ACROSS))
    report = load(file)
    place = Territory.objects.get(code="QN05901M")
    assert place.generation == 2024
    assert place.perimeters.get().valid_from == date(2024, 1, 1)
    assert place.perimeters.get().valid_to is None
    assert set(place.communes.all()) == set(communes)
    assert any("communes déduites de la carte" in str(remark) for remark in report.remarks)
    assert Territory.objects.filter(code="QP059901").exists()


def test_faults_are_named_and_one_never_loses_the_others(communes, tmp_path):
    file = geojson(
        tmp_path / "ugly.geojson",
        ("QP059901", "Noué", "La Rivière", BOW_TIE),
        ("QP05990", "Court", "La Rivière", ACROSS),
        ("QP059902", "Vide", "La Rivière", None),
        ("QP059901", "Encore", "La Rivière", ACROSS),
        ("QP069001", "Loin", "Lyon", FAR),
        ("QP059903", "Bon", "La Rivière", box(3.12, 50.01, 3.15, 50.02)),
    )
    report = load(file)
    assert (report.created, report.out_of_scope, report.refused) == (2, 1, 3)
    said = "\n".join(map(str, report.remarks))
    assert "réparé : ligne 1 : QP059901 : polygone réparé : le contour se recoupe" in said
    assert "ligne 2, colonne « code », valeur « QP05990 » : code de quartier mal formé" in said
    assert "ligne 3, colonne « géométrie », valeur « QP059902 » : la géométrie est vide" in said
    assert "déjà lu ligne 1" in said
    assert Perimeter.objects.get(territory__code="QP059901").repair.startswith("polygone réparé")


def test_a_commune_that_the_map_contradicts_is_said(communes, tmp_path):
    inside_west = box(3.01, 50.01, 3.02, 50.02)
    file = geojson(
        tmp_path / "a.geojson",
        ("QP059901", "Ouest", "Ouest-sur-Lys, La Rivière, Paris", inside_west),
    )
    said = " ".join(map(str, load(file).remarks))
    assert "que son contour ne touche pas" in said
    assert "hors de Métropole : Paris" in said


def test_a_shapefile_in_windows_1252_without_cpg(communes, tmp_path):
    path = written(
        tmp_path / "q.shp",
        [ACROSS],
        "EPSG:4326",
        "cp1252",
        CODE_QP=["QP059901"],
        NOM_QP=["Épidème"],
        COMMUNE_QP=["La Rivière"],
    )
    path.with_suffix(".cpg").unlink(missing_ok=True)
    report = load(path)
    assert Territory.objects.get(code="QP059901").name == "Épidème"
    assert any("Windows-1252" in remark.reason for remark in report.remarks)


def test_a_zipped_shapefile(communes, tmp_path):
    path = written(
        tmp_path / "q.shp", [ACROSS], "EPSG:4326", code_qp=["QN05901M"], lib_qp=["Rives"]
    )
    archive = tmp_path / "q.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for part in tmp_path.glob("q.*"):
            if part != archive:
                made.write(part, part.name)
    assert load(archive).created == 1
    assert path.exists()


def test_a_geopackage_in_lambert_93(communes, tmp_path):
    metres = shapely.transform(ACROSS, lambert93.from_degrees)
    path = written(
        tmp_path / "q.gpkg", [metres], "EPSG:2154", code_qp=["QN05901M"], insee_com=["59002, 59001"]
    )
    report = load(path)
    place = Territory.objects.get(code="QN05901M")
    assert place.perimeters.get().geometry.equals_exact(ACROSS, 1e-9)
    assert place.communes.count() == 2
    assert any("Lambert-93" in remark.reason for remark in report.remarks)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.geojson", b"", "le fichier est vide"),
        ("rien.geojson", b'{"type":"FeatureCollection","features":[]}', "aucun contour"),
        ("coupe.geojson", b'{"type":"FeatureCollection","features":[{"ty', "illisible"),
        ("bruit.shp", bytes(range(256)) * 40, "il manque bruit.dbf"),
        ("bruit.gpkg", bytes(range(256)) * 40, "illisible"),
        ("bruit.zip", bytes(range(256)) * 40, "archive illisible"),
        ("bruit.geojson", bytes(range(256)) * 40, "illisible"),
        ("table.csv", b"a;b\n1;2\n", "pas un fichier de contours"),
        (
            "points.geojson",
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
            b'{"a":"b"},"geometry":{"type":"Point","coordinates":[3,50]}}]}',
            "pas des quartiers prioritaires",
        ),
    ],
)
def test_a_wrong_file_is_refused_and_changes_nothing(communes, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    before = Territory.objects.count(), ImportRun.objects.count()
    with pytest.raises(Unreadable, match=words):
        load(path)
    assert before == (Territory.objects.count(), ImportRun.objects.count())


def test_a_huge_file_is_refused_before_it_is_read(communes, tmp_path):
    path = tmp_path / "immense.geojson"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(Unreadable, match="c'est plus que la limite"):
        load(path)


def test_another_projection_is_refused(communes, tmp_path):
    path = written(tmp_path / "q.gpkg", [box(0, 0, 9e5, 9e5)], "EPSG:3857", code_qp=["QN05901M"])
    with pytest.raises(Unreadable, match="projection non reconnue"):
        load(path)


def test_a_truncated_shapefile_is_refused(communes, tmp_path):
    path = written(tmp_path / "q.shp", [ACROSS] * 50, "EPSG:4326", CODE_QP=["QP059901"] * 50)
    whole = path.read_bytes()
    path.write_bytes(whole[:700])
    with pytest.raises(Unreadable, match="tronqué"):
        load(path)
    path.write_bytes(whole)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:300])
    with pytest.raises(Unreadable, match="tronqué"):
        load(path)


def test_nothing_open_is_said(db, one):
    with pytest.raises(Unreadable, match="faire open SIREN"):
        load(one)


def test_the_official_file_of_2014(shared_data):
    epci = open_epci("200093201")
    folder = shared_data / "qpv_2014"
    file = folder / "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp"
    report = load(file)
    assert (report.read, report.created) == (1514, 26)
    assert (report.out_of_scope, report.refused) == (1488, 0)
    said = [str(remark) for remark in report.remarks]
    assert [text for text in said if text.startswith("réparé") and "QP059067" in text]
    assert any("Windows-1252" in text for text in said)
    assert any(text.startswith("à savoir : 33 contours invalides hors") for text in said)
    places = Territory.objects.filter(kind=TerritoryKind.PRIORITY, epci=epci)
    assert sorted(place.code for place in places) == [f"QP0590{n}" for n in range(66, 92)]
    assert places.get(code="QP059090").name.startswith("Epid")
    south = {commune.name for commune in places.get(code="QP059074").communes.all()}
    assert south == {"Lille", "Faches-Thumesnil", "Loos", "Lezennes"}
    assert not [text for text in said if "hors de" in text and "invalides" not in text]
    again = load(file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 26)
    derived = load(folder / "qpv2014_mel.geojson")
    assert (derived.read, derived.created, derived.refused) == (26, 0, 0)
