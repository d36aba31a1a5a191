"""The pages of committees: a whole session by forms, what others may read, what goes wrong."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Committee,
    CommitteeProposal,
    Opinion,
    Recusal,
    Session,
)
from faire_ensemble.apps.funding.services import closing


def text(answer):
    return unescape(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


@pytest.fixture
def as_officer(client, table):
    client.force_login(table.officer)
    return client


def test_a_whole_session_by_forms(client, year):
    client.force_login(year.mandated("cheffe", "officer"))
    assert "Créer un comité" in text(client.get("/comites/"))
    client.post("/comites/nouveau/", {"name": "Comité de Roubaix", "territory": year.commune.pk})
    committee = Committee.objects.get()
    assert committee.territory == year.commune
    here = f"/comites/{committee.pk}/"
    client.post(here, {"organisation": year.funders[0].pk, "voting": "on"})
    client.post(here, {"label": "Conseil citoyen", "voting": "on"})
    file = year.submitted("1000", title="Jardin partagé")
    today = timezone.localdate()
    client.post(here + "seance/", {"starts_at": f"{today}T00:00", "place": "Mairie"})
    session = Session.objects.get()
    assert session.quorum == 1 and session.place == "Mairie"
    at = f"/comites/seances/{session.pk}/"
    assert "Jardin partagé" in text(client.get(at + "dossiers/"))
    client.post(at + "dossiers/?lieu=59512", {"tous": "1"})
    item = AgendaItem.objects.get()
    assert item.application == file
    client.post(at + "etat/", {"ouvrir": "1"})
    seat = committee.seats.first()
    shown = client.post(
        at + "presences/", {f"present-{seat.pk}": "1", f"nom-{seat.pk}": "Amina"}, follow=True
    )
    assert "quorum atteint" in text(shown) and "Amina" in text(shown)
    asked = file.requests.get()
    answer = client.post(at + f"dossiers/{item.pk}/", {
        "discussion": "On en a parlé.", f"d{asked.pk}-outcome": "award",
        f"d{asked.pk}-amount": "800,50", f"d{asked.pk}-reason": "Utile.",
    })  # fmt: skip
    assert answer.status_code == 302
    assert str(CommitteeProposal.objects.get().amount) == "800.50"
    minutes = client.post(at + "clore/", {"remarks": "Merci."}, follow=True)
    assert "financer 800,50 €. Utile." in text(minutes) and "On en a parlé." in text(minutes)
    pdf = client.get(at + "proces-verbal.pdf")
    assert pdf.content.startswith(b"%PDF") and b"pdfuaid" in pdf.content
    assert "close" in text(client.get(at))


def test_what_was_typed_is_kept_when_it_cannot_be_saved(as_officer, table):
    file = table.year.submitted("1000")
    session = table.held(file)
    asked, item = file.requests.get(), session.agenda.get()
    for amount, told in (("mille", "montant"), ("2000", "dépasse ce qui est demandé")):
        answer = as_officer.post(f"/comites/seances/{session.pk}/dossiers/{item.pk}/", {
            "discussion": "Un long échange.", f"d{asked.pk}-outcome": "award",
            f"d{asked.pk}-amount": amount, f"d{asked.pk}-reason": "Utile.",
        })  # fmt: skip
        page = text(answer)
        assert answer.status_code == 200 and "Un long échange." in page
        assert f'value="{amount}"' in page and told in page
    assert not CommitteeProposal.objects.exists()


def test_without_quorum_the_page_offers_to_convene_again(as_officer, table):
    session = table.held(table.year.submitted("1000"), present=1)
    answer = as_officer.post(f"/comites/seances/{session.pk}/clore/", {}, follow=True)
    assert "quorum n'est pas atteint" in text(answer) and "Convoquer de nouveau" in text(answer)
    past = as_officer.post(
        f"/comites/seances/{session.pk}/reconvoquer/", {"starts_at": "2020-01-01T10:00"}
    )
    assert "Cette date est passée" in text(past)
    later = f"{timezone.localdate() + timedelta(days=8)}T18:00"
    answer = as_officer.post(
        f"/comites/seances/{session.pk}/reconvoquer/", {"starts_at": later}, follow=True
    )
    assert "même ordre du jour" in text(answer) and "Jardin partagé" in text(answer)


def test_closing_says_what_is_not_examined(as_officer, table):
    session = table.held(table.year.submitted("1000", title="Oublié"))
    answer = as_officer.post(f"/comites/seances/{session.pk}/clore/", {"remarks": "À garder"})
    assert "n'ont pas de proposition : 1. Oublié" in text(answer) and "À garder" in text(answer)


def test_a_recused_member_reads_the_agenda_and_not_the_file(client, table):
    year = table.year
    file, other = year.submitted("1000", title="Le sien"), year.submitted("700", title="L'autre")
    partner = year.mandated("retiree", "partner", year.funders[0])
    Recusal.objects.create(
        application=file, person=partner, reason="-", declared_at=timezone.now(),
        on_behalf_of="État",
    )  # fmt: skip
    session = table.held(file, other)
    for each in (file, other):
        table.propose(session, each.requests.get(), amount="600", reason="Secret du comité.")
    client.force_login(partner)
    at = f"/comites/seances/{session.pk}/"
    page = text(client.get(at))
    assert "retiree (État)" in page and "Vous vous êtes retiré" in page
    item = session.agenda.get(application=file)
    closed = text(client.get(at + f"dossiers/{item.pk}/"))
    assert "Secret du comité" not in closed and "Vous vous êtes retiré" in closed
    open_ = session.agenda.get(application=other)
    assert "Secret du comité" in text(client.get(at + f"dossiers/{open_.pk}/"))
    closing.close_session(actor=table.officer, session_id=session.pk)
    assert text(client.get(at + "proces-verbal/")).count("Secret du comité") == 1


def test_who_reads_and_who_does_not(client, table):
    year = table.year
    session = table.held(year.submitted("1000", title="À l'État"))
    at = f"/comites/seances/{session.pk}/"
    council = year.mandated("conseil", "council", "Conseil citoyen de Roubaix")
    caf = year.mandated("caf", "partner", year.funders[2])
    for person in (council, caf, year.mandated("elue", "elected")):
        client.force_login(person)
        page = client.get(at)
        assert page.status_code == 200 and "Clore la séance" not in text(page)
        assert client.post(at + "clore/").status_code == 403
        assert client.post(at + "etat/", {"annuler": "1"}).status_code == 403
        assert client.post(at + "presences/").status_code == 403
        assert client.get(at + "dossiers/").status_code == 403
    client.force_login(caf)
    assert "n'est pas adressé à votre organisation" in text(client.get(at))
    for person in (year.person("passante"), year.mandated("porteuse", "holder", "X")):
        client.force_login(person)
        assert client.get(at).status_code == 403
    client.force_login(year.mandated("ailleurs", "officer", contract="CV000"))
    assert client.get(at).status_code == 403
    session.refresh_from_db()
    assert session.state == "held"


def test_what_does_not_exist_or_is_not_yet_is_not_found(as_officer, table):
    session = table.planned(table.year.submitted("1000"))
    for path in ("/comites/999/", "/comites/seances/999/",
                 f"/comites/seances/{session.pk}/dossiers/999/",
                 f"/comites/seances/{session.pk}/proces-verbal/"):  # fmt: skip
        assert as_officer.get(path).status_code == 404, path


def test_a_seat_without_name_or_a_quorum_too_high_is_explained(as_officer, table):
    here = f"/comites/{table.committee.pk}/"
    assert "Dites qui siège" in text(as_officer.post(here, {"voting": "on"}))
    later = f"{timezone.localdate() + timedelta(days=1)}T18:00"
    page = as_officer.post(here + "seance/", {"starts_at": later, "quorum": "9"})
    assert "de 1 à 3" in text(page)
    assert "errorlist" in text(as_officer.post(here + "seance/", {"starts_at": "demain"}))


def test_the_order_is_changed_and_a_file_removed_by_forms(as_officer, table):
    files = [table.year.submitted("1000", title=title) for title in "AB"]
    session = table.planned(*files)
    first, second = session.agenda.order_by("rank")
    at = f"/comites/seances/{session.pk}/ordre/"
    as_officer.post(at, {f"rang-{first.pk}": "1", f"rang-{second.pk}": "1", "rang-x": "2"})
    assert str(session.agenda.order_by("rank").first().application) == "B"
    as_officer.post(at, {"retirer": str(first.pk), f"rang-{second.pk}": "9"})
    assert [str(item.application) for item in session.agenda.all()] == ["B"]


def test_pages_cost_as_many_queries_for_many_files(
    as_officer, table, django_assert_max_num_queries
):
    session = table.held(*[table.year.submitted("1000", "500") for _each in range(25)])
    with django_assert_max_num_queries(40):
        as_officer.get(f"/comites/seances/{session.pk}/")
    with django_assert_max_num_queries(40):
        as_officer.get(f"/comites/seances/{session.pk}/dossiers/")
    with django_assert_max_num_queries(25):
        as_officer.get("/comites/")


def test_beside_each_request_its_funders_opinion_internal_and_recused_ones_apart(as_officer, table):
    year = table.year
    file = year.submitted("1000", "500")
    session = table.held(file)
    for rank, (funder, internal) in enumerate(((0, False), (0, True), (1, False))):
        person = year.mandated(f"agent{rank}", "partner", year.funders[funder])
        Opinion.objects.create(
            application=file, request=file.requests.get(funder=year.funders[funder]),
            kind="funder", organisation=year.funders[funder], author=person,
            advice="reserved", amount=300, text=f"Avis numéro {rank}.", internal=internal,
            written_at=timezone.now(),
        )  # fmt: skip
    Recusal.objects.create(application=file, person=person, reason="-", declared_at=timezone.now())
    item = session.agenda.get()
    page = text(as_officer.get(f"/comites/seances/{session.pk}/dossiers/{item.pk}/"))
    assert "Avis numéro 0." in page and "300 €" in page
    assert "Avis numéro 1." not in page and "Avis numéro 2." not in page
