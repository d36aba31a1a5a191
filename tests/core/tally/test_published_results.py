"""What cities published, and values computed for Toulouse 2024 with two programs."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.core.tally.elections import published

from faire_ensemble.core.tally import Completion, Options, Rule, compare, tally

SHARES = Options(rule=Rule.EQUAL_SHARES)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Poland_Katowice_2023.pb", Options(rule=Rule.THRESHOLD)),
        ("Poland_Lodz_2022.pb", Options(rule=Rule.THRESHOLD)),
        ("Poland_Krakow_2024.pb", Options()),
        ("Poland_Warszawa_2025_Praga-Poludnie.pb", Options()),
        ("Poland_Warszawa_2025_Wola.pb", Options()),
        ("Poland_Wieliczka_2023_Green_Budget.pb", replace(SHARES, completion=Completion.ADD1)),
    ],
)
def test_official_results_are_found_again(name, options, shared_data):
    """The winners each city published, by the rule that its file names."""
    election = published(shared_data, name)
    official = {p.id for p in election.projects if p.column("selected") == "1"}
    assert set(tally(election, options).winners) == official


def test_toulouse_2024(shared_data):
    """Totals known beforehand; each voter's share goes from 1 102 to 1 771 euros with add1."""
    election = published(shared_data, "France_Toulouse_2024.pb")
    table = compare(
        election,
        [
            Options(),
            SHARES,
            replace(SHARES, completion=Completion.ADD1),
            replace(SHARES, completion=Completion.ADD1U),
        ],
    )
    assert [(row.projects, row.cost) for row in table.summaries] == [
        (72, Decimal(8_000_000)),
        (102, Decimal(4_441_650)),
        (129, Decimal(7_823_150)),
        (130, Decimal(7_973_150)),
    ]
    raised = table.summaries[2].outcome
    assert raised.first_share == Fraction(8_000_000, 7260)
    assert raised.raised == 669
    assert raised.share == raised.first_share + 669
    assert [round(share) for share in (raised.first_share, raised.share)] == [1102, 1771]
    served = [row.served_share for row in table.summaries]
    assert served[2] > served[0]  # more voters with a funded project than by votes


def test_lodz_2022_with_add1(shared_data):
    election = published(shared_data, "Poland_Lodz_2022.pb")
    found = tally(election, replace(SHARES, completion=Completion.ADD1))
    assert (len(found.winners), found.spent, found.raised) == (44, Decimal(5_985_880), 58)
