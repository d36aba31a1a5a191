"""Reading published contours: shapefile (alone or zipped), GeoPackage, GeoJSON, by GDAL.

Gives text columns and geometries in longitude and latitude, with what had to be done to get
them; refuses the rest with one French sentence (`Unreadable`).
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio import errors as gdal

from faire_ensemble.core.geography import lambert93
from faire_ensemble.kit.tabular import Unreadable
from faire_ensemble.kit.tabular.readers import CP1252, MAX_BYTES, check_file

SUFFIXES = (".shp", ".zip", ".gpkg", ".geojson", ".json")
DEGREES = ("EPSG:4326", "OGC:CRS84", "EPSG:4171")
LAMBERT93 = ("EPSG:2154", "IGNF:LAMB93")
GDAL_ERRORS = (
    gdal.DataSourceError,
    gdal.DataLayerError,
    gdal.FeatureError,
    gdal.GeometryError,
    gdal.FieldError,
    gdal.CRSError,
    UnicodeDecodeError,
    ValueError,
    RuntimeError,
)


@dataclass(slots=True)
class Contours:
    """Columns by lower-case name, one text (or None) a record, beside the geometries."""

    columns: dict[str, list[str | None]]
    geometries: NDArray[np.object_]
    remarks: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.geometries)

    def column(self, *names: str) -> list[str | None] | None:
        """The first column that bears one of these names."""
        return next((self.columns[name] for name in names if name in self.columns), None)


def read_contours(path: Path) -> Contours:
    """Every record of the first layer of the file."""
    check_file(path)
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(
            f"{path.name} : ce n'est pas un fichier de contours. Il faut un shapefile (.shp ou "
            ".zip), un GeoPackage (.gpkg) ou un GeoJSON."
        )
    encoding = _encoding(path)
    meta, shapes, columns = _read(path, encoding)
    remarks = []
    if encoding == CP1252:
        remarks.append("texte en Windows-1252, sans fichier .cpg pour le dire : ré-encodé en UTF-8")
    geometries, said = _in_degrees(path, meta["crs"], shapes)
    names = [str(name).lower() for name in meta["fields"]]
    texts = {name: _texts(values) for name, values in zip(names, columns, strict=True)}
    return Contours(texts, geometries, remarks + said)


def _read(path: Path, encoding: str | None) -> tuple[dict[str, Any], NDArray[Any], list[Any]]:
    """GDAL's reading, its errors in plain French."""
    address = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else str(path)
    try:
        layers = pyogrio.list_layers(address)
        if len(layers) == 0 or layers[0][1] is None:
            raise Unreadable(f"{path.name} : aucun contour dans ce fichier.")
        meta, _fids, shapes, columns = pyogrio.raw.read(
            address, layer=layers[0][0], encoding=encoding, force_2d=True
        )
        geometries = shapely.from_wkb(shapes)
    except (*GDAL_ERRORS, shapely.errors.ShapelyError) as error:
        raise Unreadable(
            f"{path.name} : fichier illisible ou tronqué. Téléchargez-le à nouveau. "
            f"({str(error).splitlines()[0][:160]})"
        ) from error
    if len(geometries) == 0:
        raise Unreadable(f"{path.name} : aucun contour dans ce fichier.")
    return meta, geometries, columns


def _encoding(path: Path) -> str | None:
    """Windows-1252 for a .dbf that is not UTF-8 and has no .cpg; else what GDAL finds."""
    suffix = path.suffix.lower()
    if suffix == ".shp":
        folder = {other.name.lower(): other for other in path.parent.iterdir()}
        stem = path.stem.lower()
        for part, role in ((".dbf", "les noms"), (".shx", "l'index")):
            if stem + part not in folder:
                raise Unreadable(
                    f"{path.name} : il manque {path.stem}{part} ({role} du shapefile). "
                    "Gardez ensemble tous les fichiers de l'archive."
                )
        table = folder[stem + ".dbf"].read_bytes()
        _check_whole(path, table)
        return None if stem + ".cpg" in folder else _text_encoding(table)
    if suffix == ".zip":
        return _zip_encoding(path)
    return None


def _check_whole(path: Path, table: bytes) -> None:
    """Both files of a shapefile say how long they are: GDAL would read a truncated one."""
    with path.open("rb") as file:
        header = file.read(28)
    told = int.from_bytes(header[24:28], "big") * 2  # in 16-bit words
    count = int.from_bytes(table[4:8], "little")
    start, width = (int.from_bytes(table[at : at + 2], "little") for at in (8, 10))
    if told > path.stat().st_size or start + count * width > len(table):
        raise Unreadable(f"{path.name} : shapefile tronqué. Téléchargez-le à nouveau.")


def _zip_encoding(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_BYTES:
                raise Unreadable(
                    f"{path.name} : décompressé, le fichier dépasse {MAX_BYTES // 1024**2} Mo."
                )
            if sum(member.filename.lower().endswith(".shp") for member in members) != 1:
                raise Unreadable(f"{path.name} : l'archive doit contenir un seul fichier .shp.")
            if any(member.filename.lower().endswith(".cpg") for member in members):
                return None
            tables = [member for member in members if member.filename.lower().endswith(".dbf")]
            if not tables:
                raise Unreadable(f"{path.name} : l'archive ne contient pas de fichier .dbf.")
            return _text_encoding(archive.read(tables[0]))
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise Unreadable(f"{path.name} : archive illisible ou tronquée.") from error


def _text_encoding(table: bytes) -> str:
    """The text of a .dbf comes after a header that its bytes 8-9 measure."""
    start = int.from_bytes(table[8:10], "little")
    try:
        table[start:].decode("utf-8")
    except UnicodeDecodeError:
        return CP1252
    return "utf-8"


def _in_degrees(
    path: Path, crs: str | None, shapes: NDArray[np.object_]
) -> tuple[NDArray[np.object_], list[str]]:
    bounds = shapely.total_bounds(shapes)
    degrees = bool(np.all(np.abs(bounds) <= [180, 90, 180, 90]))
    if crs in DEGREES or (crs is not None and crs.startswith('GEOGCS["WGS 84"')):
        if not degrees:
            raise Unreadable(
                f"{path.name} : les coordonnées ne sont pas des degrés alors que le fichier se "
                "dit en WGS 84. Convertissez-le en WGS 84 (EPSG:4326)."
            )
        return shapes, []
    if crs in LAMBERT93 or (crs is not None and "Lambert-93" in crs.replace("_", "-")):
        moved = shapely.transform(shapes, lambert93.to_degrees)
        return moved, ["coordonnées en Lambert-93 : converties en longitude et latitude"]
    if crs is None and degrees:
        return shapes, ["projection non précisée : coordonnées prises pour des degrés WGS 84"]
    raise Unreadable(
        f"{path.name} : projection non reconnue ({(crs or 'non précisée')[:60]}). Il faut des "
        "coordonnées en WGS 84 (EPSG:4326) ou en Lambert-93 (EPSG:2154)."
    )


def _texts(values: NDArray[Any]) -> list[str | None]:
    """Cells as trimmed text; whole numbers without decimals."""
    return [None if value is None or value != value else str(value).strip() for value in values]
