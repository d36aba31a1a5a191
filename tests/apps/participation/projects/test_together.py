"""Several people at once: the envelope, the numbers and the groups hold (PostgreSQL's locks)."""

from decimal import Decimal
from functools import partial

import pytest
from tests import together
from tests.apps.participation.projects.budget import Budget

from faire_ensemble.apps.participation.models import BudgetProject, ProjectStep
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.jury import decide_by_jury
from faire_ensemble.apps.participation.services.projects.results import record_result

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


at_once = partial(together.at_once, refused=(BadInput,))


def test_eight_awards_at_once_never_exceed_the_envelope(budget: Budget):
    projects = [budget.admitted(f"Projet {rank}", "300") for rank in range(8)]
    outcomes = at_once(
        *(
            lambda pk=project.pk: decide_by_jury(
                actor=budget.officer, project_id=pk, keeps=True, reason="Oui."
            )
            for project in projects
        )
    )
    assert outcomes == ["done"] * 3 + ["refused"] * 5
    given = BudgetProject.objects.filter(state="won").values_list("awarded", flat=True)
    assert sum(given) == Decimal(900)


def test_a_result_recorded_twice_at_once_moves_projects_once(budget: Budget):
    one, _two = budget.admitted("Un"), budget.admitted("Deux")
    before = ProjectStep.objects.count()

    def record() -> object:
        return record_result(actor=budget.officer, process_id=budget.process.pk, winners=[one.pk])

    assert at_once(*(record,) * 4) == ["done"] * 4
    assert ProjectStep.objects.count() == before + 2


def test_numbers_given_at_once_differ(budget: Budget):
    assert at_once(*((lambda: budget.project("Projet")),) * 6) == ["done"] * 6
    numbers = BudgetProject.objects.values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
