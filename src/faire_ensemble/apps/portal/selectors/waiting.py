"""What waits for the person who has just come in, over the whole site."""

from typing import Any

from faire_ensemble.apps.accounts.selectors import accounts_wait, with_mandates
from faire_ensemble.apps.contract.selectors import contract_waits, mandates_everywhere
from faire_ensemble.apps.directory.selectors import directory_waits
from faire_ensemble.apps.funding.selectors import funding_waits
from faire_ensemble.apps.governance.selectors import governance_waits
from faire_ensemble.apps.initiatives.selectors import initiatives_wait
from faire_ensemble.apps.participation.selectors import participation_waits
from faire_ensemble.kit.waiting import Waiting


def waiting_for(person: Any) -> list[Waiting]:
    """Late first, then what has a day, then the rest in the order of the site. Nothing for a
    passer-by, without a query.

    What the person may do is read once, and given to each app (the numbers of queries are in
    `tests/apps/portal/selectors/test_waiting.py`).
    """
    if not person.is_authenticated:
        return []
    held = with_mandates(person)
    mandates = mandates_everywhere(held)
    found = [
        *governance_waits(held, mandates),
        *contract_waits(mandates),
        *funding_waits(held, mandates),
        *participation_waits(mandates),
        *initiatives_wait(held),
        *directory_waits(held),
        *accounts_wait(held),
    ]
    return sorted(found, key=lambda line: (not line.late, line.due is None, line.due or 0))
