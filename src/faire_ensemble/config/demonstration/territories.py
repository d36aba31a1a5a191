"""The metropolis, its 26 priority neighbourhoods, and the groups that the report speaks of."""

from datetime import date

from faire_ensemble.apps.territory.models import Territory, TerritoryKind
from faire_ensemble.apps.territory.services.perimeters import perimeter
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.perimeters import SOURCE, schematic

MEL = "200093201"
GENERATION = 2014
# The perimeters of decree 2014-1750, until those of 2024: the same period as `import qpv` gives,
# so that the official contours replace the drawn ones.
IN_FORCE = (date(2015, 1, 1), date(2024, 1, 1))
# The last edition of the facts, under the source that `import insee-qpv` writes.
EDITION = 2021
POPULATION_SOURCE = f"INSEE, DEMO {EDITION}, POP_MUN"
# What the report speaks of as a whole: key in the facts, code, name, population in 2014.
GROUPS = (
    ("qpv", "MEL-QPV", "Ensemble des quartiers prioritaires (MEL)", 199060),
    ("veille", "MEL-VEILLE", "Ensemble des quartiers de veille (MEL)", 158160),
    ("reste", "MEL-RESTE", "Reste de la métropole, hors quartiers prioritaires (MEL)", None),
)
GROUP_SOURCE = "Rapport politique de la ville 2015-2016, MEL, 1.1 (population en 2014)"


def add_neighbourhoods(epci: Territory) -> None:
    """The priority neighbourhoods with their communes, population and schematic perimeter."""
    communes = {
        commune.code: commune
        for commune in Territory.objects.filter(kind=TerritoryKind.COMMUNE, epci=epci)
    }
    populations = facts.municipal_populations(EDITION)
    for item in facts.neighbourhoods():
        neighbourhood = Territory.objects.create(
            kind=TerritoryKind.PRIORITY,
            code=item.code,
            name=item.name,
            epci=epci,
            generation=GENERATION,
            population=populations[item.code],
            population_source=POPULATION_SOURCE,
        )
        neighbourhood.communes.set([communes[code] for code in item.communes])
        shape = schematic(item.longitude, item.latitude, item.area_km2)
        perimeter(neighbourhood.pk, shape, IN_FORCE, SOURCE).save()


def add_groups(epci: Territory) -> dict[str, Territory]:
    """The groups of the report by their key in the facts, and `mel`, the metropolis itself."""
    found = {
        key: Territory.objects.create(
            kind=TerritoryKind.GROUP,
            code=code,
            name=name,
            epci=epci,
            population=population,
            population_source=GROUP_SOURCE if population else "",
        )
        for key, code, name, population in GROUPS
    }
    return found | {"mel": epci}
