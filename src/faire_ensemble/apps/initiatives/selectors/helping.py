"""Who gives help around an initiative, on its subject or to its public, and why it is named.

An initiative speaks of a domain and of an audience, the directory of kinds of help and of whom it
is for: the two tables below say which answer which. Without a commune or neighbourhood, nothing is
near and nothing is suggested.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import (
    HelpAround,
    Nearness,
    help_around,
    words_of_audiences,
    words_of_kinds,
)
from faire_ensemble.apps.initiatives.models import Audience, Domain, Initiative
from faire_ensemble.core.matching import Complement, Offer, complements

KINDS_OF: dict[str, frozenset[str]] = {
    Domain.HOUSING: frozenset({"housing"}),
    Domain.TRANSPORT: frozenset({"moving"}),
    Domain.WORK: frozenset({"jobs"}),
    Domain.SERVICES: frozenset({"papers", "digital"}),
    Domain.CULTURE: frozenset({"leisure"}),
    Domain.HEALTH: frozenset({"health"}),
    Domain.EDUCATION: frozenset({"school", "reading"}),
    Domain.NATURE: frozenset({"meeting"}),
    Domain.SOLIDARITY: frozenset({"food", "money"}),
    Domain.CITIZENSHIP: frozenset({"rights"}),
    Domain.SPORT: frozenset({"leisure"}),
    Domain.FESTIVITY: frozenset({"meeting", "leisure"}),
}
AUDIENCES_OF: dict[str, frozenset[str]] = {
    Audience.CHILDREN: frozenset({"children"}),
    Audience.YOUTH: frozenset({"young"}),
    Audience.FAMILIES: frozenset({"parents", "children"}),
    Audience.SENIORS: frozenset({"seniors"}),
    Audience.GENERATIONS: frozenset({"children", "seniors"}),
    Audience.JOBSEEKERS: frozenset({"jobseekers"}),
}


@dataclass(frozen=True, slots=True)
class Around:
    """A record of help near the initiative; `by` is who gives it, or where."""

    service_id: int
    name: str
    by: str
    reason: str


def help_near(row: Initiative, have: Collection[int]) -> tuple[Around, ...]:
    """The records that answer best; never one of an organisation of `have`. One query."""
    if row.territory is None:
        return ()
    kinds = KINDS_OF.get(row.domain, frozenset())
    audiences = AUDIENCES_OF.get(row.audience, frozenset())
    held = {each.service_id: each for each in help_around(row.territory.pk)}
    offers = [
        Offer(each.service_id, each.organisation_id, each.kinds, each.audiences, each.nearness)
        for each in held.values()
    ]
    return tuple(
        _around(found, held[found.key], row)
        for found in complements(kinds, audiences, offers, have=have)
    )


def _around(found: Complement, each: HelpAround, row: Initiative) -> Around:
    said = [_where(each, row)]
    if found.kinds:
        said.append(_("même sujet (%(what)s)") % {"what": ", ".join(words_of_kinds(found.kinds))})
    if found.audiences:
        what = ", ".join(words_of_audiences(found.audiences))
        said.append(_("même public (%(what)s)") % {"what": what})
    text = ", ".join(said)
    by = each.organisation or each.place
    return Around(
        each.service_id, each.name, by if by != each.name else "", f"{text[:1].upper()}{text[1:]}."
    )


def _where(each: HelpAround, row: Initiative) -> str:
    name = row.territory.name if row.territory else ""
    if each.nearness is Nearness.TOWN:
        return (
            _("même commune (%(where)s)") % {"where": each.town} if each.town else _("même commune")
        )
    if each.nearness is Nearness.FOR_HERE:
        return _("aide qui habite ici (%(where)s)") % {"where": name}
    if row.territory is not None and row.territory.kind == "commune":
        return _("même commune (%(where)s)") % {"where": name}
    return _("même quartier (%(where)s)") % {"where": name}
