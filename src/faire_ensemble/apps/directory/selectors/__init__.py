"""What the other apps and the pages read: organisations, and where to find help."""

from faire_ensemble.apps.directory.selectors.organisations import (
    PAGE_SIZE,
    OrganisationCard,
    OrganisationLine,
    OrganisationPage,
    number,
    organisation_card,
    organisation_kinds,
    organisation_names,
    organisation_page,
    organisations_known_as,
    search_organisations,
)
from faire_ensemble.apps.directory.selectors.records.around import (
    HelpAround,
    Nearness,
    help_around,
    words_of_audiences,
    words_of_kinds,
)
from faire_ensemble.apps.directory.selectors.records.waiting import directory_waits

__all__ = [
    "directory_waits",
    "PAGE_SIZE",
    "HelpAround",
    "Nearness",
    "OrganisationCard",
    "OrganisationLine",
    "OrganisationPage",
    "help_around",
    "number",
    "organisation_card",
    "organisation_kinds",
    "organisation_names",
    "organisation_page",
    "organisations_known_as",
    "search_organisations",
    "words_of_audiences",
    "words_of_kinds",
]
