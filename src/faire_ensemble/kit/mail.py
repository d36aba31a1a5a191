"""Sending mail from a job: a page never waits for a mail server, and a mail is never forgotten.

Mails leave by SMTP when FAIRE_SMTP_HOST is set; otherwise each is written, readable, in
FAIRE_HOME/mail, and shown in the window of the server.
"""

import re
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils import timezone
from django_tasks import TaskContext

from faire_ensemble.kit.jobs import job

RETRY_AFTER = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 480, 1440))


def send(to: str | Sequence[str], subject: str, text: str, *, reply_to: str = "") -> None:
    """Queue one mail to each address, inside the caller's transaction when there is one.

    Addresses do not see each other. Raises `ValidationError` for what is not an address; the
    subject becomes one line, marked with the name of the site.
    """
    addresses = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    for address in (*addresses, *([reply_to] if reply_to else [])):
        validate_email(address)
    line = f"[{settings.SITE_NAME}] {' '.join(subject.split())}"
    for address in addresses:
        deliver.enqueue(address, line, text, reply_to)


@job(retry_after=RETRY_AFTER, takes_context=True)
def deliver(context: TaskContext, to: str, subject: str, text: str, reply_to: str) -> None:
    """Hand a mail over. A retry after a kill carries the same Message-ID: readers see it once."""
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    EmailMessage(
        subject=subject,
        body=text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": f"<{context.task_result.id}@{domain}>"},
    ).send()


class FolderBackend(BaseEmailBackend):
    """Writes each mail as a plain text in FAIRE_HOME/mail, and prints it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.FAIRE_HOME) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        for each in email_messages:
            text = _readable(each)
            path = _free_place(folder, each)
            path.write_text(text, encoding="utf-8")
            print(f"{'-' * 72}\n{path}\n\n{text}", file=sys.stdout, flush=True)
        return len(email_messages)


def _readable(mail: EmailMessage) -> str:
    lines = [
        ("De", mail.from_email),
        ("À", ", ".join(mail.recipients())),
        ("Répondre à", ", ".join(mail.reply_to)),
        ("Objet", mail.subject),
    ]
    head = "\n".join(f"{name} : {value}" for name, value in lines if value)
    return f"{head}\n\n{mail.body}\n"


def _free_place(folder: Path, mail: EmailMessage) -> Path:
    """2026-11-23 10.05.00 habitante@example.org 1.txt: sorted by time, found by address."""
    moment = timezone.localtime().strftime("%Y-%m-%d %H.%M.%S")
    to = re.sub(r"[^\w.@+-]", "_", mail.recipients()[0] if mail.recipients() else "")[:80]
    rank = 1
    while (place := folder / f"{moment} {to} {rank}.txt").exists():
        rank += 1
    return place
