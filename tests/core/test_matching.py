"""Initiatives alike and who could help: properties, and the grounds given are true."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faire_ensemble.core.matching import (
    Ground,
    Link,
    Offer,
    Profile,
    alike,
    complements,
    helpers,
    shared_words,
)
from faire_ensemble.core.similarity import Text, stems

WORDS = ("jardin", "potager", "voisins", "repas", "enfants", "lecture", "velo", "fete", "aines")
# A busy machine is slow to draw, which says nothing of what is drawn.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
FAMILIES, DOMAINS = ("meet", "help", "build"), ("nature", "culture", "solidarity")


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
    found = []
    for key in range(draw(st.integers(2, 9))):
        families = draw(st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=2, unique=True))
        found.append(
            Profile(
                key=key,
                text=Text(key, draw(texts), draw(texts)),
                families=tuple(families),
                domain=draw(st.sampled_from(DOMAINS)),
                audience=draw(st.sampled_from(("", "children", "seniors"))),
                place=draw(st.sampled_from((None, 1, 2))),
                carrier=draw(st.sampled_from((None, 100, 101))),
                partners=frozenset(draw(st.sets(st.integers(100, 104), max_size=3))),
            )
        )
    return found


@CALM
@given(profiles())
def test_never_itself_and_each_ground_is_true(all_: list[Profile]):
    asked, known = all_[0], {each.key: each for each in all_}
    for found in alike(asked, all_):
        other = known[found.key]
        assert found.key != asked.key and 0 < found.score <= 1 and found.grounds
        for ground, what in found.grounds:
            if ground is Ground.DOMAIN:
                assert what == (asked.domain,) and asked.domain == other.domain
            elif ground is Ground.FAMILY:
                assert what[0] in asked.families and what[0] in other.families
            elif ground is Ground.AUDIENCE:
                assert what == (asked.audience,) and asked.audience == other.audience != ""
            elif ground is Ground.PLACE:
                assert asked.place == other.place is not None
            else:
                held = stems(other.text.title) | stems(other.text.body)
                assert what and all(stems(word) <= held for word in what)


@CALM
@given(profiles())
def test_the_order_read_changes_nothing(all_: list[Profile]):
    assert alike(all_[0], all_) == alike(all_[0], list(reversed(all_)))


@CALM
@given(profiles())
def test_who_helps_is_new_and_was_met_where_it_is_said(all_: list[Profile]):
    asked, known = all_[0], {each.key: each for each in all_[1:]}
    similar = alike(asked, known.values())
    wanted = helpers(asked, similar, known, most=20)
    assert len({each.organisation for each in wanted}) == len(wanted)
    for found in wanted:
        assert found.organisation not in asked.partners
        assert found.organisation != asked.carrier and found.through
        for key in found.through:
            other = known[key]
            if found.link is Link.NEARBY:
                assert other.carrier == found.organisation
                assert (other.place, other.domain) == (asked.place, asked.domain)
                continue
            assert key in {each.key for each in similar}
            held = other.partners if found.link is Link.PARTNER else {other.carrier}
            assert found.organisation in held


def profile(key: int, title: str, **fields: object) -> Profile:
    values = {"families": ("meet",), "domain": "nature"} | fields
    return Profile(key=key, text=Text(key, title, ""), **values)  # type: ignore[arg-type]


def test_words_or_a_domain_with_something_else():
    asked = profile(0, "jardin des voisins", audience="children")
    same_words = profile(1, "jardin de poche", families=("help",), domain="health")
    same_kind = profile(2, "compost", audience="children", families=("help",))
    domain_alone = profile(3, "ruches", families=("help",))
    nothing = profile(4, "opera", families=("meet",), domain="culture")
    found = alike(asked, [same_words, same_kind, domain_alone, nothing])
    assert {each.key for each in found} == {1, 2}


def test_the_words_shown_are_those_of_the_one_read():
    asked = Text(0, "potagers partages", "les enfants arrosent")
    assert shared_words(asked, Text(1, "un potager", "des enfants")) == ("potagers", "enfants")


def test_everybody_s_audience_is_no_ground():
    found = alike(profile(0, "x"), [profile(1, "y", families=("help",))])
    assert found == ()


KINDS, PUBLICS = st.sampled_from(("school", "food", "rights")), st.sampled_from(("young", "old"))
OFFERS = st.lists(
    st.builds(
        Offer,
        key=st.integers(1, 10**6),
        organisation=st.none() | st.integers(100, 104),
        kinds=st.frozensets(KINDS),
        audiences=st.frozensets(PUBLICS),
        rank=st.integers(0, 2),
    ),
    max_size=12,
    unique_by=lambda offer: offer.key,
)


@CALM
@given(OFFERS, st.frozensets(KINDS), st.frozensets(PUBLICS), st.sets(st.integers(100, 104)))
def test_offers_share_what_they_say_and_no_organisation_is_named_twice(
    offers: list[Offer], kinds: frozenset[str], audiences: frozenset[str], have: set[int]
):
    known = {offer.key: offer for offer in offers}
    found = complements(kinds, audiences, offers, have=have)
    assert found == complements(kinds, audiences, reversed(offers), have=have)
    named = [known[each.key].organisation for each in found]
    numbered = [each for each in named if each is not None]
    assert len(numbered) == len(set(numbered)) and not have & set(numbered)
    for each in found:
        offer = known[each.key]
        assert each.kinds == offer.kinds & kinds and each.audiences == offer.audiences & audiences
        assert each.kinds or each.audiences
    if len(found) < 4:  # nothing that answers is left out but for its organisation
        left = [
            offer
            for offer in offers
            if offer.key not in {each.key for each in found}
            and (offer.kinds & kinds or offer.audiences & audiences)
        ]
        assert all(offer.organisation in {*have, *numbered} for offer in left)


def test_the_subject_counts_more_than_the_public_and_nearness_settles():
    same, none = frozenset({"school"}), frozenset[str]()
    public = frozenset({"young"})
    offers = [
        Offer(1, None, none, public, 0),
        Offer(2, None, same, none, 2),
        Offer(3, None, same, none, 1),
        Offer(4, None, same, public, 2),
        Offer(5, None, none, none, 0),
    ]
    found = complements(same, public, offers)
    assert [each.key for each in found] == [4, 3, 2, 1]
