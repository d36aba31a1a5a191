"""Opinions: whose, how much, kept when rewritten, never read by those they are not for."""

from decimal import Decimal

import pytest

from faire_ensemble.apps.funding.models import Opinion
from faire_ensemble.apps.funding.services.opinions import (
    BadOpinion,
    Said,
    give_council_opinion,
    give_funder_opinion,
    give_mainstream_opinion,
)
from faire_ensemble.apps.funding.services.referrals import BadReferral, refer
from faire_ensemble.kit.verdicts import Refused

SECRET = "Mots pour nous seuls"


def of(file, year, rank):
    return file.requests.get(funder=year.funders[rank])


def test_an_opinion_makes_the_request_read_and_rewriting_keeps_the_former(year):
    state = year.mandated("etat", "partner", year.funders[0])
    request = of(year.submitted(), year, 0)
    give_funder_opinion(actor=state, request=request, said=Said("favourable", amount=Decimal(800)))
    again = Said("reserved", "Revoir le budget", amount=Decimal(500))
    give_funder_opinion(actor=state, request=request, said=again)
    give_funder_opinion(actor=state, request=request, said=again)
    request.refresh_from_db()
    assert request.state == "read"
    first, second = Opinion.objects.order_by("pk")
    assert first.superseded_at and not second.superseded_at
    assert (first.amount, second.amount) == (800, 500)


def test_two_people_of_one_funder_both_keep_their_words(year):
    request = of(year.submitted(), year, 0)
    for name in ("un", "deux"):
        person = year.mandated(name, "partner", year.funders[0])
        give_funder_opinion(actor=person, request=request, said=Said("favourable", name))
    assert Opinion.objects.filter(superseded_at=None).count() == 2


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        (Said("favourable", amount=Decimal("1000.01")), "amount", "plus que"),
        (Said("unfavourable", "Non", amount=Decimal(5)), "amount", "laissez ce champ vide"),
        (Said("unfavourable"), "text", "Dites pourquoi"),
        (Said("peut-être"), "advice", "Choisissez"),
    ],
)
def test_an_opinion_that_cannot_be_is_refused_where_it_is_wrong(year, said, field, told):
    state = year.mandated("etat", "partner", year.funders[0])
    request = of(year.submitted(), year, 0)
    with pytest.raises(BadOpinion, match=told) as bad:
        give_funder_opinion(actor=state, request=request, said=said)
    assert bad.value.field == field
    request.refresh_from_db()
    assert request.state == "received" and not Opinion.objects.exists()


@pytest.mark.parametrize("role", ["holder", "council", "elected", "analyst", "steward"])
def test_others_give_no_funder_opinion(year, role):
    person = year.mandated("autre", role, year.funders[0])
    with pytest.raises(Refused):
        give_funder_opinion(
            actor=person, request=of(year.submitted(), year, 0), said=Said("favourable")
        )


def test_an_internal_note_is_read_by_its_own_organisation_alone(year, client):
    state = year.mandated("etat", "partner", year.funders[0])
    colleague = year.mandated("collegue", "partner", year.funders[0])
    caf = year.mandated("caf", "partner", year.funders[2])
    elected = year.mandated("elue", "elected")
    council = year.mandated("conseil", "council", "Conseil des Trois Ponts")
    file = year.submitted()
    request = of(file, year, 0)
    note = Said("unfavourable", SECRET, internal=True)
    give_funder_opinion(actor=state, request=request, said=note)
    request.refresh_from_db()
    assert request.state == "received"
    for person, reads in [(colleague, True), (caf, False), (elected, False), (council, False)]:
        client.force_login(person)
        page = client.get(f"/instruction/{file.pk}/", follow=True)
        assert page.status_code == 200
        assert (SECRET in page.content.decode()) is reads, person
        board = client.get("/instruction/", {"avis": "unfavourable"}).content.decode()
        assert ("Jardin partagé" in board) is reads, person
        export = client.get("/instruction.csv").getvalue().decode()
        assert "Jardin partagé" in export and "défavorable" not in export


def test_a_service_answers_once_asked_and_says_money_apart_from_means(year):
    officer = year.mandated("chef", "officer", year.funders[1])
    service = year.organisation("France Travail", "public")
    adviser = year.mandated("conseillere", "partner", service)
    file = year.submitted()
    said = Said("favourable", mainstream_amount=Decimal(4000), mainstream_means="un poste")
    answer = {"actor": adviser, "application": file, "organisation_id": service.pk}
    with pytest.raises(Refused):
        give_mainstream_opinion(**answer, said=said)
    refer(actor=officer, application=file, organisation_id=service.pk)
    with pytest.raises(BadReferral):
        refer(actor=officer, application=file, organisation_id=service.pk)
    with pytest.raises(BadOpinion):
        give_mainstream_opinion(**answer, said=Said("favourable"))
    opinion = give_mainstream_opinion(**answer, said=said)
    assert (opinion.mainstream_amount, opinion.mainstream_means) == (4000, "un poste")


def test_a_council_speaks_in_the_open(year, client):
    council = year.mandated("conseil", "council", "Conseil des Trois Ponts")
    file = year.submitted()
    client.force_login(council)
    answer = client.post(
        f"/instruction/{file.pk}/avis-citoyen/", {"advice": "reserved", "text": "Plus tard"},
        follow=True,
    )  # fmt: skip
    assert "votre avis est gardé" in answer.content.decode()
    assert Opinion.objects.get().on_behalf_of == "Conseil des Trois Ponts"
    with pytest.raises(BadOpinion):
        give_council_opinion(
            actor=council, application=file, said=Said("favourable", internal=True)
        )
