"""What holders are told, once, and to whom it goes."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from faire_ensemble.apps.funding.models import ApplicationMember, Notice, Recusal, Score
from faire_ensemble.apps.funding.selectors.answers import answer_of
from faire_ensemble.apps.funding.services.notices import recipients, send_waiting, tell_decisions
from faire_ensemble.kit.jobs import run_waiting
from faire_ensemble.kit.models import AuditEntry

SPACED = {ord("\xa0"): " ", ord("\u202f"): " "}


def told(*decisions):
    with transaction.atomic():
        return tell_decisions(decisions)


def test_the_letter_says_what_who_why_how_much_and_what_next(year, decide):
    file = year.submitted("30000", "1000", "500", title="Jardin partagé")
    first, second, third = file.requests.order_by("pk")
    Score.objects.create(
        application=file, criterion=year.call.criteria.first(), person=year.person("instructrice"),
        points=3, given_at=timezone.now(),
    )  # fmt: skip
    with override("en"):
        (notice,) = told(
            decide(first, "award", "25000"),
            decide(second, "refuse", reason="Il aurait fallu un partenaire du quartier."),
            decide(third, "adjourn", reason="Le budget manque."),
        )
    text = notice.text.translate(SPACED)
    assert notice.subject == "Réponse à votre demande : « Jardin partagé » (2026)"
    assert "État : 25 000 € accordés sur 30 000 € demandés." in text
    assert "par : comité de pilotage du 12 mars 2026." in text
    assert "demande refusée (1 000 € demandés)" in text
    assert "Il aurait fallu un partenaire du quartier." in text
    assert "demande ajournée" in text and "Le budget manque." in text
    assert "En tout : 25 000 € accordés sur 31 500 € demandés." in text
    assert "Utilité pour le quartier : 3,0 sur 4" in text and "Faisabilité : pas de note" in text
    for words in ("Revoyez votre budget", "Signez une convention", "Attendez le versement",
                  "compte rendu financier", "Demandez une explication", "recours gracieux",
                  "tribunal administratif", "n° 2000-321"):  # fmt: skip
        assert words in text, words


def test_no_convention_below_the_threshold_and_no_payment_when_all_is_refused(year, decide):
    file = year.submitted("1000")
    (notice,) = told(decide(file.requests.get(), "refuse", reason="Hors de l'appel."))
    assert "Signez une convention" not in notice.text and "versement" not in notice.text
    other = year.submitted("20000")
    (notice,) = told(decide(other.requests.get(), "award", "20000"))
    assert "Signez une convention" not in notice.text
    assert "Attendez le versement" in notice.text and "Revoyez votre budget" not in notice.text


def test_a_funders_grants_to_a_holder_add_up_over_its_files(year, decide):
    lead = year.organisation("Les Amis du parc")
    files = [year.submitted("15000", lead=lead) for _each in range(2)]
    decide(files[0].requests.get(), "award", "15000")
    (notice,) = told(decide(files[1].requests.get(), "award", "15000"))
    assert "Signez une convention" in notice.text
    assert answer_of(files[1].pk).lines[0].year_total == 30000


def test_it_is_told_once_even_if_called_twice(year, decide):
    file = year.submitted("1000", "500")
    first, second = (decide(request, "award", "400") for request in file.requests.order_by("pk"))
    (notice,) = told(first, second)
    assert told(second) == [notice]
    assert Notice.objects.get().text == notice.text
    assert AuditEntry.objects.filter(verb="porteurs prévenus").count() == 1


def test_a_later_decision_replaces_the_former_in_the_answer(year, decide):
    request = year.submitted("1000").requests.get()
    told(decide(request, "refuse", reason="Trop tard."))
    (notice,) = told(decide(request, "award", "900", programme=None))
    assert Notice.objects.count() == 2 and "900" in notice.text
    assert "Trop tard" not in notice.text


def test_telling_belongs_inside_a_transaction_and_of_nothing_tells_nothing(year):
    with transaction.atomic():
        assert tell_decisions([]) == []
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_it_refuses():
    with pytest.raises(RuntimeError):
        tell_decisions([])


def test_many_files_are_told_in_as_many_queries_as_one(year, decide, django_assert_max_num_queries):
    decisions = [decide(year.submitted("1000").requests.get(), "award", "900") for _ in range(15)]
    for decision in decisions:
        decision.refresh_from_db()
        assert decision.request.application_id
    with django_assert_max_num_queries(20):
        notices = told(*decisions)
    assert len(notices) == 15


def test_the_mail_goes_to_proved_writers_and_to_the_association_only(year, decide):
    writer, other = year.person("autrice"), year.mandated("presidente", "holder", "Les Amis")
    lead = year.organisation("Les Amis")
    file = year.submitted("1000", lead=lead, writer=writer)
    ApplicationMember.objects.create(
        application=file, email="inconnu@exemple.org", invited_at=timezone.now()
    )
    year.mandated("ailleurs", "holder", "Les Amis", contract="CV000")
    assert recipients([file.pk])[file.pk] == {writer.email, other.email}
    year.organisation("Les Amis", siret="12345678900013")
    assert recipients([file.pk])[file.pk] == {writer.email}, "a name borne twice names nobody"


def test_the_mail_leaves_once(year, decide):
    writer = year.person("autrice")
    file = year.submitted("1000", writer=writer)
    told(decide(file.requests.get(), "award", "900"))
    assert (send_waiting(), send_waiting()) == (1, 0)
    run_waiting()
    (sent,) = outbox.outbox
    assert sent.to == [writer.email] and "900" in sent.body
    assert Notice.objects.get().sent_at is not None


def test_an_answer_without_reader_waits(year, decide):
    told(decide(year.submitted("1000").requests.get(), "award", "900"))
    assert send_waiting() == 0 and Notice.objects.get().sent_at is None
    Notice.objects.update(written_at=timezone.now() - timedelta(days=30))
    assert send_waiting() == 0


def test_points_of_somebody_who_stepped_aside_do_not_count(year, decide):
    file = year.submitted("1000")
    kept, aside = year.person("reste"), year.person("retiree")
    for person, points in ((kept, 4), (aside, 0)):
        Score.objects.create(
            application=file, criterion=year.call.criteria.first(), person=person, points=points,
            given_at=timezone.now(),
        )  # fmt: skip
    Recusal.objects.create(application=file, person=aside, reason="-", declared_at=timezone.now())
    decide(file.requests.get(), "award", "900")
    mark = answer_of(file.pk).grid[0]
    assert (mark.mean, mark.persons) == (4, 1)
