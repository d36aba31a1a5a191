"""What other apps read of territories: lookups, perimeters at a date, points, maps."""

from faire_ensemble.apps.territory.models import Perimeter, Territory
from faire_ensemble.apps.territory.selectors.addresses import (
    FoundAddress,
    Standing,
    find_addresses,
    looks_like_address,
    standings_of,
)
from faire_ensemble.apps.territory.selectors.codes import (
    commune_codes,
    epci_codes,
    priority_codes,
)
from faire_ensemble.apps.territory.selectors.drawings import metropolis_map, neighbourhood_map
from faire_ensemble.apps.territory.selectors.geojson import feature_collection
from faire_ensemble.apps.territory.selectors.locating import (
    Gazetteer,
    gazetteer,
    locate,
    locate_many,
)
from faire_ensemble.apps.territory.selectors.perimeters import (
    day_for,
    last_day_of_priority,
    perimeter_of,
    perimeters_on,
    shown_perimeters,
)
from faire_ensemble.apps.territory.selectors.territories import (
    communes_of,
    epci_with_siren,
    epcis,
    groups_of,
    national_groups,
    neighbourhood_with_slug,
    neighbourhoods_of,
    slug_of,
    territories_by_pk,
    territories_with_codes,
    territory_with_code,
)

__all__ = [
    "FoundAddress",
    "Gazetteer",
    "Perimeter",
    "Standing",
    "Territory",
    "commune_codes",
    "communes_of",
    "day_for",
    "epci_codes",
    "epci_with_siren",
    "epcis",
    "feature_collection",
    "find_addresses",
    "gazetteer",
    "groups_of",
    "last_day_of_priority",
    "locate",
    "locate_many",
    "looks_like_address",
    "metropolis_map",
    "national_groups",
    "neighbourhood_map",
    "neighbourhood_with_slug",
    "neighbourhoods_of",
    "perimeter_of",
    "perimeters_on",
    "priority_codes",
    "shown_perimeters",
    "slug_of",
    "standings_of",
    "territories_by_pk",
    "territories_with_codes",
    "territory_with_code",
]
