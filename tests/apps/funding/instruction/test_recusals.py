"""Stepping aside closes the file everywhere, and what was said before stops counting."""

import pytest

from faire_ensemble.apps.funding.models import Criterion, Recusal
from faire_ensemble.apps.funding.services.assignment import assign_instructor
from faire_ensemble.apps.funding.services.opinions import Said, give_funder_opinion
from faire_ensemble.apps.funding.services.recusals import BadRecusal, recuse
from faire_ensemble.apps.funding.services.scores import BadScore, give_scores
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def grid(year, *points):
    criteria = Criterion.objects.filter(call=year.call).order_by("rank")
    return {each.pk: value for each, value in zip(criteria, points, strict=True)}


def test_scores_make_a_mean_of_whole_grids(year):
    file = year.submitted()
    state = year.mandated("etat", "partner", year.funders[0])
    caf = year.mandated("caf", "partner", year.funders[2])
    with pytest.raises(BadScore):
        give_scores(actor=state, application=file, points=dict(list(grid(year, 4, 4).items())[:1]))
    with pytest.raises(BadScore):
        give_scores(actor=state, application=file, points=grid(year, 4, 5))
    give_scores(actor=state, application=file, points=grid(year, 4, 4))
    give_scores(actor=caf, application=file, points=grid(year, 1, 2))
    file.refresh_from_db()
    assert file.score == pytest.approx((100 + 37.5) / 2)
    give_scores(actor=caf, application=file, points=grid(year, 2, 2))
    file.refresh_from_db()
    assert file.score == 75


def test_stepping_aside_closes_the_file_and_uncounts_what_was_said(year, client):
    file = year.submitted(title="Jardin fermé")
    state = year.mandated("etat", "partner", year.funders[0])
    caf = year.mandated("caf", "partner", year.funders[2])
    request = file.requests.get(funder=year.funders[0])
    assign_instructor(actor=state, request=request, person=state)
    give_funder_opinion(actor=state, request=request, said=Said("favourable", "Bravo"))
    give_scores(actor=state, application=file, points=grid(year, 4, 4))
    give_scores(actor=caf, application=file, points=grid(year, 2, 2))
    with pytest.raises(BadRecusal):
        recuse(actor=state, application=file, reason=" ")
    recuse(actor=state, application=file, reason="Ma sœur y travaille")
    file.refresh_from_db()
    request.refresh_from_db()
    assert file.score == 50
    assert (request.state, request.instructor) == ("received", None)
    assert Recusal.objects.get().on_behalf_of == "État"
    assert "sœur" not in str(AuditEntry.objects.order_by("-sequence")[0].detail)
    client.force_login(state)
    for address in ("", "avis-citoyen/", "retrait/", f"avis/{request.pk}/", "solliciter/"):
        assert client.get(f"/instruction/{file.pk}/{address}").status_code == 403, address
    assert "Jardin fermé" not in client.get("/instruction/").content.decode()
    assert "Jardin fermé" not in client.get("/instruction.csv").getvalue().decode()
    with pytest.raises(Refused):
        give_scores(actor=state, application=file, points=grid(year, 1, 1))
    with pytest.raises(Refused):
        recuse(actor=state, application=file, reason="encore")
    client.force_login(caf)
    page = client.get(f"/instruction/{file.pk}/").content.decode()
    assert "écrit avant son retrait" in page and "sœur" not in page


def test_a_box_says_it_is_for_good(year, client):
    file = year.submitted()
    client.force_login(year.mandated("etat", "partner", year.funders[0]))
    client.post(f"/instruction/{file.pk}/retrait/", {"reason": "Un proche"})
    assert not Recusal.objects.exists()
    client.post(f"/instruction/{file.pk}/retrait/", {"reason": "Un proche", "for_good": "on"})
    assert Recusal.objects.count() == 1


def test_a_request_goes_to_somebody_of_its_funder_only(year):
    file = year.submitted()
    state = year.mandated("etat", "partner", year.funders[0])
    caf = year.mandated("caf", "partner", year.funders[2])
    request = file.requests.get(funder=year.funders[0])
    for actor, person in ((state, caf), (caf, state)):
        with pytest.raises(Refused):
            assign_instructor(actor=actor, request=request, person=person)
