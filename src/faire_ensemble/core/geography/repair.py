"""Make a polygon valid without hiding it: the fault, where it is, what the repair changed.

Published contours touch or cross themselves (34 of the 1 514 priority neighbourhoods of 2014).
GEOS predicates are undefined on such shapes, so they are repaired on the way in and named in
the report.
"""

import re
from dataclasses import dataclass

import shapely

from faire_ensemble.core.geography.area import area_km2

_REASONS = {
    "Self-intersection": "le contour se recoupe",
    "Ring Self-intersection": "le contour se touche lui-même",
    "Hole lies outside shell": "un trou est hors du contour",
    "Holes are nested": "un trou est dans un autre trou",
    "Interior is disconnected": "un trou coupe le polygone en deux",
    "Nested shells": "deux parties sont l'une dans l'autre",
    "Duplicate Rings": "un contour est répété",
    "Too few points in geometry component": "un contour a trop peu de points",
    "Invalid Coordinate": "une coordonnée n'est pas un nombre",
    "Ring is not closed": "un contour n'est pas fermé",
}
_REASON = re.compile(r"^(?P<text>[^\[]+)(\[(?P<x>\S+) (?P<y>[^\s\]]+)[^\]]*\])?$")


@dataclass(frozen=True)
class Repair:
    """A valid polygon or multipolygon, and what was done to get it.

    ``fault`` is empty when nothing had to be done; ``where`` is the point GEOS complains
    about; areas are in km², that of an invalid shape being only indicative.
    """

    geometry: shapely.Polygon | shapely.MultiPolygon
    fault: str = ""
    where: tuple[float, float] | None = None
    area_before: float = 0.0
    area_after: float = 0.0

    @property
    def changed(self) -> bool:
        return bool(self.fault)

    @property
    def area_change(self) -> float:
        """Relative change of the area (0.01 is one per cent)."""
        if self.area_before == 0:
            return 0.0
        return (self.area_after - self.area_before) / self.area_before

    def explain(self) -> str:
        """One French sentence for an import report; empty when nothing changed."""
        if not self.changed:
            return ""
        place = f" près de {self.where[0]:.5f}, {self.where[1]:.5f}" if self.where else ""
        change = f"{abs(self.area_change) * 100:.2f}".replace(".", ",")
        verb = "agrandie" if self.area_change > 0 else "réduite"
        moved = "inchangée" if change == "0,00" else f"{verb} de {change} %"
        return f"polygone réparé : {self.fault}{place} ; surface {moved}"


def repair(geometry: shapely.Geometry | None) -> Repair:
    """A valid polygonal geometry made of the same ground, in longitude and latitude.

    Ground covered twice is kept once (GEOS's "structure" method); lines and points left over
    go. The third dimension is dropped. Raises ValueError (in French) when there is no polygon in
    the geometry, even after repair.
    """
    if geometry is None or geometry.is_empty:
        raise ValueError("la géométrie est vide")
    if geometry.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        raise ValueError(f"la géométrie n'est pas un polygone ({geometry.geom_type})")
    flat = shapely.force_2d(geometry)
    if shapely.is_valid(flat):
        return Repair(_polygonal(flat))
    fault, where = _explained(shapely.is_valid_reason(flat))
    if not shapely.get_coordinates(flat).size or fault == _REASONS["Invalid Coordinate"]:
        raise ValueError(fault)
    mended = _polygonal(shapely.make_valid(flat, method="structure", keep_collapsed=False))
    return Repair(mended, fault, where, area_km2(flat), area_km2(mended))


def _polygonal(geometry: shapely.Geometry) -> shapely.Polygon | shapely.MultiPolygon:
    """The polygons of a geometry, without the lines and points that a repair leaves."""
    if isinstance(geometry, shapely.Polygon | shapely.MultiPolygon) and not geometry.is_empty:
        if shapely.is_valid(geometry):
            return geometry  # a repaired one may still have parts sharing an edge
    parts = [
        polygon
        for part in shapely.get_parts(geometry)
        for polygon in shapely.get_parts(part)
        if isinstance(polygon, shapely.Polygon) and not polygon.is_empty
    ]
    if not parts:
        raise ValueError("la géométrie ne contient aucune surface")
    if len(parts) == 1:
        return parts[0]
    union = shapely.union_all(parts)
    return _polygonal(union)


def _explained(reason: str) -> tuple[str, tuple[float, float] | None]:
    found = _REASON.match(reason)
    if found is None:
        return reason, None
    text = found["text"].strip()
    where = (float(found["x"]), float(found["y"])) if found["x"] else None
    return _REASONS.get(text, text), where
