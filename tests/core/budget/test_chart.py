"""The chart holds every line of the form, once, on its side."""

from faire_ensemble.core.budget import (
    CHART,
    LINES,
    SUBSIDIES,
    Part,
    Side,
    details_of,
    line_of,
    lines_of,
    top_lines,
)

# As coded by the State's platform (CERFA 12156*06), by side.
CHARGES = "60 61 616 618 62 622 623 625 63 631 635 64 641 645 647 65 66 67 68 69 86 860 861 862 864"
INCOME = "70 73 74 75 750 756 758 76 77 78 789 79 87 870 871 875"


def test_every_account_of_the_form_is_there() -> None:
    for codes, side in ((CHARGES, Side.CHARGES), (INCOME, Side.INCOME)):
        assert {LINES[code].side for code in codes.split()} == {side}


def test_codes_are_unique_and_fields_say_their_side() -> None:
    assert len(LINES) == len(CHART)
    assert line_of("60").field == "budget.charges.60"
    assert line_of("70").field == "budget.income.70"
    assert len({line.field for line in CHART}) == len(CHART)


def test_sub_lines_follow_their_parent_on_the_same_side_and_part() -> None:
    codes = [line.code for line in CHART]
    for line in CHART:
        if line.parent:
            parent = LINES[line.parent]
            assert not parent.parent
            assert (parent.side, parent.part) == (line.side, line.part)
            assert codes.index(parent.code) < codes.index(line.code)
            assert not line.account or line.code.startswith(parent.code)


def test_top_lines_and_details_make_the_whole_chart() -> None:
    tops = [*top_lines(Side.CHARGES), *top_lines(Side.INCOME)]
    again = [line for top in tops for line in (top, *details_of(top.code))]
    assert tuple(again) == CHART
    assert lines_of(Side.CHARGES) + lines_of(Side.INCOME) == CHART


def test_accounts_tell_the_part() -> None:
    for line in CHART:
        in_kind = line.account[:2] in ("86", "87")
        assert (line.part is Part.IN_KIND) == in_kind
        assert (line.part is Part.INDIRECT) == (not line.account)


def test_every_line_says_what_to_put_there() -> None:
    for line in CHART:
        assert line.label and line.purpose.endswith("."), line.code
        assert len(line.purpose) <= 90, line.code


def test_only_subsidies_are_not_typed() -> None:
    assert [line.code for line in CHART if not line.typed] == [SUBSIDIES]
