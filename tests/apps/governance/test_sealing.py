"""Panels computed beside the pages: asked for, waited for, given back when there is no result."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.apps.governance.a_draw import ADraw

from faire_ensemble.apps.contract.selectors import mandates_everywhere
from faire_ensemble.apps.governance import tasks
from faire_ensemble.apps.governance.models import (
    Draw,
    DrawnPerson,
    DrawQuota,
    DrawRound,
    DrawSealing,
    PoolPerson,
    SealingFailure,
)
from faire_ensemble.apps.governance.models.draws import USUAL_WAIT
from faire_ensemble.apps.governance.selectors import governance_waits
from faire_ensemble.apps.governance.selectors.draws import reading
from faire_ensemble.apps.governance.selectors.draws.telling import failure_words
from faire_ensemble.apps.governance.services import draws
from faire_ensemble.apps.governance.services.draws import BadDraw, Volunteer, sealing
from faire_ensemble.kit.jobs import run_waiting
from faire_ensemble.kit.jobs.presence import present
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

ANSWERS = {"sexe": "Femme", "âge": "18-29 ans"}


def asked(a_draw: ADraw, people: int = 12) -> DrawSealing:
    a_draw.people(people)
    return draws.ask_seal(actor=a_draw.officer, draw_id=a_draw.draw.pk, announced="Trois boules")


def state() -> str:
    return Draw.objects.get().state


@pytest.fixture
def office(a_draw: ADraw, client: Client) -> Any:
    """Posts an act to the page of work, gives the text of the page that follows."""
    client.force_login(a_draw.officer)
    page = f"/gestion/tirages/{a_draw.draw.pk}/"

    def act(name: str = "", **given: Any) -> str:
        if name:
            client.post(page, {"acte": name, **given})
        return client.get(page).content.decode()

    return act


def test_the_page_asks_and_the_worker_computes(
    a_draw: ADraw, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_draw.people(12)
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "prepare", lambda _problem: pytest.fail("computed in the request"))
        shown = office("sceller", announced="Trois boules")
    assert "Les panels sont en train" in shown and "pas encore commencé" in shown
    assert "Où en est le calcul" in shown and "Sceller les panels" not in shown
    passer = Client().get(f"/tirages-au-sort/{a_draw.draw.pk}/").content.decode()
    assert "calcul en cours" in passer
    run_waiting()
    assert state() == "sealed" and DrawRound.objects.get().panels == 1000
    assert DrawSealing.objects.get().ended_at is not None
    assert "Écrire le numéro tiré" in office()


def test_what_is_asked_beside_the_pages_is_what_was_computed_in_them(a_draw: ADraw) -> None:
    """Same data, same panels: the digest does not follow who computes, nor when."""
    one = draws.compute_panels(asked(a_draw).pk)
    assert one is not None
    again = sealing.prepare(sealing.checked_problem(a_draw.draw, "open"))
    assert (one.panels_digest, one.solver) == (again.digest, again.solver)


def test_nothing_enters_or_leaves_while_panels_are_computed(a_draw: ADraw) -> None:
    asked(a_draw)
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    with pytest.raises(Refused, match="ne sont pas ouvertes"):
        draws.volunteer(
            draw_id=a_draw.draw.pk, who=Volunteer("Léa", ANSWERS, "l@e.fr"), agreed=True
        )
    with pytest.raises(BadDraw, match="votre nom n'en sort plus"):
        draws.withdraw(key="key-1")
    with pytest.raises(BadDraw, match="plus rien ne change"):
        draws.set_quotas(**given, lines=[])
    with pytest.raises(BadDraw, match="calcul des panels en cours"):
        draws.ask_seal(**given, announced="Encore")
    assert DrawSealing.objects.count() == 1


def test_one_sealing_at_once_in_the_database(a_draw: ADraw) -> None:
    row = asked(a_draw)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawSealing.objects.create(
            draw=row.draw, before="open", announced="Deux fois", asked_at=timezone.now()
        )


def test_a_job_done_twice_keeps_one_round(a_draw: ADraw) -> None:
    row = asked(a_draw)
    assert draws.compute_panels(row.pk) is not None
    assert draws.compute_panels(row.pk) is None
    assert DrawRound.objects.count() == 1 and state() == "sealed"


def test_impossible_quotas_give_the_draw_back_with_the_reason(a_draw: ADraw, office: Any) -> None:
    a_draw.people(12)
    PoolPerson.objects.filter(features__sexe="Femme").exclude(code="P0000").delete()
    office("sceller", announced="Trois boules")
    run_waiting()
    assert state() == "open" and not DrawRound.objects.exists()
    row = DrawSealing.objects.get()
    assert row.failure == SealingFailure.QUOTAS and "Femme" in str(row.failure_values)
    shown = office()
    assert "pas pu être calculés" in shown and "Le tirage est comme avant" in shown
    assert "demande au moins 2 personnes et la réserve n" in shown
    assert "Sceller les panels" in shown
    assert AuditEntry.objects.filter(verb="calcul des panels sans résultat").count() == 1
    a_draw.people(12, start=12)
    assert a_draw.seal().panels == 1000
    assert "pas pu être calculés" not in office()


def test_a_pool_too_small_is_said_without_computing(a_draw: ADraw, office: Any) -> None:
    a_draw.people(3)
    shown_before = DBTaskResult.objects.count()
    client = Client()
    client.force_login(a_draw.officer)
    page = f"/gestion/tirages/{a_draw.draw.pk}/"
    answer = client.post(page, {"acte": "sceller", "announced": "Trois boules"})
    assert "la réserve ne compte que 3 personnes" in answer.content.decode()
    assert DBTaskResult.objects.count() == shown_before and state() == "open"


def test_a_breakdown_is_said_and_stays_in_the_list_of_jobs(
    a_draw: ADraw, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_draw.people(12)
    office("sceller", announced="Trois boules")

    def broken(_problem: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "prepare", broken)
        run_waiting()
    assert state() == "open"
    assert "arrêté sur une panne" in office().replace("&#39;", "'")
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_workers_that_die_give_the_draw_back(a_draw: ADraw, office: Any) -> None:
    a_draw.people(12)
    office("sceller", announced="Trois boules")
    assert tasks.give_back_lost_draws() == 0 and state() == "sealing"
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert tasks.give_back_lost_draws() == 0
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert tasks.give_back_lost_draws() == 1
    assert state() == "open"
    assert "Le calcul a été interrompu" in office()


def test_waiting_can_be_given_up(a_draw: ADraw, office: Any) -> None:
    a_draw.people(12)
    office("sceller", announced="Trois boules")
    assert "arrêté avant la fin" in office("arreter")
    assert state() == "open"
    run_waiting()
    assert state() == "open" and not DrawRound.objects.exists()
    with pytest.raises(BadDraw, match="Aucun calcul"):
        draws.stop_panels(actor=a_draw.officer, draw_id=a_draw.draw.pk)
    with pytest.raises(Refused):
        draws.stop_panels(actor=a_draw.stranger, draw_id=a_draw.draw.pk)


def test_a_draw_given_up_while_it_is_computed_stays_given_up(a_draw: ADraw) -> None:
    row = asked(a_draw)
    draws.cancel_draw(actor=a_draw.officer, draw_id=a_draw.draw.pk, reason="appel trop court")
    assert draws.compute_panels(row.pk) is None
    assert state() == "cancelled" and not DrawRound.objects.exists()
    assert not draws.give_back(sealing_id=row.pk, why=draws.NoPanels(SealingFailure.LOST))


def test_replacements_without_result_leave_the_replies_open(a_draw: ADraw) -> None:
    a_draw.people(12)
    a_draw.seal()
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=3)
    gone = DrawnPerson.objects.select_related("person").first()
    assert gone is not None
    draws.reply(key=gone.person.key, answer="declined")
    PoolPerson.objects.filter(drawn=None).exclude(
        features__sexe={"Femme": "Homme", "Homme": "Femme"}[gone.person.features["sexe"]]
    ).delete()
    with pytest.raises(BadDraw, match="minimum de 1 à 0"):
        a_draw.replace()
    assert state() == "drawn"
    other = DrawnPerson.objects.exclude(pk=gone.pk).select_related("person")[0]
    draws.reply(key=other.person.key, answer="accepted")


def test_data_changed_under_the_worker_is_refused(
    a_draw: ADraw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No act can; a hand in the database could."""
    row = asked(a_draw)
    prepare = sealing.prepare

    def slow(problem: Any) -> Any:
        DrawQuota.objects.filter(feature="18-29 ans").update(low=2)
        return prepare(problem)

    monkeypatch.setattr(sealing, "prepare", slow)
    assert draws.compute_panels(row.pk) is None
    row.refresh_from_db()
    assert "ont changé pendant le calcul" in failure_words(row) and state() == "open"


def test_a_large_pool_is_not_computed_in_the_page(
    a_draw: ADraw, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_draw.people(12)
    assert "Ces quotas peuvent être tenus" in office()
    monkeypatch.setattr(reading, "LARGE", 11)
    monkeypatch.setattr(reading, "relaxation", lambda _problem: pytest.fail("computed in the page"))
    assert "le calcul des panels dira" in office()
    page = f"/gestion/tirages/{a_draw.draw.pk}/quotas/"
    signed = Client()
    signed.force_login(a_draw.officer)
    assert "6 (50" in signed.get(page).content.decode()


def late(minutes: int = 1) -> None:
    DrawSealing.objects.update(asked_at=timezone.now() - USUAL_WAIT - timedelta(minutes=minutes))


def test_a_computation_that_nobody_takes_says_how_to_start_the_worker(
    a_draw: ADraw, office: Any
) -> None:
    a_draw.people(12)
    assert "faire work" not in office("sceller", announced="Trois boules")
    late()
    shown = office()
    assert "personne ne le fait" in shown and "<code>faire work</code>" in shown
    with present():
        busy = office()
    assert "fait autre chose" in busy and "faire work" not in busy
    DrawSealing.objects.update(started_at=timezone.now())
    assert "faire work" not in office() and "Le calcul a commencé" in office()


def test_the_first_page_tells_a_computation_that_nobody_takes(a_draw: ADraw, office: Any) -> None:
    steward = a_draw.room.year.mandated("administration", "steward", contract="")
    a_draw.people(12)
    office("sceller", announced="Trois boules")

    def told(person: Any) -> list[str]:
        found = governance_waits(person, mandates_everywhere(person))
        return [each.page for each in found if "travail de fond" in each.words]

    assert told(a_draw.officer) == told(steward) == []
    late()
    assert told(a_draw.officer) == ["governance:run_draw"]
    assert told(steward) == ["governance:draw"]
    assert told(a_draw.stranger) == []
    run_waiting()
    assert told(a_draw.officer) == told(steward) == []


@pytest.mark.parametrize("why", list(SealingFailure))
def test_what_is_kept_of_a_failure_is_a_code_and_is_told_in_the_language(
    a_draw: ADraw, office: Any, why: SealingFailure
) -> None:
    row = asked(a_draw)
    values = {
        "reasons": [["few", "sexe", "Femme", 2, 1], ["least", "âge", "", 6, 4]],
        "changes": [["sexe", "Femme", 2, 3, 1, 3]],
    }
    kept = values if why == SealingFailure.QUOTAS else {}
    assert draws.give_back(sealing_id=row.pk, why=draws.NoPanels(why, kept))
    row.refresh_from_db()
    assert (row.failure, row.failure_values) == (why.value, kept)
    with override("fr"):
        words = failure_words(row)
    assert words.startswith(str(why.label)) and words in unescape(office())
    if kept:
        assert words == (
            "Aucun panel ne peut tenir tous les quotas. Le quota « sexe : Femme » demande au moins "
            "2 personnes et la réserve n'en compte que 1. Les minimums de « âge » font 6 pour un "
            "panel de 4. Le plus petit changement qui suffit : « sexe : Femme » : minimum de 2 à 1."
        )
    entry = AuditEntry.objects.get(verb="calcul des panels sans résultat")
    assert entry.detail["motif"] == words
