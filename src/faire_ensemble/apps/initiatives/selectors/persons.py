"""How persons are shown here: by the name they chose, else theirs, never by their address; for
which organisation they speak."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import mandates_of
from faire_ensemble.apps.directory.selectors import organisation_names, organisations_known_as
from faire_ensemble.apps.initiatives.permissions.initiatives import KEEPING


def own_organisation(person: Any) -> tuple[int, str] | None:
    """(key, name) of the organisation that a person speaks for, when it is one and only one."""
    held = mandates_of(person).filter(role__in=KEEPING).values_list("organisation", flat=True)
    keys = set(organisations_known_as(held).values())
    return next(iter(organisation_names(keys).items())) if len(keys) == 1 else None


def shown_name(person: Any) -> str:
    """A name, or words that stand for it; `str(person)` would show the address instead.

    Read the person with `select_related("…__shown_here")`, or this is one query each.
    """
    if person is None or not person.is_active:
        return _("une personne qui a quitté le site")
    return name_of(person) or _("une personne sans nom affiché")


def name_of(person: Any) -> str:
    """The name alone; empty when there is none."""
    chosen = getattr(person, "shown_here", None)
    name: str = chosen.name if chosen is not None else person.get_full_name().strip()
    return name
