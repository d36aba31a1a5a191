"""The result of a vote, then the jury: reasons, the envelope, incompatible projects."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.apps.participation.projects.budget import Budget

from faire_ensemble.apps.participation.models import BudgetProject, JuryOverride, ProjectStep
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.delivery import add_spending, advance
from faire_ensemble.apps.participation.services.projects.jury import (
    decide_by_jury,
    exchange_by_jury,
)
from faire_ensemble.apps.participation.services.projects.results import record_result
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def record(budget: Budget, *winners: BudgetProject) -> int:
    return record_result(
        actor=budget.officer, process_id=budget.process.pk, winners=[row.pk for row in winners]
    )


def keep(budget: Budget, project: BudgetProject, **fields) -> JuryOverride:
    values = {"keeps": True, "reason": "Le jury le veut."} | fields
    return decide_by_jury(actor=budget.officer, project_id=project.pk, **values)


def states(budget: Budget) -> dict[str, str]:
    return dict(budget.process.projects.values_list("title", "state"))


def test_every_admitted_project_wins_or_loses_at_once(budget: Budget):
    won, lost = budget.admitted("Un"), budget.admitted("Deux", "700")
    studied = budget.project("Trois")
    assert record(budget, won) == 1
    assert states(budget) == {"Un": "won", "Deux": "lost", "Trois": "review"}
    won.refresh_from_db(), lost.refresh_from_db(), studied.refresh_from_db()
    assert (won.tally_won, won.awarded) == (True, Decimal(400))
    assert (lost.tally_won, lost.awarded) == (False, None)
    assert studied.tally_won is None
    entry = AuditEntry.objects.get(verb="résultat du vote enregistré")
    assert entry.detail == {"lauréats": [won.number], "projets": 2}


def test_the_same_result_twice_changes_nothing_and_another_is_refused(budget: Budget):
    one, two = budget.admitted("Un"), budget.admitted("Deux")
    record(budget, one)
    before = ProjectStep.objects.count()
    assert record(budget, one) == 1
    assert ProjectStep.objects.count() == before
    with pytest.raises(BadInput, match="déjà enregistré"):
        record(budget, two)


def test_a_result_above_the_envelope_or_out_of_the_catalogue_changes_nothing(budget: Budget):
    one, two = budget.admitted("Un", "600"), budget.admitted("Deux", "400.01")
    with pytest.raises(BadInput, match="0,01"):
        record(budget, one, two)
    with pytest.raises(BadInput, match="pas au catalogue"):
        record(budget, budget.project("Trois"))
    assert states(budget) == {"Un": "admitted", "Deux": "admitted"} | {"Trois": "review"}


def test_two_incompatible_projects_never_win_together(budget: Budget):
    one, two = (
        budget.admitted("Un", "300", group="Square"),
        budget.admitted("Deux", "300", group="Square"),
    )
    with pytest.raises(BadInput, match="incompatibles"):
        record(budget, one, two)
    record(budget, one)
    with pytest.raises(BadInput, match="incompatibles"):
        keep(budget, two)


def test_the_jury_changes_the_result_and_both_are_kept(budget: Budget):
    one, two = budget.admitted("Un", "600"), budget.admitted("Deux", "700")
    record(budget, one)
    with pytest.raises(BadInput, match="Il manque 300"):
        keep(budget, two)
    keep(budget, one, keeps=False, reason="Déjà financé par la commune.")
    keep(budget, two)
    assert states(budget) == {"Un": "lost", "Deux": "won"}
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.tally_won, two.tally_won) == (True, False)
    assert (one.awarded, two.awarded) == (None, Decimal(700))
    with pytest.raises(IntegrityError), transaction.atomic():
        JuryOverride.objects.all().delete()


def exchange(budget: Budget, kept: BudgetProject, left: BudgetProject, **fields) -> JuryOverride:
    values = {"reason": "Le quartier n'avait rien."} | fields
    return exchange_by_jury(actor=budget.officer, project_id=kept.pk, instead_of=left.pk, **values)


def test_the_jury_exchanges_a_winner_for_another_in_one_act(budget: Budget):
    dear, other = budget.admitted("Un", "900"), budget.admitted("Deux")
    record(budget, dear)
    with pytest.raises(BadInput, match="Il manque 300"):
        keep(budget, other, amount=None)
    winner = exchange(budget, other, dear)
    assert states(budget) == {"Un": "lost", "Deux": "won"} and winner.amount == Decimal(400)
    said = set(JuryOverride.objects.values_list("reason", flat=True))
    assert said == {
        f"Échange : le projet n° {other.number} prend la place du n° {dear.number}. "
        "Le quartier n'avait rien."
    }
    dear.refresh_from_db()
    assert dear.awarded is None and dear.tally_won is True


def test_an_exchange_that_cannot_be_whole_changes_nothing(budget: Budget):
    small, dear = budget.admitted("Un", "300"), budget.admitted("Deux", "900")
    third = budget.admitted("Trois", "700")
    record(budget, small, third)
    before = ProjectStep.objects.count()
    for kept, left, said in (
        (dear, small, "€"),  # 700 stay given to the third
        (third, dear, "n'est pas lauréat"),
        (small, small, "deux projets différents"),
    ):
        with pytest.raises(BadInput, match=said):
            exchange(budget, kept, left)
    with pytest.raises(BadInput, match="raison du jury"):
        exchange(budget, dear, small, reason=" ")
    assert states(budget) == {"Un": "won", "Deux": "lost", "Trois": "won"}
    assert ProjectStep.objects.count() == before and not JuryOverride.objects.exists()


def test_the_page_of_the_jury_offers_the_exchange(budget: Budget, client):
    winner, other = budget.admitted("Un", "900"), budget.admitted("Deux")
    record(budget, winner)
    client.force_login(budget.officer)
    address = f"/gestion/participation/{budget.process.code}/jury/"
    page = client.get(address).content.decode()
    assert page.count('name="instead_of"') == 1 and f'<option value="{winner.pk}">' in page
    client.post(address, {"project": other.pk, "keeps": "1", "instead_of": winner.pk,
                          "reason": "Pour le quartier."})  # fmt: skip
    assert states(budget) == {"Un": "lost", "Deux": "won"}


def test_in_a_fund_the_jury_alone_awards_within_the_envelope(budget: Budget):
    budget.process.kind = "fund"
    budget.process.save()
    one, two = budget.admitted("Un", "800"), budget.admitted("Deux", "800")
    keep(budget, one, amount=Decimal("650.50"))
    with pytest.raises(BadInput, match="0,01"):
        keep(budget, two, amount=Decimal("349.51"))
    keep(budget, two, amount=Decimal("349.50"))
    two.refresh_from_db()
    assert (two.state, two.awarded, two.tally_won) == ("won", Decimal("349.50"), None)
    keep(budget, one, amount=Decimal(600))
    one.refresh_from_db()
    assert one.awarded == Decimal(600)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": " "}, "raison du jury"),
        ({"amount": Decimal(0)}, "plus grand que zéro"),
        ({"amount": Decimal("400.01")}, "dépasse le coût"),
        ({"keeps": False, "amount": Decimal(5)}, "pas de montant"),
    ],
)
def test_bad_decisions_of_a_jury_are_said(budget: Budget, fields: dict, said: str):
    project = budget.admitted()
    with pytest.raises(BadInput, match=said):
        keep(budget, project, **fields)


def test_the_jury_waits_for_the_end_of_the_vote(budget: Budget):
    project = budget.admitted()
    phase = budget.vote_phase()
    with pytest.raises(BadInput, match="vote est ouvert"):
        keep(budget, project)
    phase.delete()
    keep(budget, project)


def test_a_jury_neither_decides_of_a_project_not_admitted_nor_acts_by_a_partner(budget: Budget):
    with pytest.raises(BadInput, match="projets du catalogue"):
        keep(budget, budget.project())
    carried = budget.admitted("Porté", carrier_id=budget.carrier.pk)
    with pytest.raises(Refused):
        decide_by_jury(actor=budget.agent, project_id=carried.pk, keeps=True, reason="Oui.")


def test_without_an_envelope_nothing_is_awarded(budget: Budget):
    project = budget.admitted()
    budget.process.envelope = None
    budget.process.save()
    with pytest.raises(BadInput, match="enveloppe"):
        keep(budget, project)


def test_an_abandoned_project_frees_all_but_what_it_spent(budget: Budget, today):
    one, two = budget.admitted("Un", "900"), budget.admitted("Deux", "800")
    keep(budget, one)
    add_spending(actor=budget.officer, project_id=one.pk, spent_on=today, what="Étude",
                 amount=Decimal(250))  # fmt: skip
    advance(actor=budget.officer, project_id=one.pk, act="abandon", words="Réseau souterrain.")
    with pytest.raises(BadInput, match="Il manque 50"):
        keep(budget, two)
    keep(budget, two, amount=Decimal(750))
