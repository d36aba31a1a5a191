"""Three reviews with reasons, admission and refusal in public."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.apps.participation.projects.budget import KINDS, Budget

from faire_ensemble.apps.participation.models import BudgetProject, Review, Telling
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.reviewing import (
    decide,
    decide_many,
    give_review,
)
from faire_ensemble.apps.participation.services.projects.writing import change_project
from faire_ensemble.kit.verdicts import Refused


def test_admitted_once_the_three_are_favourable(budget: Budget):
    project = budget.project()
    for kind in KINDS[:2]:
        budget.review(project, kind)
    with pytest.raises(BadInput, match="étude financière"):
        decide(actor=budget.officer, project_id=project.pk, act="admit")
    budget.review(project, "financial", cost="612.50")
    decide(actor=budget.officer, project_id=project.pk, act="admit")
    project.refresh_from_db()
    assert (project.state, project.cost) == ("admitted", Decimal("612.50"))


def test_the_latest_review_of_a_kind_counts_and_all_are_kept(budget: Budget):
    project = budget.project()
    for kind in KINDS:
        budget.review(project, kind)
    budget.review(project, "legal", "unfavourable")
    with pytest.raises(BadInput, match="étude juridique"):
        decide(actor=budget.officer, project_id=project.pk, act="admit")
    budget.review(project, "legal")
    decide(actor=budget.officer, project_id=project.pk, act="admit")
    assert project.reviews.count() == 5
    with pytest.raises(IntegrityError, match="ne se modifient pas"), transaction.atomic():
        Review.objects.update(reason="Autre chose")


def test_admitted_without_a_review_only_with_a_public_reason(budget: Budget):
    project = budget.project(cost=Decimal(100))
    decide(actor=budget.officer, project_id=project.pk, act="admit", reason="Reprise de 2024.")
    step = project.steps.last()
    assert (step.act, step.state, step.words) == ("admit", "admitted", "Reprise de 2024.")


def test_never_admitted_without_a_cost_nor_above_the_envelope(budget: Budget):
    project = budget.project()
    with pytest.raises(BadInput, match="pas de coût"):
        decide(actor=budget.officer, project_id=project.pk, act="admit", reason="Vite.")
    budget.review(project, "financial", cost="1000.01")
    with pytest.raises(BadInput, match="plus que l'enveloppe"):
        decide(actor=budget.officer, project_id=project.pk, act="admit", reason="Vite.")


def test_a_refusal_says_why_and_tells_the_authors(budget: Budget):
    source = budget.contribution()
    project = budget.project("", origins=[source.pk])
    with pytest.raises(BadInput, match="raison est publique"):
        decide(actor=budget.officer, project_id=project.pk, act="refuse", reason="  ")
    decide(actor=budget.officer, project_id=project.pk, act="refuse", reason="Terrain privé.")
    told = Telling.objects.filter(contributor=source.contributor).last()
    assert told is not None and "Terrain privé." in told.text and "non retenu" in told.text


def test_a_decided_project_is_reviewed_again_only_when_reopened(budget: Budget):
    project = budget.admitted()
    with pytest.raises(BadInput, match="remettez-le à l'étude"):
        budget.review(project, "legal")
    decide(actor=budget.officer, project_id=project.pk, act="review_again")
    budget.review(project, "legal", "amend")
    with pytest.raises(BadInput, match="cela ne se peut pas"):
        decide(actor=budget.officer, project_id=project.pk, act="review_again")


@pytest.mark.parametrize(
    ("kind", "verdict", "reason", "cost", "said"),
    [
        ("technical", "favourable", " ", None, "raisons"),
        ("technical", "favourable", "Oui.", Decimal(5), "étude financière"),
        ("financial", "favourable", "Oui.", None, "donne le coût"),
        ("financial", "favourable", "Oui.", Decimal(0), "plus grand que zéro"),
        ("magical", "favourable", "Oui.", None, "Choisissez"),
        ("legal", "maybe", "Oui.", None, "Choisissez"),
    ],
)
def test_bad_reviews_are_said(budget: Budget, kind, verdict, reason, cost, said):
    project = budget.project()
    with pytest.raises(BadInput, match=said):
        give_review(actor=budget.officer, project_id=project.pk, kind=kind, verdict=verdict,
                    reason=reason, cost=cost)  # fmt: skip
    assert not Review.objects.exists()


def test_partners_review_what_they_carry_or_answer_for_and_decide_nothing(budget: Budget):
    carried, other = budget.project(carrier_id=budget.carrier.pk), budget.project("Autre")
    budget.review(carried, "technical", by=budget.agent)
    with pytest.raises(Refused, match="qui porte le projet"):
        budget.review(other, "technical", by=budget.agent)
    with pytest.raises(Refused):
        decide(actor=budget.agent, project_id=carried.pk, act="refuse", reason="Non.")
    budget.process.owner = budget.carrier
    budget.process.save()
    budget.review(other, "technical", by=budget.agent)


def test_many_at_once_each_follows_or_says_why_not(budget: Budget):
    ready, bare = budget.project("Prêt"), budget.project("Nu")
    for kind in KINDS:
        budget.review(ready, kind)
    elsewhere = BudgetProject.objects.create(
        process=budget.make_process(), number=1, title="Ailleurs", cost=Decimal(1)
    )
    outcome = decide_many(
        actor=budget.officer, process_id=budget.process.pk, act="admit",
        project_ids=[ready.pk, bare.pk, elsewhere.pk],
    )  # fmt: skip
    assert outcome.done == 1
    assert [sentence.split(" :")[0] for sentence in outcome.left] == [f"N° {bare.number}"]
    elsewhere.refresh_from_db()
    assert elsewhere.state == "review"


def test_the_catalogue_is_fixed_while_people_vote(budget: Budget):
    shown, studied = budget.admitted("Au catalogue"), budget.project("À l'étude")
    for kind in KINDS:
        budget.review(studied, kind)
    phase = budget.vote_phase()
    for project, act in ((shown, "refuse"), (shown, "review_again"), (studied, "admit")):
        with pytest.raises(BadInput, match="Le vote est ouvert"):
            decide(actor=budget.officer, project_id=project.pk, act=act, reason="Non.")
    with pytest.raises(BadInput, match="Le vote est ouvert"):
        change_project(actor=budget.officer, project_id=shown.pk, title="Autre chose")
    change_project(actor=budget.officer, project_id=studied.pk, title="Encore à l'étude")
    phase.delete()
    decide(actor=budget.officer, project_id=studied.pk, act="admit")
