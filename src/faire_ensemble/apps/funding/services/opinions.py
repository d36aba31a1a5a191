"""Giving an opinion: a funder's on its request, a mainstream service's, a conseil citoyen's.

Each person has a row of their own, so that two people saving at once never overwrite each other.
Writing again dates the former row as superseded and makes a new one. An internal opinion is a
working note of its organisation: it does not make the request « read », since the others would
learn from the state that it exists.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.requests import REQUEST
from faire_ensemble.apps.funding.models import (
    Advice,
    Application,
    FundingRequest,
    Opinion,
    OpinionKind,
)
from faire_ensemble.apps.funding.permissions.instruction import (
    can_give_council_opinion,
    can_give_funder_opinion,
    can_give_mainstream_opinion,
)
from faire_ensemble.apps.funding.permissions.standing import Actor, standing
from faire_ensemble.apps.funding.services.locking import locked_application, locked_request
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import euros
from faire_ensemble.kit.verdicts import require

TEXT_MAX = 10_000


class BadOpinion(ValueError):
    """An opinion that cannot be kept as it is; the message says why (French), `field` where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says. `amount`: euros proposed by a funder.

    `mainstream_amount` and `mainstream_means`: what droit commun could take over, in euros and in
    words (posts, premises, hours), never mixed in one text.
    """

    advice: str
    text: str = ""
    internal: bool = False
    amount: Decimal | None = None
    mainstream_amount: Decimal | None = None
    mainstream_means: str = ""


def give_funder_opinion(*, actor: Actor, request: FundingRequest, said: Said) -> Opinion:
    """The opinion of the request's funder; a shared one makes the request « read ».

    Raises `Refused`, `BadOpinion` (no reason given, amount above what is asked).
    """
    with transaction.atomic():
        request = locked_request(request.pk)
        require(can_give_funder_opinion(actor, request))
        _check(said)
        opinion, new = _keep(
            actor,
            request.application,
            said,
            kind=OpinionKind.FUNDER,
            request=request,
            organisation_id=request.funder_id,
            amount=_proposed(said, request),
        )
        if new and not said.internal:
            request.state = REQUEST.after("read", request.state)
            request.save(update_fields=["state"])
    return opinion


def give_mainstream_opinion(
    *, actor: Actor, application: Application, organisation_id: int, said: Said
) -> Opinion:
    """What a service that was asked could take over. Raises `Refused`, `BadOpinion`."""
    with transaction.atomic():
        application = locked_application(application.pk)
        require(can_give_mainstream_opinion(actor, application, organisation_id))
        _check(said)
        if said.mainstream_amount is not None and said.mainstream_amount < 0:
            raise BadOpinion("mainstream_amount", _("Le montant ne peut pas être négatif."))
        means = said.mainstream_means.strip()
        brings = said.advice != Advice.UNFAVOURABLE
        if brings and not means and not said.mainstream_amount:
            raise BadOpinion(
                "mainstream_means",
                _("Dites ce que le droit commun peut apporter : un montant, des moyens, ou les "
                  "deux."),
            )  # fmt: skip
        opinion, _new = _keep(
            actor,
            application,
            said,
            kind=OpinionKind.MAINSTREAM,
            organisation_id=organisation_id,
            mainstream_amount=said.mainstream_amount or None,
            mainstream_means=means[:TEXT_MAX],
        )
    return opinion


def give_council_opinion(*, actor: Actor, application: Application, said: Said) -> Opinion:
    """A conseil citoyen's opinion on the whole file: always shared. `Refused`, `BadOpinion`."""
    with transaction.atomic():
        application = locked_application(application.pk)
        here = standing(actor, application)
        require(can_give_council_opinion(actor, application, here))
        if said.internal:
            raise BadOpinion("internal", _("L'avis d'un conseil citoyen est toujours partagé."))
        _check(said)
        opinion, _new = _keep(
            actor,
            application,
            said,
            kind=OpinionKind.COUNCIL,
            on_behalf_of=here.mandates.councils[0],
        )
    return opinion


def _check(said: Said) -> None:
    """What every opinion must have."""
    if said.advice not in Advice.values:
        raise BadOpinion("advice", _("Choisissez un avis."))
    if said.advice != Advice.FAVOURABLE and not said.text.strip():
        raise BadOpinion(
            "text", _("Dites pourquoi : la réserve ou le refus se lit avec sa raison.")
        )


def _proposed(said: Said, request: FundingRequest) -> Decimal | None:
    """The amount, held against what is asked; no amount goes with an unfavourable opinion."""
    if not said.amount:
        return None
    if said.amount < 0:
        raise BadOpinion("amount", _("Le montant ne peut pas être négatif."))
    if said.advice == Advice.UNFAVOURABLE:
        raise BadOpinion(
            "amount", _("Un avis défavorable ne propose pas de montant : laissez ce champ vide.")
        )
    if said.amount > request.asked:
        raise BadOpinion(
            "amount",
            _("Vous proposez %(amount)s, plus que les %(asked)s demandés à ce financeur.")
            % {"amount": euros(said.amount, None), "asked": euros(request.asked, None)},
        )
    return said.amount


def _keep(
    actor: Actor, application: Application, said: Said, *, kind: OpinionKind, **fields: Any
) -> tuple[Opinion, bool]:
    """Write the row unless the person's current one says the same; date the former one."""
    now = timezone.now()
    values: dict[str, Any] = {
        "advice": said.advice, "text": said.text.strip()[:TEXT_MAX], **fields
    }  # fmt: skip
    former = Opinion.objects.filter(
        application=application,
        request=fields.get("request"),
        kind=kind,
        organisation=fields.get("organisation_id"),
        author=actor,
        internal=said.internal,
        superseded_at=None,
    ).first()
    if former and all(getattr(former, name) == value for name, value in values.items()):
        return former, False
    if former:
        former.superseded_at = now
        former.save(update_fields=["superseded_at"])
    opinion = Opinion.objects.create(
        application=application, kind=kind, author=actor, internal=said.internal, written_at=now,
        **values,
    )  # fmt: skip
    audit.record(
        actor=actor,
        verb=_VERBS[kind, said.internal],
        subject=f"dossier:{application.pk}",
        detail=_detail(opinion),
    )
    return opinion, True


_VERBS = {
    (OpinionKind.FUNDER, False): "avis de financeur donné",
    (OpinionKind.FUNDER, True): "note interne de financeur écrite",
    (OpinionKind.MAINSTREAM, False): "avis de droit commun donné",
    (OpinionKind.MAINSTREAM, True): "note interne de service écrite",
    (OpinionKind.COUNCIL, False): "avis de conseil citoyen donné",
}


def _detail(opinion: Opinion) -> dict[str, Any]:
    """What the trail keeps: nothing of an internal opinion but that it was written."""
    detail: dict[str, Any] = {"avis": opinion.pk, "organisation": opinion.organisation_id}
    if opinion.internal:
        return detail
    amounts = {"montant": opinion.amount, "droit_commun": opinion.mainstream_amount}
    told = {name: str(value) for name, value in amounts.items() if value is not None}
    return detail | {"sens": opinion.advice, "demande": opinion.request_id} | told
