"""The point of a record from its address: found, shown, confirmed before it is kept.

A new address is looked up; when published ones answer, the form comes back with them to choose
from, and is saved by the answer. Coordinates typed by hand count before the address.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.forms import RecordForm
from faire_ensemble.apps.directory.models import Service
from faire_ensemble.apps.directory.selectors.records.locating import (
    Located,
    address_of,
    locate_address,
)

NOWHERE = "aucun"


@dataclass(frozen=True, slots=True)
class Point:
    """`asks`: addresses to choose from, before saving; otherwise `values` to keep. `lost`: no
    published address answered."""

    asks: Located | None = None
    values: dict[str, Any] = field(default_factory=dict)
    lost: bool = False


def settle_point(form: RecordForm, service: Service | None, page: str) -> Point:
    """What a valid form says of where the record is; three queries at most without a choice."""
    typed = form.typed_address
    moved = typed != address_of(service.place if service else None)
    by_hand = form.cleaned_data["lon"] is not None and {"lon", "lat"} & set(form.changed_data)
    answered = form.cleaned_data["asked_address"] == typed
    if by_hand or not typed or not (moved or (answered and form.cleaned_data["point"])):
        return Point()
    located = locate_address(typed, page)
    nowhere = {"lon": None, "lat": None}
    if not located.spots:
        return Point(values=nowhere, lost=True)
    if not answered:
        return Point(asks=located)
    if form.cleaned_data["point"] == NOWHERE:
        return Point(values=nowhere)
    spot = located.chosen(form.cleaned_data["point"])
    if spot is None:
        form.add_error("point", _("Choisissez une des adresses trouvées, ou « aucune »."))
        return Point(asks=located)
    return Point(
        values={
            "lon": spot.lon,
            "lat": spot.lat,
            "postcode": spot.postcode or form.cleaned_data["postcode"],
            "commune_name": spot.commune,
        }
    )
