"""From proposals to projects."""

from decimal import Decimal

import pytest
from tests.apps.participation.projects.budget import Budget

from faire_ensemble.apps.participation.models import BudgetProject, Contribution, Telling
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.writing import (
    change_project,
    create_project,
)
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def test_a_project_takes_what_its_first_contribution_says(budget: Budget):
    first = budget.contribution("Des bancs", cost=Decimal(300), place="Place Carnot",
                                longitude=3.1, latitude=50.6)  # fmt: skip
    second = budget.contribution("De l'ombre")
    made = create_project(
        actor=budget.officer, process_id=budget.process.pk, origins=[first.pk, second.pk],
        category="Nature",
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.title, made.body, made.cost) == ("Des bancs", "Devant l'école.", Decimal(300))
    assert (made.place, made.longitude, made.category) == ("Place Carnot", 3.1, "Nature")
    assert set(made.origins.all()) == {first, second}
    assert made.number == 1 and made.state == "review"
    assert AuditEntry.objects.filter(verb="projet créé", subject=f"projet:{made.pk}").exists()


def test_numbers_follow_each_other_and_are_never_given_again(budget: Budget):
    assert [budget.project(f"Projet {n}").number for n in range(3)] == [1, 2, 3]
    budget.process.refresh_from_db()
    assert budget.process.numbered == 3


def test_authors_are_told_once_and_so_are_those_merged_from_near_to_near(budget: Budget):
    kept = budget.contribution("Des bancs")
    merged = budget.contribution("Un banc", "merged", merged_into=kept)
    again = budget.contribution("Asseyez-nous", "merged", merged_into=merged)
    stranger = budget.contribution("Autre chose")
    budget.project("", origins=[kept.pk])
    told = set(Telling.objects.values_list("contributor_id", flat=True))
    assert told == {kept.contributor_id, merged.contributor_id, again.contributor_id}
    assert stranger.contributor_id not in told
    assert Telling.objects.count() == 3


@pytest.mark.parametrize("state", ["waiting", "rejected", "withdrawn"])
def test_only_published_contributions_become_projects(budget: Budget, state: str):
    source = budget.contribution("Non lue", state)
    with pytest.raises(BadInput, match="n'est pas publiée"):
        budget.project("", origins=[source.pk])
    assert not BudgetProject.objects.exists()


def test_a_contribution_of_another_process_is_refused(budget: Budget):
    source = budget.contribution()
    Contribution.objects.filter(pk=source.pk).update(process=budget.make_process())
    with pytest.raises(BadInput, match="dans cette démarche"):
        budget.project("", origins=[source.pk])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "   "}, "titre"),
        ({"cost": Decimal(0)}, "plus grand que zéro"),
        ({"cost": Decimal(-4)}, "plus grand que zéro"),
        ({"longitude": 3.0}, "les deux, ou aucune"),
        ({"longitude": 50.6, "latitude": 300.0}, "pas sur la Terre"),
    ],
)
def test_bad_fields_are_said_in_a_sentence(budget: Budget, fields: dict, said: str):
    with pytest.raises(BadInput, match=said):
        budget.project(**({"title": "Des bancs"} | fields))


def test_incompatible_projects_share_a_group_by_its_name(budget: Budget):
    one, two = budget.project("Un", group="Le square"), budget.project("Deux", group=" Le  square")
    assert one.group_id == two.group_id is not None
    change_project(actor=budget.officer, project_id=two.pk, group="")
    two.refresh_from_db()
    assert two.group is None


def test_only_officers_make_projects_and_only_in_budgets_and_funds(budget: Budget):
    with pytest.raises(Refused):
        create_project(actor=budget.agent, process_id=budget.process.pk, title="Non")
    other = budget.make_process("consultation")
    with pytest.raises(Refused, match="budget participatif ou un fonds"):
        create_project(actor=budget.officer, process_id=other.pk, title="Non")
    closed = budget.make_process(state="closed")
    with pytest.raises(Refused, match="terminée"):
        create_project(actor=budget.officer, process_id=closed.pk, title="Non")


def test_what_a_finished_project_says_does_not_change(budget: Budget):
    project = budget.project()
    BudgetProject.objects.filter(pk=project.pk).update(state="delivered")
    with pytest.raises(BadInput, match="ne change plus"):
        change_project(actor=budget.officer, project_id=project.pk, title="Autre")
