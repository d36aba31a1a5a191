"""Proposing, and taking back what one proposed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import CONTRIBUTION, Act, ContributionState
from faire_ensemble.apps.participation.models import (
    Contribution,
    Contributor,
    Moderation,
    ModerationReason,
    Process,
)
from faire_ensemble.apps.participation.permissions.contributions import can_act, can_withdraw
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services.contributions.identity import (
    HERE,
    Visit,
    actor_of,
)
from faire_ensemble.apps.participation.services.contributions.kinship import release
from faire_ensemble.apps.participation.services.contributions.limits import (
    check_contributions,
    locked_contributor,
)
from faire_ensemble.apps.participation.services.contributions.links import mail_entry
from faire_ensemble.apps.participation.services.contributions.publishing import receive
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.processes import locked_process, next_number
from faire_ensemble.apps.territory.selectors import gazetteer, locate, standings_of
from faire_ensemble.core.similarity import fold
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

TITLE_MAX, BODY_MAX = 150, 5000
AGAIN = timedelta(minutes=10)


class Draft(TypedDict, total=False):
    """What somebody wrote; `title` and `body` are required. Degrees, euros."""

    title: str
    body: str
    category: str
    territory_id: int | None
    place: str
    longitude: float | None
    latitude: float | None
    cost: Decimal | None
    name: str


def folded_text(title: str, body: str) -> str:
    """What search and « similar » read: the title on a line of its own."""
    return f"{fold(title)}\n{fold(body)}"


def propose(
    *, contributor_id: int, draft: Draft, proved: bool, visit: Visit = HERE
) -> Contribution:
    """Write a contribution. Not `proved`: it waits, unread, for the link mailed to its author.

    Raises `Refused` outside of the phases, `BadInput` for what was typed or too many in a day.
    """
    with transaction.atomic():
        contributor = locked_contributor(contributor_id)
        process = contributor.process
        require(can_act(process, process_standing(process), Act.CONTRIBUTE))
        fields = _checked(draft, process)
        again = _same_just_sent(contributor, fields)
        if again is not None:
            return again
        check_contributions(contributor)
        contribution = Contribution(
            process=process,
            number=next_number(locked_process(process.pk)),
            contributor=contributor,
            language=visit.language,
            state=ContributionState.WAITING if proved else ContributionState.UNCONFIRMED,
            sent_at=timezone.now(),
            **fields,
        )
        if proved:
            receive(contribution, process)
        else:
            contribution.save()
            mail_entry(contributor, visit, contribution)
        _sign(contributor, draft, proved)
        audit.record(
            actor=actor_of(contributor) if proved else f"contributeur:{contributor.pk}",
            verb="contribution reçue",
            subject=f"contribution:{contribution.pk}",
            detail={"démarche": process.code, "état": str(contribution.state)},
        )
    return contribution


def withdraw_contribution(*, contributor_id: int, contribution_id: int) -> Contribution:
    """Take back one's own. Those merged into it come back on their own. Raises `Refused`."""
    with transaction.atomic():
        contributor = locked_contributor(contributor_id)
        contribution = Contribution.objects.select_for_update().get(pk=contribution_id)
        require(can_withdraw(contributor, contribution))
        actor = actor_of(contributor)
        contribution.state = CONTRIBUTION.after("withdraw", contribution.state)
        contribution.merged_into = None
        contribution.save(update_fields=["state", "merged_into"])
        release(contribution, contributor.person, _("Retirée par son auteur."))
        Moderation.objects.create(
            contribution=contribution,
            act=Moderation.Act.WITHDRAW,
            reason=ModerationReason.AUTHOR,
            by=contributor.person,
            at=timezone.now(),
        )
        audit.record(
            actor=actor, verb="contribution retirée", subject=f"contribution:{contribution.pk}"
        )
    return contribution


def _same_just_sent(contributor: Contributor, fields: dict[str, Any]) -> Contribution | None:
    """The one that a second click sent again."""
    return Contribution.objects.filter(
        contributor=contributor,
        title=fields["title"],
        body=fields["body"],
        sent_at__gt=timezone.now() - AGAIN,
    ).first()


def _checked(draft: Draft, process: Process) -> dict[str, Any]:
    """The fields of the row, or the sentence that says what is wrong."""
    title, body = " ".join(draft.get("title", "").split()), draft.get("body", "").strip()
    if not title:
        raise BadInput(_("Donnez un titre : une phrase qui dit ce que vous proposez."), "title")
    if len(title) > TITLE_MAX:
        raise BadInput(
            _("Le titre a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(title), "max": TITLE_MAX},
            "title",
        )
    if not body:
        raise BadInput(_("Dites ce que vous proposez, en une phrase au moins."), "body")
    if len(body) > BODY_MAX:
        raise BadInput(
            _("Le texte a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(body), "max": BODY_MAX},
            "body",
        )
    category = draft.get("category", "")
    if category and category not in process.categories:
        raise BadInput(_("Choisissez un thème de la liste."), "category")
    cost = draft.get("cost")
    if cost is not None and cost <= 0:
        raise BadInput(_("Un coût est un montant plus grand que zéro, ou rien."), "cost")
    longitude, latitude = draft.get("longitude"), draft.get("latitude")
    return {
        "title": title,
        "body": body,
        "folded": folded_text(title, body),
        "category": category,
        "territory_id": _neighbourhood(longitude, latitude) or draft.get("territory_id"),
        "place": " ".join(draft.get("place", "").split())[:200],
        "longitude": longitude,
        "latitude": latitude,
        "cost": cost,
    }


def _neighbourhood(longitude: float | None, latitude: float | None) -> int | None:
    """The neighbourhood of a point; none outside of them. Raises `BadInput` far from here."""
    if longitude is None or latitude is None:
        if longitude is not None or latitude is not None:
            raise BadInput(_("Le point est incomplet : touchez à nouveau la carte."), "longitude")
        return None
    communes, quarters = locate(longitude, latitude)
    if not communes and not quarters and gazetteer().communes:
        raise BadInput(
            _("Ce point est hors du territoire : touchez la carte à l'intérieur."), "longitude"
        )
    # With the contours of 2014 alone, none is of today: those that the site shows serve.
    found = quarters or standings_of([(longitude, latitude)])[0].inside
    return found[0].pk if found else None


def _sign(contributor: Contributor, draft: Draft, proved: bool) -> None:
    """Keep the name somebody wants to be shown under; an unproved visitor changes nobody's."""
    name = " ".join(draft.get("name", "").split())[:80]
    if name and name != contributor.name and (proved or not contributor.confirmed_at):
        contributor.name = name
        contributor.save(update_fields=["name"])
