"""Writing the draft: what is accepted, what is refused and with which words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.apps.contract.agreement import Agreement

from faire_ensemble.apps.contract.models import (
    Contract,
    Objective,
    OperationalObjective,
    Partner,
    Pillar,
)
from faire_ensemble.apps.contract.selectors import contract_page, objectives_of
from faire_ensemble.apps.contract.services import (
    BadInput,
    add_partner,
    advance,
    move,
    remove,
    write_contract,
    write_measure,
    write_objective,
    write_pillar,
    write_plan,
    write_plan_line,
)
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


def common(agreement: Agreement) -> dict[str, Any]:
    return {"actor": agreement.officer, "contract_id": agreement.pk}


def ranks(rows: Any) -> list[str]:
    return list(rows.order_by("rank").values_list("title", flat=True))


def test_a_new_line_goes_to_the_end_and_moves_without_a_hole(agreement: Agreement) -> None:
    lines = [agreement.operational(title) for title in ("A", "B", "C")]
    assert [line.rank for line in lines] == [1, 2, 3]
    act = common(agreement) | {"kind": "operationnel"}
    assert move(pk=lines[2].pk, up=True, **act) and move(pk=lines[2].pk, up=True, **act)
    assert ranks(OperationalObjective.objects) == ["C", "A", "B"]
    assert not move(pk=lines[2].pk, up=True, **act)
    assert move(pk=lines[0].pk, up=False, **act)
    assert ranks(OperationalObjective.objects) == ["C", "B", "A"]


def test_two_objectives_of_one_rank_are_told_which_is_free(agreement: Agreement) -> None:
    with pytest.raises(
        BadInput, match=r"Le rang 2 est déjà celui de « Se soigner ».*\(3\)"
    ) as told:
        write_objective(
            pillar_id=agreement.first.pillar_id, title="Autre", rank=2, **common(agreement)
        )
    assert told.value.field == "rank"
    assert Objective.objects.count() == 2


def test_an_objective_given_to_another_pillar_takes_its_last_rank(agreement: Agreement) -> None:
    other = write_pillar(title="Emploi", **common(agreement))
    write_objective(pillar_id=other.pk, title="Travailler", **common(agreement))
    moved = write_objective(
        pillar_id=other.pk, title="Apprendre", pk=agreement.first.pk, **common(agreement)
    )
    assert (moved.pillar_id, moved.rank) == (other.pk, 2)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2014, 12, 31), "avant le début du contrat"), (date(2031, 1, 1), "prolongez d'abord")],
)
def test_a_date_outside_of_the_contract(agreement: Agreement, day: date, words: str) -> None:
    with pytest.raises(BadInput, match=words) as told:
        agreement.operational(due_on=day)
    assert told.value.field == "due_on"
    with pytest.raises(BadInput, match=words):
        agreement.commitment(due_on=day)


def test_an_owner_is_a_partner_of_the_contract(agreement: Agreement) -> None:
    stranger = agreement.year.organisation("Ville de Lyon", "commune")
    with pytest.raises(BadInput, match="Ville de Lyon n'est pas partenaire de ce contrat"):
        agreement.operational(owner_id=stranger.pk)
    with pytest.raises(BadInput, match="n'est pas partenaire"):
        agreement.commitment(organisation_id=stranger.pk)
    with pytest.raises(BadInput, match="dans la liste"):
        agreement.operational(owner_id=999_999)


def test_an_unknown_partner_and_one_that_two_bear(agreement: Agreement) -> None:
    agreement.year.organisation("Amicale", siret="12345678900011")
    agreement.year.organisation("Amicale", siret="12345678900029")
    for name in ("Personne", "Amicale"):
        with pytest.raises(BadInput, match="SIRET"):
            add_partner(organisation=name, role="associated", **common(agreement))
    add_partner(organisation="12345678900011", role="associated", **common(agreement))
    add_partner(organisation="12345678900011", role="signatory", **common(agreement))
    assert Partner.objects.get(organisation__siret="12345678900011").role == "signatory"


@pytest.mark.parametrize(
    ("target", "field", "words"),
    [
        ({"target_value": Decimal(52)}, "target_year", "pour une année"),
        ({"target_year": 2030}, "target_value", "valeur visée pour 2030"),
        ({"target_value": Decimal(52), "target_year": 30}, "target_year", "quatre chiffres"),
    ],
)
def test_a_target_has_its_year(
    agreement: Agreement, target: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words) as told:
        write_measure(
            objective_id=agreement.first.pk, indicator_id=agreement.indicator.pk, **target,
            **common(agreement),
        )  # fmt: skip
    assert told.value.field == field


def test_an_indicator_serves_an_objective_once_a_year(agreement: Agreement) -> None:
    act = common(agreement) | {
        "objective_id": agreement.first.pk,
        "indicator_id": agreement.indicator.pk,
    }
    first = write_measure(target_value=Decimal(48), target_year=2027, **act)
    write_measure(target_value=Decimal(52), target_year=2030, **act)
    with pytest.raises(BadInput, match="déjà cet indicateur"):
        write_measure(target_value=Decimal(53), target_year=2030, **act)
    changed = write_measure(target_value=Decimal(49), target_year=2027, pk=first.pk, **act)
    assert changed.pk == first.pk
    assert agreement.first.measures.count() == 2


def test_what_files_name_is_retired_and_the_rest_is_deleted(agreement: Agreement) -> None:
    file = agreement.year.submitted()
    assert file.objective_id == agreement.first.pk
    remove(kind="objectif", pk=agreement.first.pk, **common(agreement))
    unnamed = write_objective(
        pillar_id=agreement.first.pillar_id, title="Oublié", **common(agreement)
    )
    remove(kind="objectif", pk=unnamed.pk, **common(agreement))
    remove(kind="objectif", pk=agreement.second.pk, **common(agreement))  # named by the call
    assert list(Objective.objects.order_by("pk").values_list("title", "retired")) == [
        ("Apprendre", True),
        ("Se soigner", True),
    ]
    file.refresh_from_db()
    assert file.objective_id == agreement.first.pk
    assert objectives_of(agreement.pk) == []
    page = contract_page(agreement.pk)
    assert page is not None and page.pillars[0].objectives == ()
    again = write_objective(
        pillar_id=agreement.first.pillar_id, title="Apprendre toujours", **common(agreement)
    )
    assert again.rank == 1


def test_nothing_is_removed_from_above_what_stands(agreement: Agreement) -> None:
    with pytest.raises(BadInput, match="Ce pilier a des objectifs"):
        remove(kind="pilier", pk=agreement.first.pillar_id, **common(agreement))
    agreement.commitment()
    with pytest.raises(BadInput, match="Des engagements portent sur cet objectif"):
        remove(kind="objectif", pk=agreement.first.pk, **common(agreement))
    assert Pillar.objects.filter(retired=False).count() == 1


def test_the_owner_says_how_far_its_work_is(agreement: Agreement) -> None:
    line = agreement.operational(owner_id=agreement.caf.pk)
    other = agreement.operational("Autre", owner_id=agreement.state.pk)
    act = {"contract_id": agreement.pk, "kind": "operationnel"}
    advance(actor=agreement.partner, pk=line.pk, act="start", **act)
    advance(actor=agreement.partner, pk=line.pk, act="finish", **act)
    line.refresh_from_db()
    assert line.state == "done"
    with pytest.raises(BadInput, match="« fait »"):
        advance(actor=agreement.partner, pk=line.pk, act="start", **act)
    with pytest.raises(Refused, match="organisation pilote"):
        advance(actor=agreement.partner, pk=other.pk, act="start", **act)


def test_plans_have_their_dates_in_order_and_one_name(agreement: Agreement) -> None:
    plan = write_plan(kind="ptlcd", title="PTLCD", **common(agreement))
    with pytest.raises(BadInput, match="porte déjà ce nom"):
        write_plan(kind="gusp", title=" PTLCD ", **common(agreement))
    with pytest.raises(BadInput, match="sa fin doit venir après"):
        write_plan(
            kind="gusp", title="Charte", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1),
            **common(agreement),
        )  # fmt: skip
    write_plan_line(plan_id=plan.pk, title="Former", due_on=date(2027, 1, 1), **common(agreement))
    with pytest.raises(BadInput, match="n'est plus annexé"):
        write_plan_line(plan_id=plan.pk + 1, title="Former", **common(agreement))


def test_the_end_follows_the_start(agreement: Agreement) -> None:
    with pytest.raises(BadInput, match="sa fin doit venir après"):
        write_contract(
            name="Contrat", ends_on=date(2015, 1, 1), orientations="", **common(agreement)
        )
    assert Contract.objects.get(pk=agreement.pk).name == "Contrat de ville"


def test_an_empty_title_and_a_line_of_another_contract(agreement: Agreement) -> None:
    with pytest.raises(BadInput, match="Donnez un intitulé"):
        agreement.operational("   ")
    lyon = agreement.year.place("commune", "69123", "Lyon")
    elsewhere = Contract.objects.create(epci=lyon, name="Autre", starts_on=date(2015, 1, 1))
    pillar = Pillar.objects.create(contract=elsewhere, rank=1, title="Ailleurs")
    with pytest.raises(BadInput, match="un pilier de ce contrat"):
        write_objective(pillar_id=pillar.pk, title="X", **common(agreement))
    with pytest.raises(BadInput, match="rechargez la page"):
        write_pillar(title="Volé", pk=pillar.pk, **common(agreement))
    remove(kind="pilier", pk=pillar.pk, **common(agreement))
    assert Pillar.objects.filter(pk=pillar.pk, title="Ailleurs").exists()


def test_every_change_says_what_was_there_before(agreement: Agreement) -> None:
    line = agreement.operational("Ouvrir")
    agreement.operational("Ouvrir deux permanences", pk=line.pk)
    entry = AuditEntry.objects.get(verb="objectif opérationnel : modification")
    assert entry.detail["avant et après"] == {"title": ["Ouvrir", "Ouvrir deux permanences"]}
    assert entry.subject == f"contrat:{agreement.pk}"
    count = AuditEntry.objects.count()
    agreement.operational("Ouvrir deux permanences", pk=line.pk)
    assert AuditEntry.objects.count() == count
