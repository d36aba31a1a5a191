"""What the demonstration invents: the report's numbers, the same every time, plainly marked."""

from collections import Counter
from decimal import Decimal

import pytest

from faire_ensemble.config.demonstration import draw, facts

PLAN = facts.table("invented.toml")


@pytest.fixture(scope="module")
def invented() -> tuple[list[draw.Holder], list[draw.Dossier]]:
    return draw.invented()


def test_the_numbers_of_the_report(invented: tuple[list[draw.Holder], list[draw.Dossier]]) -> None:
    holders, dossiers = invented
    assert len(holders) == len({item.name for item in holders}) == 300
    assert len(dossiers) == len({item.key for item in dossiers}) == 1700
    assert {item.holder for item in dossiers} == set(holders)
    assert sum(item.awarded for item in dossiers) == 40_000_000
    assert {item.agreed_on.year for item in dossiers} == {2016}


def test_totals_by_funder_are_those_of_the_report(
    invented: tuple[list[draw.Holder], list[draw.Dossier]],
) -> None:
    totals: Counter[str] = Counter()
    for item in invented[1]:
        totals[item.funder] += int(item.awarded)
    assert totals["Préfecture du Nord"] == 23_715_812
    assert totals["Région Hauts-de-France"] == 792_061
    assert totals == {funder["partner"]: funder["total"] for funder in PLAN["funders"]}


def test_everything_invented_says_so(
    invented: tuple[list[draw.Holder], list[draw.Dossier]],
) -> None:
    assert all(item.name.endswith("(démonstration)") for item in invented[0])
    assert all(item.scheme.endswith("(démonstration)") for item in invented[1])


def test_an_action_has_one_file_a_funder_and_one_purpose(
    invented: tuple[list[draw.Holder], list[draw.Dossier]],
) -> None:
    actions: dict[str, list[draw.Dossier]] = {}
    for item in invented[1]:
        actions.setdefault(item.reference, []).append(item)
    assert 1000 < len(actions) < 1300
    for files in actions.values():
        assert len({item.funder for item in files}) == len(files) <= 3
        assert len({(item.holder, item.place, item.objective) for item in files}) == 1


def test_amounts_are_in_order(invented: tuple[list[draw.Holder], list[draw.Dossier]]) -> None:
    for item in invented[1]:
        assert item.asked >= item.awarded >= draw.FLOOR
        assert item.paid in (item.awarded, item.awarded * Decimal("0.8"))


def test_every_neighbourhood_has_its_files(
    invented: tuple[list[draw.Holder], list[draw.Dossier]],
) -> None:
    places = Counter(item.place.code for item in invented[1])
    assert all(places[item.code] >= 10 for item in facts.neighbourhoods())


def test_drawn_again_it_is_the_same(
    invented: tuple[list[draw.Holder], list[draw.Dossier]],
) -> None:
    assert draw.invented() == invented


def test_another_seed_draws_something_else() -> None:
    assert draw.amounts(draw.Draw(1), 5, 10_000, 0.5) != draw.amounts(draw.Draw(2), 5, 10_000, 0.5)


@pytest.mark.parametrize(("count", "total"), [(1, 500), (3, 1_999), (7, 123_457)])
def test_amounts_make_their_total(count: int, total: int) -> None:
    found = draw.amounts(draw.Draw(3), count, total, 1.0)
    assert len(found) == count
    assert sum(found) == total
    assert min(found) >= draw.FLOOR
