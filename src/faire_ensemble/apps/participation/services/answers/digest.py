"""One mail a day at most to each contributor, with all that is new, and a link to stop them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from faire_ensemble.apps.participation.models import Contributor, Telling
from faire_ensemble.apps.participation.services.contributions.limits import locked_contributor
from faire_ensemble.apps.participation.services.contributions.links import STOP, new_link
from faire_ensemble.kit import mail

BETWEEN = timedelta(hours=24)
AT_ONCE = 500


def send_digests() -> int:
    """Queue the mails that are due; how many. Two workers, or a kill, send nothing twice."""
    since = timezone.now() - BETWEEN
    due = (
        Contributor.objects.filter(tellings__sent_at=None, tellings__isnull=False)
        .filter(Q(confirmed_at__isnull=False), stopped_at=None)
        .exclude(email="", person=None)
        .exclude(pk__in=Telling.objects.filter(sent_at__gt=since).values("contributor"))
        .distinct()
        .order_by("pk")
    )
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _send(contributor_id: int) -> int:
    """Looked at again under the lock of the person's row, dated with the mail it queues."""
    with transaction.atomic():
        contributor = locked_contributor(contributor_id)
        told = Telling.objects.filter(contributor=contributor)
        recent = told.filter(sent_at__gt=timezone.now() - BETWEEN).exists()
        address = _address(contributor)
        waiting = list(told.filter(sent_at=None))
        if recent or not waiting or not address or contributor.stopped_at is not None:
            return 0
        with override(contributor.language):
            mail.send(address, _subject(waiting), _text(contributor, waiting))
        told.filter(pk__in=[each.pk for each in waiting]).update(sent_at=timezone.now())
    return 1


def _address(contributor: Contributor) -> str:
    person = contributor.person
    if person is not None and not person.is_active:
        return ""
    return contributor.email or (person.email if person is not None else "")


def _subject(waiting: list[Telling]) -> str:
    return ngettext(
        "Une nouvelle de votre contribution", "%(n)s nouvelles de vos contributions", len(waiting)
    ) % {"n": len(waiting)}


def _text(contributor: Contributor, waiting: list[Telling]) -> str:
    site = contributor.site
    process = contributor.process
    mine = reverse("participation:my_contributions", args=[process.code])
    stop = reverse("participation:stop_mails", args=[new_link(contributor, STOP)])
    return "\n\n".join(
        (
            _("Du nouveau dans « %(process)s » :") % {"process": process.title},
            *(each.text for each in waiting),
            _("Vos contributions : %(address)s") % {"address": f"{site}{mine}"},
            _("Ne plus recevoir ces messages : %(address)s") % {"address": f"{site}{stop}"},
        )
    )
