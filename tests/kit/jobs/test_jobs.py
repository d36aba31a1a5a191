"""A job exists with its act, is tried again, fails for all to see; an idle worker only reads."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.kit.jobs import samples

from faire_ensemble.kit.jobs import chores, is_alive, presence, recovery, run_waiting, worker
from faire_ensemble.kit.jobs.chores import Chore


@pytest.fixture(autouse=True)
def nothing_done():
    samples.done.clear()


@pytest.mark.django_db
def test_a_job_waits_for_the_worker():
    samples.note.enqueue("bonjour")
    assert samples.done == []
    run_waiting()
    assert samples.done == ["bonjour"]
    run_waiting()
    assert samples.done == ["bonjour"]


@pytest.mark.django_db
def test_a_job_is_alive_until_it_is_done_or_given_up():
    samples.note.enqueue("bonjour")
    samples.fail.enqueue("raté")
    assert is_alive(samples.note, "bonjour") and is_alive(samples.fail, "raté")
    assert not is_alive(samples.note, "bonsoir") and not is_alive(samples.note, "raté")
    run_waiting()
    assert not is_alive(samples.note, "bonjour")
    assert is_alive(samples.fail, "raté"), "it has attempts left"
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert is_alive(samples.note, "bonjour")
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert not is_alive(samples.fail, "raté")


@pytest.mark.django_db(transaction=True)
def test_a_job_of_an_act_that_failed_does_not_exist():
    with pytest.raises(RuntimeError), transaction.atomic():
        samples.note.enqueue("jamais")
        raise RuntimeError
    run_waiting()
    assert samples.done == [] and not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_later_then_stays_failed():
    asked = samples.fail.enqueue("aïe")
    for attempt, wait in ((1, 60), (2, 3600)):
        run_waiting()
        row = DBTaskResult.objects.get(pk=asked.id)
        assert (row.status, len(row.worker_ids)) == (TaskResultStatus.READY, attempt)
        assert abs(row.run_after - timezone.now() - timedelta(seconds=wait)) < timedelta(seconds=30)
        run_waiting()  # too early: nothing happens
        assert len(samples.done) == attempt
        DBTaskResult.objects.update(run_after=timezone.now())
    run_waiting()
    row = DBTaskResult.objects.get(pk=asked.id)
    assert row.status == TaskResultStatus.FAILED and "no luck" in row.traceback
    assert len(samples.done) == 3


@pytest.mark.django_db
def test_a_failure_does_not_stop_the_others():
    samples.fail.enqueue("aïe")
    samples.note.enqueue("ensuite")
    run_waiting()
    assert samples.done == ["aïe", "ensuite"]


@pytest.mark.django_db(transaction=True)
def test_an_idle_worker_reads_and_neither_writes_nor_locks(monkeypatch):
    rounds = []

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(worker.time, "sleep", sleep)
    monkeypatch.setattr(worker, "_listen", lambda *_: None)
    monkeypatch.setattr(worker, "do_due_chores", lambda: None)
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        pytest.raises(KeyboardInterrupt),
    ):
        worker.work()
    assert [each["sql"].split()[0] for each in queries] == ["SELECT"] * 3
    assert not any("FOR UPDATE" in each["sql"] for each in queries)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_is_asked_again(monkeypatch, caplog):
    answers = iter([worker.OperationalError("gone"), KeyboardInterrupt()])

    def refuse() -> None:
        raise next(answers)

    monkeypatch.setattr(worker.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(worker, "_listen", lambda *_: None)
    monkeypatch.setattr(worker, "do_due_chores", refuse)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        worker.work()
    assert "the database refused" in caplog.text


def test_presence_is_told_by_a_lock_that_ends_with_its_holder():
    with presence.present() as living:
        assert presence.is_gone(living) is False
        assert len(living) <= 64
    assert presence.is_gone(living) is None
    (presence._folder() / "dead").touch()
    assert presence.is_gone("dead") is True
    presence.forget("dead")
    assert presence.is_gone("dead") is None


def running(worker_ids: list[str], since: timedelta = timedelta(0)) -> DBTaskResult:
    asked = samples.note.enqueue("repris")
    DBTaskResult.objects.filter(pk=asked.id).update(
        status=TaskResultStatus.RUNNING,
        worker_ids=worker_ids,
        started_at=timezone.now() - since,
    )
    return DBTaskResult.objects.get(pk=asked.id)


@pytest.mark.django_db
def test_only_jobs_of_dead_workers_are_taken_back():
    (presence._folder() / "dead").touch()
    mine = running(["dead"])
    elsewhere = running(["other-machine"])
    long_ago = running(["other-machine"], since=timedelta(hours=2))
    with presence.present() as living:
        alive = running([living], since=timedelta(hours=5))
        assert recovery.take_back_lost() == 2
    states = {each.pk: each.status for each in DBTaskResult.objects.all()}
    assert {states[mine.pk], states[long_ago.pk]} == {TaskResultStatus.READY}
    assert {states[elsewhere.pk], states[alive.pk]} == {TaskResultStatus.RUNNING}
    assert presence.is_gone("dead") is None
    run_waiting()
    assert samples.done == ["repris", "repris"]


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_ends_up_failed():
    (presence._folder() / "dead").touch()
    row = running(["a", "b", "dead"])
    assert recovery.take_back_lost() == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path.endswith("WorkerLost") and "3 fois" in row.traceback


@pytest.mark.django_db
def test_old_rows_are_removed_because_they_hold_addresses():
    ages = {"SUCCESSFUL": (6, 8), "FAILED": (59, 61)}
    for status, days in ages.items():
        for age in days:
            row = running(["x"])
            DBTaskResult.objects.filter(pk=row.pk).update(
                status=status, finished_at=timezone.now() - timedelta(days=age)
            )
    assert recovery.remove_old() == 2
    kept = DBTaskResult.objects.values_list("status", "finished_at")
    assert sorted((status, (timezone.now() - at).days) for status, at in kept) == [
        ("FAILED", 59),
        ("SUCCESSFUL", 6),
    ]


def test_a_chore_that_fails_has_its_next_turn_and_stops_no_other(monkeypatch, caplog):
    turns = []

    def broken() -> None:
        turns.append("broken")
        raise OSError("full")

    mine = [Chore(broken, 0.0), Chore(lambda: turns.append("fine"), 3600.0)]
    monkeypatch.setattr(chores, "_chores", mine)
    chores.do_due_chores()
    chores.do_due_chores()
    assert turns == ["broken", "fine", "broken"]
    assert "broken failed" in caplog.text
