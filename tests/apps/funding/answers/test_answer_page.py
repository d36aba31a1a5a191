"""The page of the answer: for those who read the file, and no one else."""

from html import unescape

from django.db import transaction
from django.utils import timezone

from faire_ensemble.apps.funding.models import Recusal
from faire_ensemble.apps.funding.services.notices import tell_decisions


def page(client, file):
    answer = client.get(f"/dossiers/{file.pk}/reponse/")
    return answer.status_code, unescape(answer.content.decode()).replace("\xa0", " ")


def test_the_holder_reads_the_answer(client, year, decide, django_assert_max_num_queries):
    writer = year.person("autrice")
    file = year.submitted("1000", "500", writer=writer)
    first, second = file.requests.order_by("pk")
    client.force_login(writer)
    assert "Rien n'est encore décidé" in page(client, file)[1]
    decisions = [decide(first, "award", "900"), decide(second, "refuse", reason="Hors sujet.")]
    with transaction.atomic():
        tell_decisions(decisions)
    with django_assert_max_num_queries(25):
        status, text = page(client, file)
    assert status == 200 and "Hors sujet." in text and "comité de pilotage" in text
    assert "Pas encore envoyé" in text and "recours gracieux" in text


def test_others_do_not(client, year, decide):
    file = year.submitted("1000")
    decide(file.requests.get(), "award", "900")
    assert client.get(f"/dossiers/{file.pk}/reponse/").status_code == 302
    client.force_login(year.person("passante"))
    assert page(client, file)[0] == 403
    partner = year.mandated("retiree", "partner", year.funders[0])
    client.force_login(partner)
    assert page(client, file)[0] == 200
    Recusal.objects.create(application=file, person=partner, reason="-", declared_at=timezone.now())
    status, text = page(client, file)
    assert status == 403 and "Vous vous êtes retiré" in text
    assert client.get("/dossiers/987654/reponse/").status_code == 403
