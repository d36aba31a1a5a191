"""What waits for the person who has just come in, over the whole site."""

from typing import Any

from faire_ensemble.apps.contract.selectors import contract_waits
from faire_ensemble.apps.directory.selectors import directory_waits
from faire_ensemble.apps.funding.selectors import funding_waits
from faire_ensemble.apps.governance.selectors import governance_waits
from faire_ensemble.apps.initiatives.selectors import initiatives_wait
from faire_ensemble.apps.participation.selectors import participation_waits
from faire_ensemble.kit.waiting import Waiting


def waiting_for(person: Any) -> list[Waiting]:
    """Late first, then what has a day, then the rest in the order of the site. Nothing for a
    passer-by, without a query."""
    if not person.is_authenticated:
        return []
    found = [
        *governance_waits(person),
        *contract_waits(person),
        *funding_waits(person),
        *participation_waits(person),
        *initiatives_wait(person),
        *directory_waits(person),
    ]
    return sorted(found, key=lambda line: (not line.late, line.due is None, line.due or 0))
