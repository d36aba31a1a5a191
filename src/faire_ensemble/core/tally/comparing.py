"""Several rules on the same ballots, side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from faire_ensemble.core.tally.counting import tally
from faire_ensemble.core.tally.election import Election
from faire_ensemble.core.tally.options import Options
from faire_ensemble.core.tally.outcome import Outcome

COLUMNS = ("category", "target", "district", "neighborhood", "subunit")


@dataclass(frozen=True)
class Summary:
    """What one outcome gives. Shares are of all voters; money in euros.

    `by_column` says the money by value of each column that the file has: a project of several
    values (`a,b`) counts in full for each, so these amounts do not add up to the whole.
    """

    outcome: Outcome
    cost: Decimal
    projects: int
    served: int  # voters with at least one funded project among those they chose
    voters: int
    approved: int  # funded projects chosen, over all voters
    money_of_chosen: Decimal  # cost of the funded projects that a voter chose, over all voters
    by_column: Mapping[str, Mapping[str, Decimal]] = field(hash=False)

    @property
    def served_share(self) -> float:
        return self.served / self.voters if self.voters else 0.0

    @property
    def approved_mean(self) -> float:
        """Funded projects among those a voter chose, on average."""
        return self.approved / self.voters if self.voters else 0.0


@dataclass(frozen=True)
class Comparison:
    """Summaries in the order asked; `common` are the projects funded by all."""

    summaries: tuple[Summary, ...]
    common: tuple[str, ...]
    differing: Mapping[str, tuple[bool, ...]] = field(hash=False)


def compare(election: Election, options: Iterable[Options]) -> Comparison:
    """Count once for each option and say what each result gives to voters."""
    outcomes = [tally(election, row) for row in options]
    funded = [set(outcome.funded) for outcome in outcomes]
    table = {
        project.id: tuple(project.id in names for names in funded) for project in election.projects
    }
    return Comparison(
        tuple(summarise(election, outcome) for outcome in outcomes),
        tuple(name for name, row in table.items() if row and all(row)),
        {name: row for name, row in table.items() if any(row) and not all(row)},
    )


def summarise(election: Election, outcome: Outcome) -> Summary:
    """What one outcome gives to voters."""
    profile = election.profile
    names = set(outcome.funded)
    funded = np.array([project.id in names for project in election.projects], dtype=bool)
    mine = funded[profile.project_of] if len(profile.group) else np.zeros(0, dtype=bool)
    chosen = np.bincount(profile.group[mine], minlength=len(profile.weight))
    paid = sum(
        int(count) * cost
        for count, cost, won in zip(profile.supporters, profile.cost, funded, strict=True)
        if won
    )
    return Summary(
        outcome=outcome,
        cost=outcome.funded_cost,
        projects=len(outcome.funded),
        served=int(profile.weight[chosen > 0].sum()),
        voters=profile.voters,
        approved=int(profile.weight @ chosen),
        money_of_chosen=Decimal(paid) / profile.unit,
        by_column=_by_column(election, outcome.funded),
    )


def _by_column(election: Election, funded: Sequence[str]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for column in COLUMNS:
        if column not in election.project_columns:
            continue
        money: dict[str, Decimal] = {}
        for name in funded:
            project = election.by_id[name]
            cell = project.column(column)
            values = cell.split(",") if column in {"category", "target"} else [cell]
            for value in dict.fromkeys(part.strip() for part in values):
                money[value] = money.get(value, Decimal(0)) + project.cost
        found[column] = dict(sorted(money.items(), key=lambda row: (-row[1], row[0])))
    return found
