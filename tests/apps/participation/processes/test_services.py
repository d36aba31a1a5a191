"""A process is opened, changed, given its phases, published and closed by its officers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.participation.lifecycle import Act
from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.selectors import process_by_code, process_standing
from faire_ensemble.apps.participation.services import processes as services
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


@pytest.fixture
def officer(year: Year) -> Any:
    return year.mandated("chef", "officer")


def opened(year: Year, officer: Any, **fields: Any) -> Process:
    return services.create_process(
        actor=officer,
        contract_id=year.contract.pk,
        kind="budget",
        title="Budget participatif de Roubaix",
        **({"entries": ["email"], "envelope": Decimal(1000)} | fields),
    )


def row(kind: str, start: int, end: int | None) -> services.PhaseRow:
    now = timezone.now().replace(microsecond=0)
    return {
        "kind": kind,
        "title": "",
        "opens_at": now + timedelta(days=start),
        "closes_at": now + timedelta(days=end) if end is not None else None,
    }


def test_a_process_goes_from_draft_to_its_end(year: Year, officer: Any):
    made = opened(year, officer)
    assert made.code == "budget-participatif-de-roubaix" and len(made.salt) == 64
    with pytest.raises(BadInput, match="au moins une phase"):
        services.move_process(actor=officer, process_id=made.pk, act="publish")
    services.set_phases(actor=officer, process_id=made.pk, rows=[row("propose", -1, 5)])
    services.move_process(actor=officer, process_id=made.pk, act="publish")
    found = process_by_code(made.code)
    assert found is not None and process_standing(found).allows(Act.CONTRIBUTE)
    services.move_process(actor=officer, process_id=made.pk, act="close")
    found = process_by_code(made.code)
    assert found is not None and not process_standing(found).acts
    with pytest.raises(BadInput, match="terminée"):
        services.move_process(actor=officer, process_id=made.pk, act="publish")
    verbs = list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs[-4:] == [
        "démarche créée",
        "phases fixées",
        "démarche publiée",
        "démarche terminée",
    ]


def test_two_processes_of_one_title_have_two_addresses(year: Year, officer: Any):
    assert [opened(year, officer).code for _ in range(3)] == [
        "budget-participatif-de-roubaix",
        "budget-participatif-de-roubaix-2",
        "budget-participatif-de-roubaix-3",
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("vote", 5, 5)], "se termine avant de commencer"),
        ([("vote", 5, 2)], "se termine avant de commencer"),
        ([("vote", 1, 2), ("vote", 1, 3)], "au même moment"),
    ],
)
def test_impossible_phases_are_refused_and_the_old_ones_stay(
    year: Year, officer: Any, rows: list[tuple[str, int, int]], words: str
):
    made = opened(year, officer)
    services.set_phases(actor=officer, process_id=made.pk, rows=[row("propose", 0, 1)])
    with pytest.raises(BadInput, match=words):
        services.set_phases(actor=officer, process_id=made.pk, rows=[row(*each) for each in rows])
    assert [phase.kind for phase in made.phases.all()] == ["propose"]


@pytest.mark.parametrize("fields", [{"title": "  "}, {"envelope": Decimal(0)}])
def test_what_a_process_cannot_say(year: Year, officer: Any, fields: dict[str, Any]):
    made = opened(year, officer)
    with pytest.raises(BadInput):
        services.change_process(actor=officer, process_id=made.pk, **fields)


@pytest.mark.parametrize("role", ["elected", "partner", "council", "resident", "steward"])
def test_only_officers_of_the_contract_run_processes(year: Year, officer: Any, role: str):
    made = opened(year, officer)
    for somebody in (year.mandated("autre", role), year.mandated("loin", "officer", "", "CV999")):
        with pytest.raises(Refused):
            services.move_process(actor=somebody, process_id=made.pk, act="publish")
        with pytest.raises(Refused):
            opened(year, somebody)
