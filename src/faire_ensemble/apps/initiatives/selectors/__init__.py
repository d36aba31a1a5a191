"""Reads about initiatives, exchanges and groups. Higher apps may read `public_initiatives`."""

from faire_ensemble.apps.initiatives.selectors.finding import (
    found_initiatives,
    initiative_titles,
    titled_groups,
)
from faire_ensemble.apps.initiatives.selectors.lines import (
    InitiativeLine,
    family_counts,
    lines_of,
    public_initiatives,
)
from faire_ensemble.apps.initiatives.selectors.waiting import initiatives_wait

__all__ = [
    "initiatives_wait",
    "InitiativeLine",
    "family_counts",
    "found_initiatives",
    "initiative_titles",
    "lines_of",
    "public_initiatives",
    "titled_groups",
]
