"""Organisations, places, the help given there, its contacts, and how it is found."""

from faire_ensemble.apps.directory.models.contacts import Contact
from faire_ensemble.apps.directory.models.merges import Apart, Merge
from faire_ensemble.apps.directory.models.organisations import Organisation, OrganisationKind
from faire_ensemble.apps.directory.models.places import Place
from faire_ensemble.apps.directory.models.searching import SearchEntry, SearchHead, SearchSnapshot
from faire_ensemble.apps.directory.models.services import Service
from faire_ensemble.apps.directory.models.words import (
    ACCESSIBILITY,
    AUDIENCES,
    COMING,
    KINDS,
    LANGUAGES,
    Word,
    labels_of,
)

__all__ = [
    "ACCESSIBILITY",
    "AUDIENCES",
    "COMING",
    "KINDS",
    "LANGUAGES",
    "Apart",
    "Contact",
    "Merge",
    "Organisation",
    "OrganisationKind",
    "Place",
    "SearchEntry",
    "SearchHead",
    "SearchSnapshot",
    "Service",
    "Word",
    "labels_of",
]
