"""People decide request by request; adoption writes everything at once, once."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    Committee,
    CommitteeProposal,
    Decision,
    Envelope,
    FundingRequest,
    Programme,
    ProgrammeLine,
    Recusal,
    Session,
)
from faire_ensemble.apps.funding.selectors.envelopes import balances
from faire_ensemble.apps.funding.services import adoption, decisions, programmes
from faire_ensemble.apps.funding.services.programme_lines import Changed, decide_line
from faire_ensemble.apps.funding.services.programmes import BadProgramme
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def settle(actor: Any, line: ProgrammeLine, outcome: str, amount: str = "0", **fields: Any) -> Any:
    line.refresh_from_db()
    values = {"revision": line.revision, "reason": "Décidé en séance",
              "departure": "Le comité en a jugé autrement"}  # fmt: skip
    return decide_line(
        actor=actor, line=line, outcome=outcome, amount=Decimal(amount), **(values | fields)
    )


def test_a_scenario_becomes_lines_with_an_envelope_each(files, make, started):
    programme = started(scenario=make())
    lines = list(programme.lines.select_related("envelope"))
    assert len(lines) == 6
    assert sum(line.proposed for line in lines) == Decimal("9000")
    awarded = [line for line in lines if line.outcome == "award"]
    assert all(line.envelope is not None and line.amount == line.proposed for line in awarded)
    refused = [line for line in lines if line.outcome == "refuse"]
    assert refused
    assert all("scénario" in line.reason for line in refused)


def test_an_empty_start_leaves_every_line_to_decide(files, started, officer):
    programme = started()
    assert {line.outcome for line in programme.lines.all()} == {""}
    with pytest.raises(BadProgramme, match="déjà en préparation"):
        started(title="Autre")
    programmes.drop_programme(actor=officer, programme=programme)
    assert started(title="Autre").pk != programme.pk


def test_committees_propose_and_the_last_session_has_the_last_word(year, files, started):
    committee = Committee.objects.create(contract=year.contract, name="Comité")
    request, other = files[0].requests.order_by("pk")
    for day, amount in ((1, "1000"), (2, "2000")):
        session = Session.objects.create(
            committee=committee, starts_at=timezone.now() + timedelta(days=day), quorum=1
        )
        item = AgendaItem.objects.create(session=session, application=files[0], rank=1)
        CommitteeProposal.objects.create(
            item=item, request=request, outcome="award", amount=Decimal(amount), reason="Utile"
        )
        CommitteeProposal.objects.create(
            item=item, request=other, outcome="adjourn", reason="À revoir"
        )
    programme = started(from_committees=True)
    assert programme.lines.get(request=request).amount == Decimal("2000")
    assert programme.lines.get(request=other).outcome == "adjourn"


def test_a_departure_keeps_its_reason(files, make, started, officer):
    programme = started(scenario=make())
    line = programme.lines.filter(outcome="award").first()
    with pytest.raises(BadProgramme, match="s'écarte") as refused:
        settle(officer, line, "award", "100", envelope=line.envelope, departure=" ")
    assert refused.value.field == "departure"
    kept = settle(officer, line, "award", "100", envelope=line.envelope)
    assert (kept.amount, kept.departure, kept.revision) == (
        Decimal("100"), "Le comité en a jugé autrement", 1,
    )  # fmt: skip
    settle(officer, line, "award", str(line.proposed), envelope=line.envelope, departure="")


@pytest.mark.parametrize(
    ("outcome", "amount", "fields", "field"),
    [
        ("award", "0", {}, "amount"),
        ("award", "-5", {}, "amount"),
        ("award", "3000.01", {}, "amount"),
        ("award", "100", {"envelope": None}, "envelope"),
        ("refuse", "0", {"reason": " "}, "reason"),
        ("", "0", {}, "outcome"),
        ("peut-être", "0", {}, "outcome"),
    ],
)
def test_bad_decisions_are_refused_and_change_nothing(
    files, started, officer, outcome, amount, fields, field
):
    line = started().lines.first()
    state = Envelope.objects.get(name="P147")
    with pytest.raises(BadProgramme) as refused:
        settle(officer, line, outcome, amount, **({"envelope": state} | fields))
    assert refused.value.field == field
    line.refresh_from_db()
    assert (line.outcome, line.revision) == ("", 0)


def test_an_envelope_is_never_exceeded_nor_charged_for_another_funder(files, started, officer):
    programme = started()
    state, other = Envelope.objects.get(name="P147"), Envelope.objects.get(name="MEL")
    lines = list(programme.lines.filter(request__funder=state.funder_id))
    settle(officer, lines[0], "award", "3000", envelope=state)
    with pytest.raises(BadProgramme, match=r"Il reste 2\u202f000 €"):
        settle(officer, lines[1], "award", "2000.01", envelope=state)
    settle(officer, lines[1], "award", "2000", envelope=state)
    settle(officer, lines[1], "award", "1500", envelope=state)
    with pytest.raises(BadProgramme, match="Choisissez une enveloppe"):
        settle(officer, lines[2], "award", "100", envelope=other)


def test_a_request_that_no_envelope_may_pay_says_so(year, opened, started, officer):
    opened("5000", 0, objectives=[year.objectives[1]])
    year.submitted("100")
    line = started().lines.get()
    with pytest.raises(BadProgramme, match="Aucune enveloppe"):
        settle(officer, line, "award", "50", envelope=Envelope.objects.get())


def test_what_changed_meanwhile_is_not_overwritten(files, started, officer):
    line = started().lines.first()
    settle(officer, line, "refuse", revision=0)
    with pytest.raises(Changed):
        settle(officer, line, "adjourn", revision=0)
    line.refresh_from_db()
    assert (line.outcome, line.revision) == ("refuse", 1)


def test_who_decides_a_line(year, files, started, officer):
    line = started().lines.filter(request__funder=year.funders[0]).first()
    state = year.mandated("etat", "partner", year.funders[0])
    settle(state, line, "refuse")
    for person in (
        year.mandated("mel", "partner", year.funders[2]),
        year.mandated("elue", "elected"),
        year.mandated("porteuse", "holder", line.request.application.lead),
    ):
        with pytest.raises(Refused):
            settle(person, line, "adjourn")
    Recusal.objects.create(
        application=line.request.application, person=state, reason="parent",
        declared_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused):
        settle(state, line, "adjourn")


def test_adoption_writes_everything_once(files, make, started, officer):
    programme = started(scenario=make())
    adopted = adoption.adopt_programme(actor=officer, programme=programme)
    assert adopted.state == "adopted"
    again = adoption.adopt_programme(actor=officer, programme=programme)
    assert again.pk == adopted.pk
    assert Decision.objects.count() == 6
    assert AuditEntry.objects.filter(verb="programmation adoptée").count() == 1
    assert set(Application.objects.values_list("state", flat=True)) == {"decided"}
    for request in FundingRequest.objects.all():
        decision = request.decisions.get()
        assert request.state == {"award": "awarded", "refuse": "refused"}[decision.outcome]
        assert request.awarded == decision.amount
        assert decision.body == "Comité de pilotage du 12 mars 2026"
    for pk, balance in balances(Envelope.objects.all()).items():
        assert balance.left >= 0, pk
    entry = AuditEntry.objects.get(verb="programmation adoptée")
    assert entry.detail["empreinte"] == adoption.list_digest(list(Decision.objects.all()))
    assert audit.verify()[1] is None
    line = programme.lines.first()
    with pytest.raises(Refused, match="adoptée"):
        settle(officer, line, "refuse")


def test_an_adjourned_request_keeps_its_file_open(files, make, started, officer):
    programme = started(scenario=make())
    line = programme.lines.filter(outcome="refuse").first()
    settle(officer, line, "adjourn")
    adoption.adopt_programme(actor=officer, programme=programme)
    line.request.refresh_from_db()
    assert (line.request.state, line.request.awarded) == ("adjourned", None)
    assert Application.objects.get(pk=line.request.application_id).state == "submitted"


@pytest.mark.parametrize("spoil", ["undecided", "withdrawn", "silent", "body", "envelope"])
def test_adoption_is_all_or_nothing(files, make, started, officer, spoil):
    programme = started(scenario=make())
    award = programme.lines.filter(outcome="award").order_by("pk").first()
    rows = ProgrammeLine.objects.filter(pk=award.pk)
    said = {
        "undecided": "1 ligne est encore à décider",
        "withdrawn": "mettez les lignes à jour",
        "silent": "n'a pas son motif",
        "body": "quelle instance",
        "envelope": "décidés, il reste",
    }[spoil]
    if spoil == "undecided":
        rows.update(outcome="", amount=0, envelope=None)
    elif spoil == "withdrawn":
        FundingRequest.objects.filter(pk=award.request_id).update(state="withdrawn")
    elif spoil == "silent":
        rows.update(amount=award.amount - 1)
    elif spoil == "body":
        Programme.objects.update(decided_by_body="")
    else:
        Envelope.objects.filter(pk=award.envelope_id).update(amount=Decimal(1))
    with pytest.raises(BadProgramme, match=said):
        adoption.adopt_programme(actor=officer, programme=programme)
    assert not Decision.objects.exists()
    assert Programme.objects.get().state == "preparing"
    if spoil == "withdrawn":
        assert programmes.refresh_lines(actor=officer, programme=programme) == (0, 1)
        adoption.adopt_programme(actor=officer, programme=programme)


def test_a_failure_at_the_last_step_leaves_nothing(files, make, started, officer, monkeypatch):
    programme = started(scenario=make())

    def fall(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("coupure")

    monkeypatch.setattr(adoption.audit, "record", fall)
    with pytest.raises(RuntimeError):
        adoption.adopt_programme(actor=officer, programme=programme)
    assert not Decision.objects.exists()
    assert not FundingRequest.objects.filter(state="awarded").exists()
    assert Programme.objects.get().state == "preparing"


def test_only_officers_adopt(year, files, make, started):
    programme = started(scenario=make())
    for role in ("elected", "partner", "council", "holder", "steward"):
        with pytest.raises(Refused):
            adoption.adopt_programme(actor=year.mandated(role, role), programme=programme)


def test_a_later_decision_is_a_new_row_and_frees_the_money(files, make, started, officer):
    programme = started(scenario=make())
    adoption.adopt_programme(actor=officer, programme=programme)
    request = FundingRequest.objects.filter(state="awarded").order_by("pk").first()
    first = request.decisions.get()
    with pytest.raises(BadProgramme, match="pourquoi"):
        decisions.decide_again(
            actor=officer, request=request, outcome="refuse", reason="", body="CP"
        )
    made = decisions.decide_again(
        actor=officer, request=request, outcome="refuse", reason="Projet abandonné", body="CP"
    )
    assert made.number == 2
    assert balances([first.envelope])[first.envelope_id].left >= first.amount
    made = decisions.decide_again(
        actor=officer, request=request, outcome="award", amount=first.amount,
        envelope=first.envelope, reason="Finalement mené", body="CP",
    )  # fmt: skip
    request.refresh_from_db()
    assert (made.number, request.awarded, request.state) == (3, first.amount, "awarded")
    assert request.decisions.count() == 3


def test_five_thousand_decisions_take_a_bounded_number_of_queries(
    year, files, make, started, officer, django_assert_max_num_queries
):
    programme = started(scenario=make())
    with django_assert_max_num_queries(45):
        adoption.adopt_programme(actor=officer, programme=programme)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_double_click_adopts_once_and_two_officers_do_not_overwrite(
    year, files, make, started, officer
):
    programme = started(scenario=make())
    line = programme.lines.filter(outcome="refuse").first()
    outcomes: list[str] = []

    def run(act: Any) -> None:
        try:
            act()
            outcomes.append("done")
        except (Changed, BadProgramme):
            outcomes.append("refused")
        finally:
            connection.close()

    def both(act: Any) -> None:
        threads = [threading.Thread(target=run, args=(act,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    both(lambda: settle(officer, ProgrammeLine.objects.get(pk=line.pk), "refuse", revision=0))
    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]
    both(lambda: adoption.adopt_programme(actor=officer, programme=programme))
    assert Decision.objects.count() == 6
    assert audit.verify()[1] is None
