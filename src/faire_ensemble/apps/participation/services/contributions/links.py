"""Links mailed to people: a random secret, of which only the digest is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION, ContributionState
from faire_ensemble.apps.participation.models import (
    Contribution,
    Contributor,
    Entry,
    PersonalLink,
    Process,
)
from faire_ensemble.apps.participation.permissions.contributions import can_enter_with
from faire_ensemble.apps.participation.services.contributions.identity import (
    Visit,
    actor_of,
    contributor_of_address,
)
from faire_ensemble.apps.participation.services.contributions.limits import (
    locked_contributor,
    may_mail_a_link,
)
from faire_ensemble.apps.participation.services.contributions.publishing import receive
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import require

ENTER, STOP = PersonalLink.Purpose.ENTER, PersonalLink.Purpose.STOP
ENTER_FOR = timedelta(days=7)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_link(
    contributor: Contributor, purpose: str, contribution: Contribution | None = None
) -> str:
    """The secret of a new link; it is never seen again."""
    secret = secrets.token_urlsafe(24)
    PersonalLink.objects.create(
        contributor=contributor,
        purpose=purpose,
        digest=digest_of(secret),
        contribution=contribution,
        made_at=timezone.now(),
    )
    return secret


def link_of(secret: str, purpose: str) -> PersonalLink | None:
    """The link of a secret, unless too old. STOP never ages: a mail can always be refused."""
    found = (
        PersonalLink.objects.select_related("contributor__process", "contribution")
        .filter(digest=digest_of(secret), purpose=purpose)
        .first()
    )
    if found is None or (purpose == ENTER and found.made_at < timezone.now() - ENTER_FOR):
        return None
    return found


def send_entry(*, process: Process, address: str, visit: Visit) -> None:
    """Mail a link to come in. Nothing tells whether the address was known.

    Raises `Refused` when the process takes no address, `BadInput` for what is not one.
    """
    require(can_enter_with(process, Entry.EMAIL))
    with transaction.atomic():
        found = contributor_of_address(process, address, visit)
        contributor = locked_contributor(found.pk)
        if may_mail_a_link(contributor):
            mail_entry(contributor, visit)


def mail_entry(
    contributor: Contributor, visit: Visit, contribution: Contribution | None = None
) -> None:
    """Queue the mail with its link, in the language of the visit; `contribution` waits for it."""
    secret = new_link(contributor, ENTER, contribution)
    address = f"{visit.site}{reverse('participation:enter_by_link', args=[secret])}"
    with override(visit.language):
        if contribution is not None:
            subject = _("Confirmez votre contribution")
            start = _("Vous avez écrit « %(title)s » dans « %(process)s ».") % {
                "title": contribution.title, "process": contributor.process.title,
            }  # fmt: skip
        else:
            subject = _("Votre lien pour participer")
            start = _("Vous avez demandé à participer à « %(process)s ».") % {
                "process": contributor.process.title
            }
        text = "\n\n".join(
            (
                start,
                _("Ouvrez ce lien, puis appuyez sur le bouton de la page :"),
                address,
                _("Il sert pendant %(days)s jours. Si ce n'est pas vous, ne faites rien : rien ne "
                  "sera publié.") % {"days": ENTER_FOR.days},
            )
        )  # fmt: skip
    mail.send(contributor.email, subject, text)


def enter_by_link(*, secret: str, contribution_ids: Iterable[int] = ()) -> Contributor:
    """Prove the address, and confirm the contributions chosen. Twice does what once does.

    Raises `BadInput` when the link is unknown or too old.
    """
    found = link_of(secret, ENTER)
    if found is None:
        raise BadInput(_("Ce lien ne sert plus : demandez-en un autre."))
    with transaction.atomic():
        contributor = locked_contributor(found.contributor_id)
        if contributor.confirmed_at is None:
            contributor.confirmed_at = timezone.now()
            contributor.save(update_fields=["confirmed_at"])
        waiting = Contribution.objects.select_for_update().filter(
            contributor=contributor,
            pk__in=list(contribution_ids),
            state=ContributionState.UNCONFIRMED,
        )
        for contribution in waiting.order_by("pk"):
            contribution.state = CONTRIBUTION.after("confirm", contribution.state)
            receive(contribution, contributor.process)
            audit.record(
                actor=actor_of(contributor),
                verb="contribution confirmée",
                subject=f"contribution:{contribution.pk}",
            )
    return contributor


def stop_by_link(*, secret: str) -> Contributor:
    """No more mails to this person about this process. Raises `BadInput`."""
    found = link_of(secret, STOP)
    if found is None:
        raise BadInput(_("Ce lien n'existe pas : recopiez-le en entier."))
    with transaction.atomic():
        contributor = locked_contributor(found.contributor_id)
        if contributor.stopped_at is None:
            contributor.stopped_at = timezone.now()
            contributor.save(update_fields=["stopped_at"])
            audit.record(
                actor=actor_of(contributor),
                verb="messages arrêtés",
                subject=f"contributeur:{contributor.pk}",
            )
    return contributor


def forget_unconfirmed() -> int:
    """Remove what nobody confirmed in time, and the addresses typed for it: how many rows."""
    limit = timezone.now() - ENTER_FOR
    with transaction.atomic():
        old = Contribution.objects.filter(
            state=ContributionState.UNCONFIRMED, sent_at__lt=limit, source=""
        )
        gone, _each = old.delete()
        PersonalLink.objects.filter(purpose=ENTER, made_at__lt=limit).delete()
        idle = Contributor.objects.filter(
            confirmed_at=None, person=None, code=None, reference="", created_at__lt=limit,
            contributions=None, comments=None, supports=None, links=None,
        )  # fmt: skip
        people, _each = idle.delete()
        if gone or people:
            audit.record(
                actor=None,
                verb="contributions jamais confirmées effacées",
                subject="participation",
                detail={"contributions": gone, "contributeurs": people},
            )
    return gone + people
