"""Planning: seats, dates, quorum, agenda; what is refused says why."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import AgendaItem, Attendance, Committee, Session
from faire_ensemble.apps.funding.services import agenda, closing, committees, sessions
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

SOON = timedelta(hours=1)
PARIS = ZoneInfo("Europe/Paris")


def test_the_quorum_is_half_of_the_voices_rounded_up(table):
    assert table.planned().quorum == 2
    committees.change_seat(actor=table.officer, seat=table.seats[0], voting=False)
    again = table.planned(starts_at=timezone.now() + SOON)
    assert again.quorum == 1


@pytest.mark.parametrize("quorum", [0, 4])
def test_a_quorum_that_can_never_be_is_refused(table, quorum):
    with pytest.raises(BadCommittee, match="de 1 à 3"):
        table.planned(quorum=quorum)
    assert not Session.objects.exists()


def test_a_committee_without_voices_holds_no_session(table):
    for seat in table.seats:
        committees.change_seat(actor=table.officer, seat=seat, voting=False)
    with pytest.raises(BadCommittee, match="aucun siège avec voix"):
        table.planned()


def test_a_session_of_an_earlier_day_is_refused_and_one_of_this_morning_is_not(table):
    morning, evening = (datetime(2026, 11, 28, hour, tzinfo=PARIS) for hour in (0, 23))
    with pytest.raises(BadCommittee, match="passée"):
        table.planned(starts_at=morning - timedelta(minutes=1), now=evening)
    assert table.planned(starts_at=morning, now=evening).state == "planned"


def test_a_committee_has_one_session_at_an_hour(table):
    first = table.planned()
    with pytest.raises(BadCommittee, match="déjà une séance à cette heure"):
        table.planned(starts_at=first.starts_at)


def test_a_name_and_a_seat_are_once(table):
    with pytest.raises(BadCommittee, match="s'appelle déjà"):
        committees.create_committee(
            actor=table.officer, contract_id=table.year.contract.pk, name=" Comité de Roubaix "
        )
    with pytest.raises(BadCommittee, match="siège déjà"):
        committees.add_seat(actor=table.officer, committee_id=table.committee.pk, label="Un témoin")
    assert Committee.objects.count() == 1


def test_a_seat_that_was_called_stays(table):
    committees.remove_seat(actor=table.officer, seat=table.guest)
    table.held(table.year.submitted())
    with pytest.raises(BadCommittee, match="Retirez-lui sa voix"):
        committees.remove_seat(actor=table.officer, seat=table.seats[0])
    assert table.committee.seats.count() == 3


def test_only_officers_of_the_contract_hold_committees(table):
    year = table.year
    partner = year.mandated("caf", "partner", year.funders[2])
    other = year.mandated("ailleurs", "officer", contract="CV000")
    session = table.planned(year.submitted())
    for person in (partner, other, year.person("personne"), None):
        with pytest.raises(Refused):
            sessions.open_session(actor=person, session_id=session.pk)
        with pytest.raises(Refused):
            committees.create_committee(actor=person, contract_id=year.contract.pk, name="À moi")
        with pytest.raises(Refused):
            agenda.remove_file(actor=person, session_id=session.pk, item_id=1)
    session.refresh_from_db()
    assert session.state == "planned"


def test_an_empty_agenda_or_another_day_does_not_open(table):
    with pytest.raises(BadCommittee, match="ordre du jour est vide"):
        sessions.open_session(actor=table.officer, session_id=table.planned().pk)
    later = table.planned(table.year.submitted(), starts_at=timezone.now() + timedelta(days=3))
    with pytest.raises(BadCommittee, match="s'ouvre ce jour-là"):
        sessions.open_session(actor=table.officer, session_id=later.pk)
    assert not Attendance.objects.exists()


def test_files_are_left_out_with_their_reason(table):
    year = table.year
    on, draft = year.submitted(title="Inscrit"), year.draft("Brouillon")
    decided = year.submitted(title="Décidé")
    type(decided).objects.filter(pk=decided.pk).update(state="decided")
    withdrawn = year.submitted(title="Retiré d'un financeur")
    withdrawn.requests.update(state="withdrawn")
    first = table.planned(on)
    second = table.planned(starts_at=timezone.now() + SOON)
    added = agenda.add_files(
        actor=table.officer, session_id=second.pk,
        application_ids=[on.pk, draft.pk, decided.pk, withdrawn.pk, 10**9],
    )  # fmt: skip
    reasons = dict(added.left)
    assert added.count == 0 and len(reasons) == 4
    assert "ordre du jour de « Comité de Roubaix »" in reasons["Inscrit"]
    assert "pas en cours d'instruction" in reasons["Brouillon"]
    assert "aucune de ses demandes" in reasons["Retiré d'un financeur"]
    sessions.cancel_session(actor=table.officer, session_id=first.pk)
    freed = agenda.add_files(actor=table.officer, session_id=second.pk, application_ids=[on.pk])
    assert freed.count == 1


def test_a_file_adjourned_comes_back_and_only_then(table):
    file = table.year.submitted("1000")
    session = table.held(file)
    table.propose(session, file.requests.get(), "adjourn", reason="Il manque le budget.")
    closing.close_session(actor=table.officer, session_id=session.pk)
    again = table.planned(starts_at=timezone.now() + SOON)
    added = agenda.add_files(actor=table.officer, session_id=again.pk, application_ids=[file.pk])
    assert (added.count, added.left) == (1, ())
    third = table.planned(starts_at=timezone.now() + 2 * SOON)
    assert agenda.add_files(
        actor=table.officer, session_id=third.pk, application_ids=[file.pk]
    ).left  # fmt: skip


def test_a_file_takes_the_place_of_the_one_whose_rank_it_is_given(table):
    files = [table.year.submitted(title=title) for title in "ABCD"]
    session = table.planned(*files)
    items = {str(item.application): item.pk for item in session.agenda.all()}

    def order(**ranks: int) -> str:
        agenda.order_files(
            actor=table.officer, session_id=session.pk,
            ranks={items[name]: rank for name, rank in ranks.items()},
        )  # fmt: skip
        return "".join(str(item.application) for item in session.agenda.order_by("rank"))

    assert order(D=1) == "DABC"
    assert order(D=3) == "ABDC"
    agenda.remove_file(actor=table.officer, session_id=session.pk, item_id=items["B"])
    with pytest.raises(BadCommittee, match="n'est plus"):
        agenda.remove_file(actor=table.officer, session_id=session.pk, item_id=items["B"])
    assert AgendaItem.objects.count() == 3


def test_once_held_the_agenda_no_longer_changes(table):
    session = table.held(table.year.submitted())
    for act in (
        lambda: agenda.add_files(actor=table.officer, session_id=session.pk, application_ids=[]),
        lambda: agenda.order_files(actor=table.officer, session_id=session.pk, ranks={}),
        lambda: sessions.cancel_session(actor=table.officer, session_id=session.pk),
        lambda: sessions.open_session(actor=table.officer, session_id=session.pk),
    ):
        with pytest.raises(BadCommittee, match="en cours"):
            act()


def test_every_act_is_in_the_trail(table):
    table.held(table.year.submitted())
    trail = AuditEntry.objects.exclude(verb="contrat ouvert").order_by("sequence")
    verbs = list(trail.values_list("verb", flat=True))
    assert verbs[:5] == ["comité créé"] + ["siège ajouté"] * 4
    assert verbs[5:] == [
        "séance prévue", "dossiers inscrits", "séance ouverte", "présences écrites",
    ]  # fmt: skip
