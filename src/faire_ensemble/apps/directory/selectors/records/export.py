"""The answers of a search as open data: CSV and GeoJSON. Never a person's name."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import (
    ACCESSIBILITY,
    AUDIENCES,
    COMING,
    KINDS,
    LANGUAGES,
    Service,
    labels_of,
)
from faire_ensemble.apps.directory.selectors.finding.searching import Hit
from faire_ensemble.apps.directory.selectors.records.cards import cost_of, shown_services
from faire_ensemble.apps.directory.selectors.records.opening import hours_of
from faire_ensemble.core.opening import write_changes, write_week
from faire_ensemble.kit.tabular.writers import Cell, Column

BATCH = 500


def export_columns() -> tuple[Column, ...]:
    """The headings, in the language of the page."""
    return (
        Column(_("numéro")), Column(_("nom"), width=40), Column(_("aide"), width=40),
        Column(_("description"), width=60), Column(_("organisation"), width=30),
        Column(_("lieu"), width=30), Column(_("adresse"), width=30), Column(_("code postal")),
        Column(_("commune"), width=20), Column(_("code commune")), Column(_("longitude")),
        Column(_("latitude")), Column(_("horaires"), width=40), Column(_("jours à part"), width=30),
        Column(_("téléphone")), Column(_("courriel"), width=30), Column(_("site"), width=30),
        Column(_("public"), width=30), Column(_("langues"), width=20), Column(_("comment")),
        Column(_("prix")), Column(_("accessibilité"), width=30), Column(_("venir"), width=30),
        Column(_("vérifié le")), Column(_("source"), width=40), Column(_("inventé")),
    )  # fmt: skip


def export_rows(hits: Sequence[Hit]) -> Iterator[tuple[Cell, ...]]:
    """One row a record, in the order of the answers; a query each 500."""
    for service in _services(hits):
        place = service.place
        week, changes = hours_of(service)
        yield (
            service.pk,
            service.name,
            ", ".join(labels_of(KINDS, service.kinds)),
            service.description,
            service.organisation.name if service.organisation else "",
            place.name if place else "",
            place.address if place else "",
            place.postcode if place else "",
            place.commune_name if place else "",
            place.commune_code if place else "",
            str(place.lon) if place and place.lon is not None else "",
            str(place.lat) if place and place.lat is not None else "",
            write_week(week),
            write_changes(changes),
            service.phone or (place.phone if place else ""),
            service.email or (place.email if place else ""),
            service.website or (place.website if place else ""),
            ", ".join(labels_of(AUDIENCES, service.audiences)),
            ", ".join(labels_of(LANGUAGES, service.languages)),
            ", ".join(labels_of(COMING, service.coming)),
            cost_of(service),
            ", ".join(labels_of(ACCESSIBILITY, place.accessibility)) if place else "",
            place.transport if place else "",
            service.checked_on,
            service.source,
            service.invented,
        )


def feature_collection(hits: Sequence[Hit], address: str) -> dict[str, Any]:
    """GeoJSON (RFC 7946): the records, those without a point with a null geometry. `address` is
    that of a record's page, with `0` for its number."""
    features = []
    for service in _services(hits):
        place = service.place
        placed = place is not None and place.lon is not None
        week, _changes = hours_of(service)
        features.append(
            {
                "type": "Feature",
                "id": service.pk,
                "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]}
                if placed and place
                else None,
                "properties": {
                    "name": service.name,
                    "kinds": labels_of(KINDS, service.kinds),
                    "address": f"{place.address} {place.town}".strip() if place else "",
                    "phone": service.phone or (place.phone if place else ""),
                    "hours": write_week(week),
                    "checked_on": service.checked_on.isoformat() if service.checked_on else None,
                    "source": service.source,
                    "invented": service.invented,
                    "url": address.replace("/0/", f"/{service.pk}/"),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _services(hits: Sequence[Hit]) -> Iterator[Service]:
    for start in range(0, len(hits), BATCH):
        part = [hit.service_id for hit in hits[start : start + BATCH]]
        found = {each.pk: each for each in shown_services(part)}
        yield from (found[pk] for pk in part if pk in found)
