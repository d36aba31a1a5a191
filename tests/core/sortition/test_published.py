"""The two public pools of Nature 596 (2021): the fairest chances are 10 % for everybody."""

from fractions import Fraction
from pathlib import Path

import pytest

from faire_ensemble.core.sortition import Problem, prepare, read_people, read_quotas


@pytest.mark.parametrize(("folder", "size"), [("example_small_20", 20), ("example_large_200", 200)])
def test_everybody_has_ten_percent(shared_data: Path, folder: str, size: int) -> None:
    place = shared_data / "sortition" / folder
    quotas = read_quotas((place / "categories.csv").read_text(encoding="utf-8"))
    people = read_people((place / "respondents.csv").read_text(encoding="utf-8"), quotas)
    lottery = prepare(Problem(people, quotas, size))
    assert set(lottery.leximin.chances) == {Fraction(1, 10)}
    assert lottery.leximin.attained
    assert lottery.deviation == 0
    assert set(lottery.sittings.values()) == {100}
    published = (place / "reference_statistics.txt").read_text(encoding="utf-8")
    least = float(100 * min(lottery.leximin.chances))
    assert f"LEXIMIN minimum probability (exact):\t{least:.1f}%" in published
    assert f"pool size n:\t{len(people)}" in published


def test_the_lone_profile_is_in_one_panel_of_ten(shared_data: Path) -> None:
    """The former greedy method gave this person at most 1.21 %."""
    place = shared_data / "sortition" / "example_small_20"
    quotas = read_quotas((place / "categories.csv").read_text(encoding="utf-8"))
    people = read_people((place / "respondents.csv").read_text(encoding="utf-8"), quotas)
    lone = [
        p.id for p in people if dict(p.features) == {"gender": "female", "leaning": "conservative"}
    ]
    lottery = prepare(Problem(people, quotas, 20))
    assert [lottery.sittings[name] for name in lone] == [100]
