"""Commitments: who writes them, what becomes of them, what is added and what never is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.contract.agreement import Agreement

from faire_ensemble.apps.contract.models import Commitment
from faire_ensemble.apps.contract.selectors.commitments import (
    Filters,
    commitment,
    commitments,
    totals_of,
)
from faire_ensemble.apps.contract.services import (
    BadInput,
    remove_commitment,
    report_commitment,
    write_commitment,
)
from faire_ensemble.kit.files import check
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
LINK = "https://exemple.fr/preuve"


def test_a_partner_writes_its_own_and_no_other(agreement: Agreement) -> None:
    made = write_commitment(
        actor=agreement.partner, contract_id=agreement.pk, organisation_id=agreement.caf.pk,
        title="Deux postes",
    )  # fmt: skip
    with pytest.raises(Refused, match="un autre partenaire"):
        write_commitment(
            actor=agreement.partner, contract_id=agreement.pk, title="Pour l'État",
            organisation_id=agreement.state.pk,
        )  # fmt: skip
    with pytest.raises(Refused):
        write_commitment(
            actor=agreement.partner, contract_id=agreement.pk, title="Donné à l'État",
            organisation_id=agreement.state.pk, pk=made.pk,
        )  # fmt: skip
    theirs = agreement.commitment(organisation_id=agreement.state.pk)
    with pytest.raises(Refused):
        write_commitment(
            actor=agreement.partner, contract_id=agreement.pk, title="Pris à l'État",
            organisation_id=agreement.caf.pk, pk=theirs.pk,
        )  # fmt: skip
    with pytest.raises(Refused):
        report_commitment(
            actor=agreement.partner, contract_id=agreement.pk, pk=theirs.pk, act="start"
        )
    with pytest.raises(Refused):
        remove_commitment(actor=agreement.partner, contract_id=agreement.pk, pk=theirs.pk)


def test_kept_shows_its_proof_and_broken_its_reason(agreement: Agreement) -> None:
    made = agreement.commitment()
    act = {"actor": agreement.partner, "contract_id": agreement.pk, "pk": made.pk}
    with pytest.raises(BadInput, match="ce qui le prouve"):
        report_commitment(act="keep", words="C'est fait", **act)
    with pytest.raises(BadInput, match="Dites pourquoi"):
        report_commitment(act="break", **act)
    report_commitment(act="keep", link=LINK, **act)
    with pytest.raises(BadInput, match="« tenu »"):
        report_commitment(act="keep", link=LINK, **act)
    report_commitment(act="reopen", words="Un poste manque.", **act)
    line = commitment(agreement.pk, made.pk)
    assert line is not None
    assert [step.state for step in line.steps] == ["en cours", "tenu"]


def test_a_document_is_a_proof(agreement: Agreement) -> None:
    made = agreement.commitment()
    paper = check(SimpleUploadedFile("convention.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n"))
    report_commitment(
        actor=agreement.officer, contract_id=agreement.pk, pk=made.pk, act="keep_partly",
        proof=paper,
    )  # fmt: skip
    line = commitment(agreement.pk, made.pk)
    assert line is not None and line.steps[0].file_name == "convention.pdf"
    assert line.state_words == "tenu en partie"


def test_late_is_what_is_open_after_its_last_day(agreement: Agreement) -> None:
    today = timezone.localdate()
    late = agreement.commitment("Hier", due_on=today - timedelta(days=1))
    agreement.commitment("Aujourd'hui", due_on=today)
    agreement.commitment("Sans date", due_on=None)
    kept = agreement.commitment("Tenu", due_on=date(2020, 1, 1))
    report_commitment(actor=agreement.officer, contract_id=agreement.pk, pk=kept.pk, act="keep",
                      link=LINK)  # fmt: skip
    found = commitments(agreement.pk, Filters(state="late"))
    assert [line.id for line in found] == [late.pk]
    assert {line.id for line in commitments(agreement.pk) if line.late} == {late.pk}
    assert totals_of(commitments(agreement.pk)).late == 1


def test_droit_commun_and_specific_credits_are_never_added(agreement: Agreement) -> None:
    agreement.commitment(mainstream=Decimal("100.50"), specific=Decimal("20"))
    agreement.commitment("Autre", mainstream=Decimal("0.25"))
    agreement.commitment("Sans montant", mainstream=None)
    totals = totals_of(commitments(agreement.pk))
    assert (totals.mainstream, totals.specific, totals.unknown) == (
        Decimal("100.75"),
        Decimal("20"),
        1,
    )
    assert totals_of([]).mainstream is None
    with pytest.raises(BadInput, match="positif"):
        agreement.commitment(specific=Decimal("-1"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(specific=Decimal("-1"))


def test_removing_keeps_what_was_said(agreement: Agreement) -> None:
    quiet, told = agreement.commitment("Jamais suivi"), agreement.commitment("Suivi")
    act = {"actor": agreement.officer, "contract_id": agreement.pk}
    report_commitment(pk=told.pk, act="start", **act)
    remove_commitment(pk=quiet.pk, **act)
    remove_commitment(pk=told.pk, **act)
    assert commitments(agreement.pk) == ()
    assert list(Commitment.objects.values_list("title", "retired")) == [("Suivi", True)]
    with pytest.raises(BadInput, match="n'est plus dans le contrat"):
        report_commitment(pk=told.pk, act="keep", link=LINK, **act)


def test_the_list_costs_the_same_whatever_its_length(
    agreement: Agreement, django_assert_num_queries
) -> None:
    for count in (1, 12):
        for rank in range(count):
            made = agreement.commitment(f"Engagement {count} {rank}")
            report_commitment(actor=agreement.officer, contract_id=agreement.pk, pk=made.pk,
                              act="start")  # fmt: skip
        with django_assert_num_queries(2):
            assert len(commitments(agreement.pk)) >= count


def test_two_commitments_alike_are_one(agreement: Agreement) -> None:
    made = agreement.commitment("Financer une médiathèque")
    with pytest.raises(BadInput, match="déjà cet engagement") as refused:
        agreement.commitment("  financer UNE mediathèque. ")
    assert refused.value.field == "title"
    # Changing it, another partner, another objective: not the same.
    agreement.commitment("Financer une médiathèque", pk=made.pk, due_on=None)
    agreement.commitment("Financer une médiathèque", organisation_id=agreement.state.pk)
    agreement.commitment("Financer une médiathèque", objective_id=agreement.second.pk)
    remove_commitment(actor=agreement.officer, contract_id=agreement.pk, pk=made.pk)
    agreement.commitment("Financer une médiathèque")
    assert len(commitments(agreement.pk)) == 3


def test_one_under_way_gives_news_with_their_proof(agreement: Agreement) -> None:
    made = agreement.commitment()
    act = {"actor": agreement.partner, "contract_id": agreement.pk, "pk": made.pk}
    with pytest.raises(BadInput, match="choisissez une suite"):
        report_commitment(act="tell", words="Un poste", **act)
    report_commitment(act="start", **act)
    with pytest.raises(BadInput, match="où cela en est"):
        report_commitment(act="tell", link=LINK, **act)
    report_commitment(act="tell", words="Un poste sur deux.", link=LINK, **act)
    report_commitment(act="tell", words="Le second est publié.", **act)
    line = commitment(agreement.pk, made.pk)
    assert line is not None and [step.state for step in line.steps] == ["en cours"] * 3
    assert line.proof is not None and (line.proof.words, line.proof.link) == (
        "Un poste sur deux.",
        LINK,
    )


def test_kept_in_part_is_not_counted_as_kept(agreement: Agreement) -> None:
    for title, act in (("Tout", "keep"), ("Un peu", "keep_partly")):
        made = agreement.commitment(title)
        report_commitment(actor=agreement.officer, contract_id=agreement.pk, pk=made.pk, act=act,
                          link=LINK)  # fmt: skip
    totals = totals_of(commitments(agreement.pk))
    assert (totals.count, totals.kept, totals.partly) == (2, 1, 1)


def test_many_are_folded_by_partner_and_late_ones_left_open(agreement: Agreement) -> None:
    address = f"/contrat/{agreement.pk}/engagements/"
    for rank in range(6):
        agreement.commitment(f"Promesse {rank}", due_on=None)
    few = Client().get(address).content.decode()
    assert "Promesse 5" in few and 'class="border-top pt-2 pb-1"' not in few
    agreement.commitment("Promesse de l'État", organisation_id=agreement.state.pk,
                         due_on=date(2020, 1, 1))  # fmt: skip
    many = Client().get(address).content.decode()
    folds = many.split('<details class="border-top pt-2 pb-1"')[1:]
    assert [fold.startswith(" open") for fold in folds] == [
        agreement.state.name in fold for fold in folds
    ]
    assert len(folds) == 2 and sum(fold.count("Promesse") for fold in folds) == 7
    whole = Client().get(f"{address}?ouvert=tout").content.decode()
    assert whole.count('<details class="border-top pt-2 pb-1" open') == 2
    chosen = Client().get(f"{address}?partenaire={agreement.caf.pk}").content.decode()
    assert 'class="border-top pt-2 pb-1"' not in chosen and "Promesse 0" in chosen


def test_the_page_of_a_commitment_leads_its_partner_to_where_it_is_told(
    agreement: Agreement,
) -> None:
    made = agreement.commitment()
    page, told = f"/contrat/{agreement.pk}/engagements/{made.pk}/", f"/engagements/{made.pk}/suivi/"
    assert told not in Client().get(page).content.decode()
    client = Client()
    client.force_login(agreement.partner)
    assert told in client.get(page).content.decode()


def test_what_nothing_was_said_of_is_told_as_such(agreement: Agreement) -> None:
    made = agreement.commitment(due_on=None)
    client = Client()
    client.force_login(agreement.partner)
    office = f"/gestion/contrat/{agreement.pk}/engagements/"
    listed = f"/contrat/{agreement.pk}/engagements/"
    silent = "Rien n&#39;en a encore été dit."
    assert silent in client.get(office).content.decode()
    assert silent in client.get(listed).content.decode()
    report_commitment(actor=agreement.partner, contract_id=agreement.pk, pk=made.pk, act="start",
                      words="Une convention est signée.")  # fmt: skip
    page = client.get(office).content.decode()
    assert silent not in page and "Une convention est signée. · sans preuve" in page
    assert silent not in client.get(listed).content.decode()
