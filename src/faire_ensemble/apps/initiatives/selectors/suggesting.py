"""Similar initiatives and organisations to ask, each with its reason in one sentence.

An initiative and its copies are shown as a line elsewhere: none of them is suggested.

Bounded: the database ranks the published ones by what they share (stems, domain, family), and the
first `READ` alone are weighed by `core.matching`. Six queries whatever their number.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import organisation_names
from faire_ensemble.apps.initiatives.models import (
    Audience,
    Domain,
    Family,
    Initiative,
    Partner,
)
from faire_ensemble.apps.initiatives.selectors.helping import Around, help_near
from faire_ensemble.apps.initiatives.selectors.lines import public_initiatives
from faire_ensemble.core.matching import Alike, Ground, Helper, Link, Profile, alike, helpers
from faire_ensemble.core.similarity import Text, fold, stems

READ, ASKED_STEMS = 200, 10


@dataclass(frozen=True, slots=True)
class Suggested:
    """An initiative close to the one read."""

    id: int
    title: str
    family: str
    reason: str


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation that could help."""

    id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`around`: who gives help near, read in the directory."""

    similar: tuple[Suggested, ...]
    actors: tuple[Actor, ...]
    around: tuple[Around, ...]


def suggestions(row: Initiative) -> Suggestions:
    """What to read and whom to ask; never the initiative itself, nor one that is not published."""
    close = list(_close(row))
    partners = _partners([row.pk, *(each.pk for each in close)])
    asked = _profile(row, partners)
    known = {each.pk: _profile(each, partners) for each in close}
    found = alike(asked, known.values())
    wanted = helpers(asked, found, known)
    names = organisation_names({each.organisation for each in wanted})
    rows = {each.pk: each for each in close}
    have = set(asked.partners) | {each.organisation for each in wanted}
    if asked.carrier is not None:
        have.add(asked.carrier)
    return Suggestions(
        similar=tuple(
            Suggested(each.key, rows[each.key].title, rows[each.key].family, why(each, row))
            for each in found
        ),
        actors=tuple(
            Actor(each.organisation, names[each.organisation], why_ask(each, rows))
            for each in wanted
            if each.organisation in names
        ),
        around=help_near(row, have),
    )


def why(found: Alike, asked: Initiative) -> str:
    """« Même domaine (jardins), mots communs : potager, école, même public (enfants). »"""
    said = [_words_of(ground, what, asked) for ground, what in found.grounds]
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def why_ask(helper: Helper, rows: dict[int, Initiative]) -> str:
    """Where the organisation was met."""
    first = {"title": rows[helper.through[0]].title, "n": len(helper.through)}
    if helper.link is Link.NEARBY:
        return _("Porte « %(title)s » au même endroit, dans le même domaine.") % first
    if helper.link is Link.CARRIER:
        return _("Porte « %(title)s », qui ressemble à celle-ci.") % first
    if len(helper.through) == 1:
        return _("Partenaire de « %(title)s », qui ressemble à celle-ci.") % first
    return (
        _("Partenaire de %(n)s initiatives qui ressemblent à celle-ci, dont « %(title)s ».") % first
    )


def _words_of(ground: Ground, what: tuple[str, ...], asked: Initiative) -> str:
    if ground is Ground.WORDS:
        return _("mots communs : %(words)s") % {"words": ", ".join(_spelled(what, asked))}
    if ground is Ground.DOMAIN:
        return _("même domaine (%(what)s)") % {"what": Domain(what[0]).label}
    if ground is Ground.FAMILY:
        return _("même famille (%(what)s)") % {"what": Family(what[0]).label}
    if ground is Ground.AUDIENCE:
        return _("même public (%(what)s)") % {"what": Audience(what[0]).label}
    return _("même endroit")


def _spelled(words: tuple[str, ...], asked: Initiative) -> list[str]:
    """Folded words as the page writes them, accents included."""
    texts = (asked.title, asked.body, asked.results, asked.worked, asked.hard)
    written = {fold(word): word.lower() for text in texts for word in re.findall(r"\w+", text)}
    return [written.get(word, word) for word in words]


def _close(row: Initiative) -> QuerySet[Initiative]:
    """Those that share most, by what the database can count; the newest first among equals."""
    title, body = _texts_of(row)
    ranked = sorted(stems(title), key=lambda stem: (-len(stem), stem))
    ranked += sorted(stems(body) - set(ranked), key=lambda stem: (-len(stem), stem))
    grounds: list[Any] = [
        Case(When(folded__contains=stem, then=Value(1)), default=Value(0))
        for stem in ranked[:ASKED_STEMS]
    ]
    grounds += [
        Case(When(domain=row.domain, then=Value(2)), default=Value(0)),
        Case(When(family=row.family, then=Value(1)), default=Value(0)),
    ]
    if row.territory_id is not None:
        grounds.append(Case(When(territory=row.territory_id, then=Value(1)), default=Value(0)))
    root = row.root_id or row.pk
    return (
        public_initiatives()
        .exclude(Q(pk=root) | Q(root=root))
        .exclude(pk=row.pk)
        .annotate(shared=reduce(add, grounds))
        .filter(shared__gt=1)
        .order_by(F("shared").desc(), "-pk")[:READ]
    )


def _partners(keys: list[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    rows = Partner.objects.filter(initiative__in=keys, organisation__isnull=False)
    for initiative, organisation in rows.values_list("initiative", "organisation"):
        if organisation is not None:
            found.setdefault(initiative, set()).add(organisation)
    return {key: frozenset(value) for key, value in found.items()}


def _profile(row: Initiative, partners: dict[int, frozenset[int]]) -> Profile:
    title, body = _texts_of(row)
    second = (row.second_family,) if row.second_family else ()
    return Profile(
        key=row.pk,
        text=Text(row.pk, title, body),
        families=(row.family, *second),
        domain=row.domain,
        audience="" if row.audience == Audience.EVERYONE else row.audience,
        place=row.territory_id,
        carrier=row.organisation_id,
        partners=partners.get(row.pk, frozenset()),
    )


def _texts_of(row: Initiative) -> tuple[str, str]:
    """Title and texts, folded: places and names are compared as such, not as words."""
    title, body, *_around = [*row.folded.split("\n"), ""]
    return title, body
