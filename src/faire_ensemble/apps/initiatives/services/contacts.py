"""Two carriers put in touch, by mail through the site, addresses kept until both say yes.

The first mail tells once: whoever asks again finds the same exchange. Either stops it for good.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.initiatives.models import Initiative, Message, Thread
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_contact,
    can_read_thread,
    can_write_in_thread,
)
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.pace import lock_person
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import require

BODY_MAX = 2000
MESSAGES_A_DAY, THREADS_A_DAY, DAY = 20, 10, timedelta(days=1)


@transaction.atomic
def put_in_touch(
    *, actor: Any, initiative_id: int, body: str, site: str, copy_id: int | None = None
) -> Thread:
    """Open the exchange with the carrier of an initiative and mail them the first words.

    Asked again, the words go in the exchange already open, or nowhere when it was stopped.
    Raises `Refused`, `BadInput`.
    """
    said = _said(body)
    initiative = Initiative.objects.select_related("carrier").get(pk=initiative_id)
    require(can_contact(actor, initiative))
    carrier = initiative.carrier
    if carrier is None:
        raise AssertionError("can_contact lets through what somebody carries")
    known = Thread.objects.filter(initiative=initiative, asker=actor).first()
    if known is None:
        lock_person(actor)
        made = Thread.objects.filter(asker=actor, made_at__gt=timezone.now() - DAY)
        if made.count() >= THREADS_A_DAY:
            raise BadInput(
                _("Vous avez déjà écrit à %(n)s personnes en vingt-quatre heures : revenez "
                  "demain.") % {"n": THREADS_A_DAY}
            )  # fmt: skip
    thread, opened = Thread.objects.get_or_create(
        initiative=initiative,
        asker=actor,
        defaults={"carrier": carrier, "site": site, "made_at": timezone.now()},
    )
    if copy_id is not None and thread.copy_id is None:
        copies = Initiative.objects.filter(pk=copy_id, copied_from=initiative, carrier=actor)
        thread.copy = copies.first()
        thread.save(update_fields=["copy"])
    if opened:
        audit.record(
            actor=actor,
            verb="porteurs mis en relation",
            subject=f"échange:{thread.pk}",
            detail={"initiative": initiative.pk, "copie": thread.copy_id},
        )
    write_message(actor=actor, thread_id=thread.pk, body=said)
    return thread


@transaction.atomic
def write_message(*, actor: Any, thread_id: int, body: str) -> Message:
    """Write to the other, who gets it by mail without the address. Raises `Refused`, `BadInput`."""
    said = _said(body)
    thread = _locked(thread_id)
    require(can_write_in_thread(actor, thread))
    recent = thread.messages.filter(author=actor, at__gt=timezone.now() - DAY)
    if recent.count() >= MESSAGES_A_DAY:
        raise BadInput(
            _("Vous avez déjà écrit %(n)s messages en vingt-quatre heures dans cet échange : "
              "revenez demain.") % {"n": MESSAGES_A_DAY}
        )  # fmt: skip
    again = recent.order_by("-pk").first()
    if again is not None and again.body == said:
        return again
    first = not thread.messages.exists()
    made = Message.objects.create(thread=thread, author=actor, body=said, at=timezone.now())
    _mail(thread, actor.pk, _subject(thread), _first(thread) if first else "", said)
    return made


@transaction.atomic
def agree(*, actor: Any, thread_id: int) -> Thread:
    """Accept that the other sees one's address; told to both once both said yes."""
    thread = _locked(thread_id)
    require(can_write_in_thread(actor, thread))
    mine = "asker_agrees" if actor.pk == thread.asker_id else "carrier_agrees"
    if getattr(thread, mine):
        return thread
    setattr(thread, mine, True)
    thread.save(update_fields=[mine])
    audit.record(actor=actor, verb="adresse partagée", subject=f"échange:{thread.pk}")
    if thread.asker_agrees and thread.carrier_agrees:
        said = _("Vous avez tous les deux accepté. L'adresse de l'autre : %(address)s")
        for writer in (thread.asker, thread.carrier):
            _mail(thread, writer.pk, _subject(thread), "", said % {"address": writer.email})
    return thread


@transaction.atomic
def stop_thread(*, actor: Any, thread_id: int) -> Thread:
    """End it, for both and for good; nobody is mailed about it any more."""
    thread = _locked(thread_id)
    require(can_read_thread(actor, thread))
    if thread.stopped_at is None:
        thread.stopped_at, thread.stopped_by = timezone.now(), actor
        thread.save(update_fields=["stopped_at", "stopped_by"])
        audit.record(actor=actor, verb="échange arrêté", subject=f"échange:{thread.pk}")
    return thread


def _locked(thread_id: int) -> Thread:
    rows = Thread.objects.select_for_update(of=("self",))
    return rows.select_related("initiative", "asker", "carrier").get(pk=thread_id)


def _said(body: str) -> str:
    said = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise BadInput(_("Écrivez quelques mots : qui vous êtes, ce que vous cherchez."), "body")
    if len(said) > BODY_MAX:
        raise BadInput(
            _("Le message a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(said), "max": BODY_MAX},
            "body",
        )
    return said


def _subject(thread: Thread) -> str:
    return _("Au sujet de « %(title)s »") % {"title": thread.initiative.title}


def _first(thread: Thread) -> str:
    """What the carrier must know to understand a mail that they did not expect."""
    if thread.copy_id is not None:
        return _("Quelqu'un commence la même chose ailleurs, en citant votre initiative, et vous "
                 "écrit par le site.")  # fmt: skip
    return _("Quelqu'un vous écrit par le site au sujet de votre initiative.")


def _mail(thread: Thread, writer_id: int, subject: str, head: str, said: str) -> None:
    """To the other of the two; their account open. No address but the reader's own is in it."""
    reader = thread.carrier if writer_id == thread.asker_id else thread.asker
    if not reader.is_active:
        return
    address = f"{thread.site}{reverse('initiatives:thread', args=[thread.pk])}"
    with override(settings.LANGUAGE_CODE):
        pieces = (
            head,
            said,
            _("Répondre, donner votre adresse ou arrêter l'échange : %(address)s")
            % {"address": address},
            _("Votre adresse n'est pas montrée tant que vous ne l'avez pas acceptée."),
        )
    mail.send(reader.email, subject, "\n\n".join(piece for piece in pieces if piece))
