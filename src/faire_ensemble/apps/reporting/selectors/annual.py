"""The annual report of the politique de la ville for one EPCI and one year, assembled.

Content: decree no. 2015-1118 of 3 September 2015 (CGCT, article L. 1111-2). What the data do not
hold is asked from whoever must say it. `until` the year means: of each indicator, the latest
vintage of that year or before; of grants, those of that year.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.actions import actions
from faire_ensemble.apps.reporting.selectors.annexes import (
    holders,
    missing,
    sources_and_methods,
)
from faire_ensemble.apps.reporting.selectors.articulation import articulation, solidarity
from faire_ensemble.apps.reporting.selectors.blocks import Section, ToComplete
from faire_ensemble.apps.reporting.selectors.evolution import evolution
from faire_ensemble.apps.reporting.selectors.loading import load_material
from faire_ensemble.apps.reporting.selectors.material import Material
from faire_ensemble.apps.reporting.selectors.orientations import orientations
from faire_ensemble.apps.reporting.selectors.outlook import outlook
from faire_ensemble.apps.territory.selectors import Territory


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """Six sections, then annexes. `years` are those that can be asked for, latest first."""

    title: str
    epci: str
    year: int
    years: tuple[int, ...]
    made_at: datetime
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]

    @property
    def parts(self) -> tuple[Section, ...]:
        return self.sections + self.annexes

    @property
    def gaps(self) -> tuple[ToComplete, ...]:
        return tuple(gap for section in self.sections for gap in section.gaps)


def annual_report(epci: Territory, year: int) -> AnnualReport:
    """Read everything (a constant number of queries) and write the sections."""
    return compose(load_material(epci, year))


def compose(material: Material) -> AnnualReport:
    """Write the sections; no query."""
    sections = (
        orientations(material),
        evolution(material),
        actions(material),
        outlook(material),
        articulation(material),
        solidarity(material),
    )
    whole_list = holders(material)
    annexes = (sources_and_methods(material), missing(sections))
    return AnnualReport(
        title=_("Rapport annuel de la politique de la ville %(year)s") % {"year": material.year},
        epci=material.epci.name,
        year=material.year,
        years=material.all_years,
        made_at=timezone.now(),
        sections=sections,
        annexes=(*annexes, whole_list) if whole_list is not None else annexes,
    )
