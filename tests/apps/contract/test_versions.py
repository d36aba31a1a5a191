"""Signing freezes the text; each avenant says what it changes; nothing rewrites one."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.apps.contract.agreement import Agreement

from faire_ensemble.apps.contract.models import ContractVersion, Objective
from faire_ensemble.apps.contract.selectors.versions import draft, version_lines, version_page
from faire_ensemble.apps.contract.services import (
    BadInput,
    advance,
    move,
    remove,
    remove_partner,
    report_commitment,
    sign_version,
    write_contract,
    write_measure,
    write_objective,
)
from faire_ensemble.core.agreement import digest, from_data
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
DAY = date(2019, 12, 2)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def said(agreement: Agreement, number: int) -> list[tuple[str, str, str]]:
    page = version_page(agreement.pk, number)
    assert page is not None and page.whole
    return [(each.what, each.noun, each.title) for each in page.changes]


def test_the_first_signature_is_the_contract_and_the_next_an_avenant(agreement: Agreement) -> None:
    agreement.contract.refresh_from_db()
    assert agreement.contract.signed_on is None
    first = agreement.sign()
    agreement.contract.refresh_from_db()
    assert (first.number, agreement.contract.signed_on) == (0, date(2015, 7, 15))
    line = agreement.operational()
    promise = agreement.commitment()
    second = agreement.sign("Avenant n° 1", DAY, why="Après un an.")
    assert second.number == 1
    assert said(agreement, 1) == [
        ("added", "Objectif opérationnel", line.title),
        ("added", "Engagement", promise.title),
    ]
    newest = version_lines(agreement.pk)[0]
    assert (newest.counts, newest.why) == ("ajouts : 2", "Après un an.")
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert {"contrat signé", "avenant signé"} <= set(verbs)


def test_rewording_moving_and_removing_are_told_apart(agreement: Agreement) -> None:
    line, promise = agreement.operational(), agreement.commitment()
    agreement.sign()
    write_objective(
        actor=agreement.officer, contract_id=agreement.pk, pk=agreement.second.pk,
        pillar_id=agreement.second.pillar_id, title="Se soigner près de chez soi", theme="health",
    )  # fmt: skip
    move(actor=agreement.officer, contract_id=agreement.pk, kind="objectif",
         pk=agreement.second.pk, up=True)  # fmt: skip
    remove(actor=agreement.officer, contract_id=agreement.pk, kind="operationnel", pk=line.pk)
    agreement.commitment(pk=promise.pk, mainstream=None, specific=15000)
    agreement.sign("Avenant n° 1", DAY)
    page = version_page(agreement.pk, 1)
    assert page is not None
    changes = {(each.what, each.noun): each for each in page.changes}
    assert set(changes) == {
        ("changed", "Objectif"),
        ("changed", "Engagement"),
        ("removed", "Objectif opérationnel"),
        ("reordered", "Objectif"),
    }
    amounts = {
        each.label: (plain(each.before), plain(each.after))
        for each in changes[("changed", "Engagement")].values
    }
    assert amounts == {
        "Droit commun": ("12 000,50 €", ""),
        "Crédits spécifiques": ("", "15 000 €"),
    }
    assert changes[("reordered", "Objectif")].title == "Cohésion sociale"


def test_a_partner_who_leaves_is_told(agreement: Agreement) -> None:
    agreement.sign()
    gone = agreement.contract.partners.get(organisation=agreement.state)
    remove_partner(actor=agreement.officer, contract_id=agreement.pk, partner_id=gone.pk)
    agreement.sign("Avenant n° 1", DAY)
    assert said(agreement, 1) == [("removed", "Partenaire", "État")]


def test_a_partner_with_commitments_stays(agreement: Agreement) -> None:
    agreement.commitment()
    row = agreement.contract.partners.get(organisation=agreement.caf)
    with pytest.raises(BadInput, match="encore des engagements"):
        remove_partner(actor=agreement.officer, contract_id=agreement.pk, partner_id=row.pk)


def test_how_far_things_are_needs_no_signature(agreement: Agreement) -> None:
    line, promise = agreement.operational(), agreement.commitment()
    agreement.sign()
    advance(actor=agreement.officer, contract_id=agreement.pk, kind="operationnel", pk=line.pk,
            act="finish")  # fmt: skip
    report_commitment(actor=agreement.partner, contract_id=agreement.pk, pk=promise.pk,
                      act="keep", link="https://exemple.fr/preuve")  # fmt: skip
    assert draft(agreement.pk).changes == ()
    with pytest.raises(BadInput, match="Rien n'a changé"):
        agreement.sign("Avenant n° 1", DAY)


def test_a_signature_has_an_order_and_a_reader(agreement: Agreement) -> None:
    with pytest.raises(BadInput, match="pas encore passé"):
        agreement.sign(day=timezone.localdate() + timedelta(days=1))
    agreement.sign(day=date(2016, 1, 1))
    read = draft(agreement.pk).digest
    agreement.operational("Écrit par un collègue entre-temps")
    with pytest.raises(BadInput, match="a changé pendant que vous le lisiez"):
        agreement.sign("Avenant n° 1", DAY, read_digest=read)
    with pytest.raises(BadInput, match="ne peut pas être plus ancien"):
        agreement.sign("Avenant n° 1", date(2015, 12, 31))
    assert agreement.sign("Avenant n° 1", DAY, read_digest=draft(agreement.pk).digest).number == 1


def test_nothing_to_sign_without_an_objective(agreement: Agreement) -> None:
    Objective.objects.all().delete()
    with pytest.raises(BadInput, match="au moins un pilier et un objectif"):
        agreement.sign()


def test_only_officers_sign(agreement: Agreement) -> None:
    for actor in (agreement.partner, agreement.year.person("passante")):
        with pytest.raises(Refused, match="chefs de projet"):
            sign_version(actor=actor, contract_id=agreement.pk, title="X", signed_on=DAY)
    assert not ContractVersion.objects.exists()


def test_the_database_refuses_to_change_a_version(agreement: Agreement) -> None:
    made = agreement.sign()
    for attempt in (
        lambda: ContractVersion.objects.filter(pk=made.pk).update(title="Autre"),
        lambda: ContractVersion.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_version_changed_behind_the_tool_is_noticed(
    agreement: Agreement, unguarded_audit_trail
) -> None:
    made = agreement.sign()
    content = made.content
    assert digest(from_data(content)) == made.digest
    content["items"][0]["title"] = "Un autre contrat"
    with unguarded_audit_trail():
        ContractVersion.objects.filter(pk=made.pk).update(content=content)
    page = version_page(agreement.pk, 0)
    assert page is not None and not page.whole


def test_a_target_and_the_end_are_part_of_the_text(agreement: Agreement) -> None:
    agreement.sign()
    write_measure(
        actor=agreement.officer, contract_id=agreement.pk, objective_id=agreement.first.pk,
        indicator_id=agreement.indicator.pk, target_value=52, target_year=2030,
    )  # fmt: skip
    write_contract(
        actor=agreement.officer, contract_id=agreement.pk, name="Contrat de ville",
        ends_on=date(2032, 1, 1), orientations="Trois piliers.",
    )  # fmt: skip
    agreement.sign("Avenant n° 1", DAY)
    assert said(agreement, 1) == [
        ("changed", "Texte du contrat", "Contrat de ville"),
        ("added", "Indicateur", "Taux d'emploi"),
    ]


def test_reading_versions_costs_the_same_whatever_their_length(
    agreement: Agreement, django_assert_max_num_queries
) -> None:
    agreement.sign()
    with django_assert_max_num_queries(11):
        draft(agreement.pk)
    for rank in range(8):
        agreement.operational(f"Ligne {rank}")
        agreement.commitment(f"Engagement {rank}")
    agreement.sign("Avenant n° 1", DAY)
    with django_assert_max_num_queries(11):
        draft(agreement.pk)
    with django_assert_max_num_queries(1):
        version_lines(agreement.pk)
    with django_assert_max_num_queries(1):
        version_page(agreement.pk, 1)
