"""Holding and closing: attendance, quorum, proposals, minutes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from faire_ensemble.apps.funding.models import CommitteeProposal, Recusal, Session
from faire_ensemble.apps.funding.services import closing, holding, sessions
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.kit.verdicts import Refused

LATER = timedelta(hours=2)


def test_attendance_of_a_seat_of_elsewhere_is_refused(table):
    session = table.held(table.year.submitted())
    with pytest.raises(BadCommittee, match="n'est pas de cette séance"):
        holding.record_attendance(
            actor=table.officer, session_id=session.pk, seats={10**9: (True, "Intrus")}
        )


def test_an_absent_seat_keeps_no_name(table):
    session = table.held(table.year.submitted(), present=1)
    names = session.attendances.order_by("pk").values_list("present", "person_name")
    assert sorted(names) == [(False, "")] * 3 + [(True, "Personne 0")]


@pytest.mark.parametrize(
    ("outcome", "amount", "reason", "told"),
    [
        ("award", "1000.01", "", "dépasse ce qui est demandé"),
        ("award", "0", "", "écrivez le montant"),
        ("award", "-5", "", "écrivez le montant"),
        ("award", "10.001", "", "au centime"),
        ("refuse", None, "  ", "dites pourquoi"),
        ("adjourn", None, "", "dites pourquoi"),
        ("peut-être", None, "Oui", "choisissez"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_by_its_funder(table, outcome, amount, reason, told):
    file = table.year.submitted("1000")
    session = table.held(file)
    with pytest.raises(BadCommittee, match=told) as caught:
        holding.examine(
            actor=table.officer, item=session.agenda.get(), discussion="Perdu avec le reste",
            proposals=[holding.Proposed(
                file.requests.get().pk, outcome, Decimal(amount) if amount else None, reason
            )],
        )  # fmt: skip
    assert "État" in str(caught.value)
    assert not CommitteeProposal.objects.exists()
    assert session.agenda.get().discussion == ""


def test_a_request_of_another_file_or_decided_is_refused(table):
    file, other = table.year.submitted("1000"), table.year.submitted("500")
    session = table.held(file)
    with pytest.raises(BadCommittee, match="pas de ce dossier"):
        holding.examine(
            actor=table.officer, item=session.agenda.get(), discussion="",
            proposals=[holding.Proposed(other.requests.get().pk, "award", Decimal(1))],
        )  # fmt: skip
    file.requests.update(state="awarded")
    with pytest.raises(BadCommittee, match="déjà décidée"):
        table.propose(session, file.requests.get())


def test_who_stepped_aside_or_takes_part_writes_nothing(table):
    year = table.year
    file = year.submitted("1000")
    session = table.held(file)
    Recusal.objects.create(
        application=file, person=table.officer, reason="Ma sœur y travaille",
        declared_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="retiré de ce dossier"):
        table.propose(session, file.requests.get())
    holder = year.mandated("double", "officer")
    year.give(holder, "holder", file.lead)
    with pytest.raises(Refused, match="participez à ce projet"):
        holding.examine(actor=holder, item=session.agenda.get(), discussion="", proposals=[])


def test_a_session_without_quorum_is_not_closed_but_convened_again(table):
    file = table.year.submitted("1000")
    session = table.held(file, present=1)
    table.propose(session, file.requests.get())
    with pytest.raises(closing.NoQuorum, match="1 voix présentes, il en faut 2"):
        closing.close_session(actor=table.officer, session_id=session.pk)
    following = closing.reconvene(
        actor=table.officer, session_id=session.pk, starts_at=timezone.now() + LATER
    )
    session.refresh_from_db()
    assert session.state == "cancelled" and "séance est levée" in session.minutes
    assert following.follows == session and following.state == "planned"
    assert [item.application for item in following.agenda.all()] == [file]
    assert not CommitteeProposal.objects.filter(item__session=following).exists()


def test_a_seat_without_voice_does_not_make_the_quorum(table):
    session = table.held(table.year.submitted(), present=1)
    holding.record_attendance(
        actor=table.officer, session_id=session.pk, seats={table.guest.pk: (True, "Témoin")}
    )
    assert closing.voices_present(session) == 1


def test_with_quorum_there_is_nothing_to_convene_again(table):
    session = table.held(table.year.submitted())
    with pytest.raises(BadCommittee, match="quorum est atteint"):
        closing.reconvene(
            actor=table.officer, session_id=session.pk, starts_at=timezone.now() + LATER
        )
    assert Session.objects.count() == 1


def test_closing_wants_every_request_or_adjourns_the_rest(table):
    file = table.year.submitted("1000", "500", title="À demi vu")
    first, second = file.requests.order_by("pk")
    session = table.held(file)
    table.propose(session, first)
    with pytest.raises(BadCommittee, match="1. À demi vu"):
        closing.close_session(actor=table.officer, session_id=session.pk)
    closing.close_session(actor=table.officer, session_id=session.pk, adjourn_rest=True)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("received", "adjourned")
    with pytest.raises(BadCommittee, match="close"):
        closing.close_session(actor=table.officer, session_id=session.pk)
    with pytest.raises(BadCommittee, match="close"):
        table.propose(session, first)


def test_an_adjourned_request_seen_again_is_read(table):
    file = table.year.submitted("1000")
    request = file.requests.get()
    request.state = "adjourned"
    request.save()
    session = table.held(file)
    table.propose(session, request)
    closing.close_session(actor=table.officer, session_id=session.pk)
    request.refresh_from_db()
    assert request.state == "read"


def test_the_minutes_say_who_was_there_and_what_was_proposed_in_french(table):
    file = table.year.submitted("1000", "500", title="Jardin")
    first, second = file.requests.order_by("pk")
    Recusal.objects.create(
        application=file, person=table.year.person("Amina"), reason="-",
        declared_at=timezone.now(),
    )  # fmt: skip
    session = table.held(file, present=2, place="Mairie")
    table.propose(session, first, amount="800", reason="Utile au quartier.")
    table.propose(session, second, "refuse", reason="Hors de nos priorités.")
    holding.examine(
        actor=table.officer, item=session.agenda.get(), discussion="Le budget a été discuté.",
        proposals=[],
    )  # fmt: skip
    with override("en"):
        closing.close_session(actor=table.officer, session_id=session.pk, remarks="Fin à midi.")
    session.refresh_from_db()
    spaced = {ord("\xa0"): " ", ord("\u202f"): " "}
    whole = session.minutes.translate(spaced)
    assert "Lieu : Mairie" in whole and whole.endswith("Fin à midi.")
    assert "Présents : " in whole and "État, par Personne 0" in whole
    assert "Absents : Caisse" in whole and "Un témoin (sans voix)" in whole
    assert "Quorum : 2 voix nécessaires, 2 présentes." in whole
    text = session.agenda.get().minutes.translate(spaced)
    assert "État, demandé 1 000 € : financer 800 €. Utile au quartier." in text
    assert "ne pas financer. Hors de nos priorités." in text
    assert "Se sont retirés : Amina" in text and "Échanges : Le budget a été discuté." in text


def test_sessions_of_forty_files_close_in_as_many_queries_as_of_two(
    table, django_assert_max_num_queries
):
    files = [table.year.submitted("1000") for _each in range(12)]
    session = table.held(*files)
    with django_assert_max_num_queries(45):
        closing.close_session(actor=table.officer, session_id=session.pk, adjourn_rest=True)
    assert CommitteeProposal.objects.count() == 12


def test_cancelled_sessions_change_no_more(table):
    session = table.planned(table.year.submitted())
    sessions.cancel_session(actor=table.officer, session_id=session.pk)
    with pytest.raises(BadCommittee, match="annulée"):
        sessions.open_session(actor=table.officer, session_id=session.pk)
