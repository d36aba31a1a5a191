"""The pages of a programme: deciding, adopting, and what each person sees of it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from faire_ensemble.apps.funding.models import (
    Decision,
    Envelope,
    Notice,
    Programme,
    ProgrammeLine,
    Recusal,
)
from faire_ensemble.apps.funding.services import adoption
from faire_ensemble.apps.funding.services.programme_lines import decide_line


@pytest.fixture
def programme(files, make, started) -> Programme:
    return started(scenario=make())


def test_from_the_scenario_to_the_adoption(year, files, make, officer, client):
    scenario = make()
    client.force_login(officer)
    assert client.get("/programmation/").status_code == 200
    address = f"/programmation/nouvelle/{year.call.code}/2026/"
    asked = {"title": "Programmation 2026", "body": "Comité du 12 mars", "origin": scenario.pk}
    page = client.post(address, asked)
    programme = Programme.objects.get()
    assert page["Location"] == f"/programmation/{programme.pk}/"
    assert "déjà en préparation" in client.post(address, asked).content.decode()
    line = programme.lines.filter(outcome="refuse").first()
    path = f"/programmation/{programme.pk}/{line.pk}/"
    given = {"revision": 0, "outcome": "adjourn", "reason": "À revoir", "departure": ""}
    assert "écarte de la proposition" in client.post(path, given).content.decode()
    for amount in ("mille", "-3", "9 999 999"):
        payer = Envelope.objects.get(funder=line.request.funder)
        bad = given | {"outcome": "award", "amount": amount, "envelope": payer.pk}
        assert client.post(path, bad).status_code == 200
    assert client.post(path, given | {"departure": "Le comité veut revoir"}).status_code == 302
    stale = client.post(path, given | {"outcome": "refuse"}).content.decode()
    assert "a changé pendant que vous" in stale
    html = client.get(f"/programmation/{programme.pk}/?voir=departures").content.decode()
    assert "Le comité veut revoir" in html
    for _click in range(2):
        client.post(f"/programmation/{programme.pk}/adopter/")
    assert Decision.objects.count() == 6
    assert Notice.objects.count() == 3
    assert client.get(f"/programmation/{programme.pk}/").status_code == 200
    assert client.get(path).status_code == 403


def test_the_list_has_a_constant_number_of_queries(
    year, files, programme, officer, client, django_assert_max_num_queries
):
    client.force_login(officer)
    with django_assert_max_num_queries(25):
        client.get(f"/programmation/{programme.pk}/")
    for rank in range(60):
        request = year.submitted("10", title=f"Petit {rank}").requests.get()
        ProgrammeLine.objects.create(programme=programme, request=request)
    with django_assert_max_num_queries(25):
        html = client.get(f"/programmation/{programme.pk}/").content.decode()
    assert "Page 1 sur 2" in html
    html = client.get(f"/programmation/{programme.pk}/?q=petit+59&voir=undecided").content.decode()
    assert html.count("Petit 59") == 1


def test_a_person_does_not_see_the_files_that_are_closed_to_them(year, files, programme, client):
    elected = year.mandated("elue", "elected")
    Recusal.objects.create(
        application=files[0], person=elected, reason="sœur", declared_at=timezone.now()
    )
    client.force_login(elected)
    html = client.get(f"/programmation/{programme.pk}/").content.decode()
    assert files[0].project.number not in html
    assert files[1].project.number in html
    assert "Adopter" not in html
    assert client.post(f"/programmation/{programme.pk}/adopter/").status_code == 403
    line = programme.lines.first()
    assert client.get(f"/programmation/{programme.pk}/{line.pk}/").status_code == 403
    for role in ("council", "holder", "steward"):
        client.force_login(year.mandated(role, role))
        assert client.get(f"/programmation/{programme.pk}/").status_code == 403
    assert not Decision.objects.exists()


def test_an_adoption_refused_says_why(files, started, officer, client):
    programme = started()
    client.force_login(officer)
    page = client.post(f"/programmation/{programme.pk}/adopter/", follow=True)
    assert "6 lignes sont encore à décider" in page.content.decode()
    client.post(f"/programmation/{programme.pk}/actualiser/")
    client.post(f"/programmation/{programme.pk}/abandonner/")
    programme.refresh_from_db()
    assert programme.state == "dropped"


def test_the_rules_broken_are_said_and_do_not_block(year, files, make, started, officer, client):
    programme = started(scenario=make(holder_cap=Decimal(2000)))
    client.force_login(officer)
    address = f"/programmation/{programme.pk}/regles/"
    assert "Toutes les règles sont tenues" in client.get(address).content.decode()
    Envelope.objects.update(amount=Decimal(50000))
    line = programme.lines.filter(outcome="refuse").first()
    decide_line(
        actor=officer, line=line, revision=0, outcome="award", amount=Decimal(2500),
        envelope=Envelope.objects.get(funder=line.request.funder), departure="Le comité le veut",
    )  # fmt: skip
    html = client.get(address).content.decode()
    assert "plafond" in html
    assert client.post(f"/programmation/{programme.pk}/adopter/").status_code == 302
    assert Decision.objects.count() == 6


def test_an_amendment_is_written_in_the_browser_and_told(year, files, programme, officer, client):
    adoption.adopt_programme(actor=officer, programme=programme)
    line = programme.lines.filter(outcome="award").select_related("request").first()
    client.force_login(officer)
    address = f"/programmation/demandes/{line.request_id}/"
    assert address in client.get(f"/programmation/{programme.pk}/").content.decode()
    given = {"outcome": "award", "amount": "500", "envelope": line.envelope_id,
             "body": "Comité du 3 juin", "reason": "Avenant : une action de moins"}  # fmt: skip
    assert client.post(address, given | {"amount": "99 999"}).status_code == 200
    assert client.post(address, given | {"reason": ""}).status_code == 200
    assert line.request.decisions.count() == 1
    told = Notice.objects.count()
    assert client.post(address, given).status_code == 302
    html = client.get(address).content.decode()
    assert "Avenant : une action de moins" in html
    assert line.request.decisions.count() == 2
    assert Notice.objects.count() == told + 1
    client.force_login(year.mandated("elue", "elected"))
    assert client.get(address).status_code == 403
