"""Mail: queued with the act, one per address, written readable when there is no server."""

from pathlib import Path

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from faire_ensemble.kit.jobs import run_waiting
from faire_ensemble.kit.mail import FolderBackend, send


@pytest.mark.django_db
def test_each_address_gets_its_own_mail_once_the_worker_runs(settings):
    settings.SITE_NAME = "Faire ensemble"
    send(["a@exemple.fr", "b@exemple.fr", "a@exemple.fr"], "Décision\r\nBcc: x", "Bonjour,\n")
    assert outbox.outbox == []
    run_waiting()
    assert [each.to for each in outbox.outbox] == [["a@exemple.fr"], ["b@exemple.fr"]]
    assert {each.subject for each in outbox.outbox} == {"[Faire ensemble] Décision Bcc: x"}
    assert outbox.outbox[0].body == "Bonjour,\n"


@pytest.mark.django_db
def test_what_is_not_an_address_is_refused_at_once():
    with pytest.raises(ValidationError):
        send(["a@exemple.fr", "pas une adresse"], "x", "x")
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_nothing_is_sent_for_an_act_that_failed():
    with pytest.raises(RuntimeError), transaction.atomic():
        send("a@exemple.fr", "x", "x")
        raise RuntimeError
    run_waiting()
    assert outbox.outbox == []


@pytest.mark.django_db
def test_a_server_that_refuses_is_asked_again_under_the_same_identity(monkeypatch):
    sent: list[EmailMessage] = []

    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        sent.append(self)
        if len(sent) == 1:
            raise ConnectionRefusedError
        return 1

    monkeypatch.setattr(EmailMessage, "send", refuse)
    send("a@exemple.fr", "x", "x", reply_to="chef@exemple.fr")
    run_waiting()
    assert len(sent) == 1
    DBTaskResult.objects.update(run_after="2026-01-01T00:00:00Z")
    run_waiting()
    assert len(sent) == 2 and sent[1].reply_to == ["chef@exemple.fr"]
    assert sent[0].extra_headers["Message-ID"] == sent[1].extra_headers["Message-ID"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_without_a_server_mails_are_readable_in_a_folder(tmp_path: Path, capsys):
    with override_settings(FAIRE_HOME=tmp_path):
        message = EmailMessage(
            "Votre code", "Été : 123456", "site@exemple.fr", ["zoé/x@exemple.fr"]
        )
        assert FolderBackend().send_messages([message, message]) == 2
    written = sorted((tmp_path / "mail").iterdir())
    assert [path.name[20:] for path in written] == [
        "zoé_x@exemple.fr 1.txt",
        "zoé_x@exemple.fr 2.txt",
    ]
    assert written[0].read_text(encoding="utf-8") == (
        "De : site@exemple.fr\nÀ : zoé/x@exemple.fr\nObjet : Votre code\n\nÉté : 123456\n"
    )
    assert "Été : 123456" in capsys.readouterr().out
