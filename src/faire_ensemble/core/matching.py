"""Which initiatives are alike, who could help one, and why: every answer carries its grounds.

Two initiatives are alike when their words are (`core.similarity`), or when they share a domain and
something else: a family or an audience. The score is a sum of grounds, at most 1: words 0.5 times
their cosine, domain 0.2, family 0.15 (0.08 when it is the second one of either), audience 0.1,
place 0.05. An audience that is everybody's and an unknown place are no grounds.

Who could help lacks nothing but being asked: who carries an initiative of the same domain in the
same place, a partner of a similar one, who carries a similar one. Partners already there are never
suggested. Nor are they among those who give help around (`complements`): on the same subject
(weight 2), to the same public (1), the nearer the better (0.6, 0.5, 0), one each organisation.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from faire_ensemble.core.similarity import Text, nearest, stems

WORDS, DOMAIN, FAMILY, SECOND_FAMILY, AUDIENCE, PLACE = 0.5, 0.2, 0.15, 0.08, 0.1, 0.05
LEAST_WORDS = 0.18
SUBJECT, PUBLIC = 2.0, 1.0
NEARNESS = {0: 0.6, 1: 0.5}
SHOWN_WORDS = 3


class Ground(StrEnum):
    """Why: `WORDS` comes with the words, the others with the shared value."""

    DOMAIN = "domain"
    AUDIENCE = "audience"
    FAMILY = "family"
    PLACE = "place"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Profile:
    """An initiative as it is compared. `text` is folded; empty strings are unknown.

    `families`: the first, then the second if any. `partners`: keys of organisations, of the one
    that carries it too.
    """

    key: int
    text: Text
    families: tuple[str, ...]
    domain: str
    audience: str = ""
    place: int | None = None
    carrier: int | None = None
    partners: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """One close to the one asked: `grounds` holds what both share, strongest first."""

    key: int
    score: float
    grounds: tuple[tuple[Ground, tuple[str, ...]], ...]


class Link(StrEnum):
    """Where an organisation to ask was met, the most telling first."""

    NEARBY = "nearby"
    PARTNER = "partner"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class Helper:
    """An organisation to ask, met through the initiatives `through`: it carries them in the same
    place and domain, is a partner of them, or carries them, and they are similar."""

    organisation: int
    through: tuple[int, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class Offer:
    """Help given around. `rank`: 0 in the place itself, 1 for those who live there, 2 farther."""

    key: int
    organisation: int | None
    kinds: frozenset[str]
    audiences: frozenset[str]
    rank: int


@dataclass(frozen=True, slots=True)
class Complement:
    """An offer to think of, with what it shares with the one asked."""

    key: int
    kinds: frozenset[str]
    audiences: frozenset[str]
    rank: int


def alike(asked: Profile, others: Iterable[Profile], *, most: int = 4) -> tuple[Alike, ...]:
    """The closest, best first, never the one asked; ties by key."""
    known = [other for other in others if other.key != asked.key]
    close = {
        each.key: each.score
        for each in nearest(
            asked.text, [other.text for other in known], least=LEAST_WORDS, most=len(known)
        )
    }
    found = [_alike(asked, other, close.get(other.key, 0.0)) for other in known]
    kept = [each for each in found if each is not None]
    return tuple(sorted(kept, key=lambda each: (-each.score, each.key))[:most])


def helpers(
    asked: Profile,
    similar: Sequence[Alike],
    profiles: Mapping[int, Profile],
    *,
    most: int = 4,
) -> tuple[Helper, ...]:
    """Organisations that the one asked has not, by link, those most often met first; each is
    given once, by its most telling link; ties by key."""
    have = asked.partners | ({asked.carrier} if asked.carrier is not None else set())
    met: dict[Link, dict[int, list[int]]] = {link: {} for link in Link}
    for key, other in sorted(profiles.items()):
        here = asked.place is not None and other.place == asked.place
        if key != asked.key and here and other.domain == asked.domain and other.carrier is not None:
            met[Link.NEARBY].setdefault(other.carrier, []).append(key)
    for each in similar:
        other = profiles[each.key]
        for partner in sorted(other.partners):
            met[Link.PARTNER].setdefault(partner, []).append(each.key)
        if other.carrier is not None:
            met[Link.CARRIER].setdefault(other.carrier, []).append(each.key)
    found: list[Helper] = []
    seen = set(have)
    for link, through in met.items():
        ranked = sorted(through, key=lambda pk: (-len(through[pk]), pk))
        found += [Helper(pk, tuple(through[pk]), link) for pk in ranked if pk not in seen]
        seen |= through.keys()
    return tuple(found[:most])


def complements(
    kinds: frozenset[str],
    audiences: frozenset[str],
    offers: Iterable[Offer],
    *,
    have: Collection[int] = (),
    most: int = 4,
) -> tuple[Complement, ...]:
    """Offers that share a subject or a public, best first, the first of each organisation; ties by
    key. Help that is for everyone shares no public."""
    scored = []
    for offer in offers:
        same, public = offer.kinds & kinds, offer.audiences & audiences
        if (same or public) and offer.organisation not in have:
            score = SUBJECT * bool(same) + PUBLIC * bool(public) + NEARNESS.get(offer.rank, 0)
            shared = Complement(offer.key, same, public, offer.rank)
            scored.append((-score, offer.key, offer, shared))
    found: list[Complement] = []
    seen: set[int] = set()
    for _score, _key, offer, complement in sorted(scored, key=lambda each: each[:2]):
        if offer.organisation in seen:
            continue
        if offer.organisation is not None:
            seen.add(offer.organisation)
        found.append(complement)
    return tuple(found[:most])


def _alike(asked: Profile, other: Profile, words: float) -> Alike | None:
    grounds: list[tuple[float, Ground, tuple[str, ...]]] = []
    if words:
        shared = shared_words(asked.text, other.text)
        grounds.append((WORDS * words, Ground.WORDS, shared))
    if asked.domain and asked.domain == other.domain:
        grounds.append((DOMAIN, Ground.DOMAIN, (asked.domain,)))
    both = [each for each in asked.families if each in other.families]
    if both:
        first = asked.families[0] == other.families[0]
        grounds.append((FAMILY if first else SECOND_FAMILY, Ground.FAMILY, (both[0],)))
    if asked.audience and asked.audience == other.audience:
        grounds.append((AUDIENCE, Ground.AUDIENCE, (asked.audience,)))
    if asked.place is not None and asked.place == other.place:
        grounds.append((PLACE, Ground.PLACE, ()))
    met = {ground for _weight, ground, _what in grounds}
    enough = Ground.WORDS in met or (
        Ground.DOMAIN in met and met & {Ground.FAMILY, Ground.AUDIENCE}
    )
    if not enough:
        return None
    ranked = sorted(grounds, key=lambda each: -each[0])
    return Alike(
        other.key,
        sum(weight for weight, _ground, _what in grounds),
        tuple((ground, what) for _weight, ground, what in ranked),
    )


def shared_words(asked: Text, other: Text) -> tuple[str, ...]:
    """Words of the one asked, folded, whose stem both hold: those of its title first, then the
    longest."""
    held = stems(other.title) | stems(other.body)
    seen: dict[str, str] = {}
    order: Counter[str] = Counter()
    for weight, text in ((100, asked.title), (0, asked.body)):
        for word in text.split():
            for stem in stems(word) & held:
                if stem not in seen:
                    seen[stem] = word
                    order[stem] = weight + len(word)
    ranked = sorted(order, key=lambda stem: (-order[stem], stem))
    return tuple(seen[stem] for stem in ranked[:SHOWN_WORDS])
