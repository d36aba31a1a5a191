"""How much one person may send in a day, and how many mails one connection may ask for. The
person's row is locked while it is counted, so that two requests at once cannot both be the last
one allowed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Contributor,
    PersonalLink,
    Process,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit.counting import count_today

DAY = timedelta(days=1)


def locked_contributor(contributor_id: int) -> Contributor:
    """The person, their row locked until the end of the transaction: their acts queue."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock belongs inside a transaction")
    return (
        Contributor.objects.select_for_update(of=("self",))
        .select_related("process", "person")
        .get(pk=contributor_id)
    )


def check_contributions(contributor: Contributor) -> None:
    """Raises `BadInput` past the number of contributions of a day. The row must be locked."""
    sent = Contribution.objects.filter(contributor=contributor, sent_at__gt=timezone.now() - DAY)
    if sent.count() >= settings.FAIRE_CONTRIBUTIONS_A_DAY:
        raise BadInput(
            _("Vous avez déjà envoyé %(n)s contributions en vingt-quatre heures dans cette "
              "démarche : revenez demain.") % {"n": settings.FAIRE_CONTRIBUTIONS_A_DAY}
        )  # fmt: skip


def check_comments(contributor: Contributor) -> None:
    """The same for comments."""
    sent = Comment.objects.filter(contributor=contributor, sent_at__gt=timezone.now() - DAY)
    if sent.count() >= settings.FAIRE_COMMENTS_A_DAY:
        raise BadInput(
            _("Vous avez déjà envoyé %(n)s commentaires en vingt-quatre heures : revenez demain.")
            % {"n": settings.FAIRE_COMMENTS_A_DAY}
        )


def may_mail_a_link(contributor: Contributor) -> bool:
    """Whether another mail may leave to this address: nobody is flooded by somebody else."""
    made = PersonalLink.objects.filter(contributor=contributor, made_at__gt=timezone.now() - DAY)
    return made.filter(purpose=PersonalLink.Purpose.ENTER).count() < settings.FAIRE_LINKS_A_DAY


def count_mail(process: Process, origin: str) -> None:
    """A mail is asked for by somebody not yet known, at `origin` (an address).

    Raises `BadInput` past the number of a day: a machine could otherwise write to a whole town from
    here. A room shares one address, so that the number is large, and codes and accounts are free.
    """
    if count_today(f"participation-mails:{process.pk}", origin) > settings.FAIRE_MAILS_PER_ORIGIN:
        raise BadInput(
            _("Trop de messages ont été demandés aujourd'hui depuis cette connexion : revenez "
              "demain, ou adressez-vous à l'équipe de la démarche.")
        )  # fmt: skip
