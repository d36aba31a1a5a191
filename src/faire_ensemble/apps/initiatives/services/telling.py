"""What people are told: kept in the transaction of the act, mailed once a day at most."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from faire_ensemble.apps.accounts.selectors import person_by_id
from faire_ensemble.apps.initiatives.models import NoDigest, Told
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.kit import audit, mail

BETWEEN = timedelta(hours=24)
KEPT = timedelta(days=60)
AT_ONCE = 500
STOP_SALT = "initiatives.stop"


def tell(persons: Iterable[int], *, key: str, text: str, path: str, site: str) -> None:
    """Keep a sentence for each person's next mail; the same `key` never tells twice."""
    now = timezone.now()
    Told.objects.bulk_create(
        [
            Told(person_id=pk, key=key, text=text, path=path, site=site, at=now)
            for pk in dict.fromkeys(persons)
        ],
        ignore_conflicts=True,
    )


def send_digests() -> int:
    """Queue the mails that are due; how many. Two workers, or a kill, send nothing twice."""
    recent = Told.objects.filter(sent_at__gt=timezone.now() - BETWEEN).values("person")
    due = (
        Told.objects.filter(sent_at=None, person__is_active=True)
        .exclude(person__in=recent)
        .exclude(person__in=NoDigest.objects.values("person"))
        .order_by("person")
        .values_list("person", flat=True)
        .distinct()
    )
    return sum(_send(pk) for pk in list(due[:AT_ONCE]))


def _send(person_id: int) -> int:
    """Looked at again under the locks of the rows, dated with the mail it queues."""
    with transaction.atomic():
        waiting = list(
            Told.objects.select_for_update().filter(person=person_id, sent_at=None).order_by("pk")
        )
        person = person_by_id(person_id)
        since = timezone.now() - BETWEEN
        if (
            not waiting
            or person is None
            or Told.objects.filter(person=person_id, sent_at__gt=since).exists()
            or NoDigest.objects.filter(person=person_id).exists()
        ):
            return 0
        with override(settings.LANGUAGE_CODE):
            mail.send(person.email, _subject(waiting), _text(person_id, waiting))
        Told.objects.filter(pk__in=[each.pk for each in waiting]).update(sent_at=timezone.now())
    return 1


def _subject(waiting: list[Told]) -> str:
    return ngettext(
        "Une nouvelle de vos initiatives et groupes",
        "%(n)s nouvelles de vos initiatives et groupes",
        len(waiting),
    ) % {"n": len(waiting)}


def _text(person_id: int, waiting: list[Told]) -> str:
    site = waiting[-1].site
    stop = reverse("initiatives:stop_digest", args=[stop_token(person_id)])
    return "\n\n".join(
        (
            *(f"{each.text}\n{each.site}{each.path}" for each in waiting),
            _("Ne plus recevoir ce message quotidien : %(address)s") % {"address": f"{site}{stop}"},
        )
    )


def stop_token(person_id: int) -> str:
    """What the link at the foot of a mail carries: signed, so that nobody stops another's."""
    return signing.dumps(person_id, salt=STOP_SALT)


def person_of_token(token: str) -> int:
    """Raises `BadInput` for a link that was cut or made up."""
    try:
        return int(signing.loads(token, salt=STOP_SALT))
    except signing.BadSignature as error:
        raise BadInput(_("Ce lien n'existe pas : recopiez-le en entier.")) from error


@transaction.atomic
def stop_digest(*, token: str) -> None:
    """No more daily mail to this person. Twice does what once does."""
    person_id = person_of_token(token)
    _row, made = NoDigest.objects.get_or_create(
        person_id=person_id, defaults={"since": timezone.now()}
    )
    if made:
        audit.record(
            actor=audit.person_reference(person_id),
            verb="messages quotidiens arrêtés",
            subject=audit.person_reference(person_id),
        )


@transaction.atomic
def choose_digest(*, actor: Any, wanted: bool) -> None:
    """Have the daily mail again, or no more."""
    if not wanted:
        stop_digest(token=stop_token(actor.pk))
        return
    gone, _rows = NoDigest.objects.filter(person=actor).delete()
    if gone:
        audit.record(
            actor=actor,
            verb="messages quotidiens repris",
            subject=audit.person_reference(actor.pk),
        )


def forget_told() -> int:
    """Remove what was mailed long ago: how many rows."""
    gone, _rows = Told.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
    return gone
