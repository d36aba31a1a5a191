"""What a person is to a file: every permission of the app starts from here.

Rights come from three places only: being a writer of the file, a mandate in its contract, and
having stepped aside. Stewards of the tool have no right on files: they manage accounts.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import (
    INSTRUCTING,
    NOBODY,
    Mandates,
    mandates_in,
    signed_in,
)
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    ApplicationPartner,
    FundingRequest,
    Recusal,
    Referral,
    Right,
)
from faire_ensemble.kit.verdicts import Verdict, refused

__all__ = [
    "INSTRUCTING",
    "NOBODY",
    "Actor",
    "Mandates",
    "Standing",
    "mandates_in",
    "recused_verdict",
    "signed_in",
    "standing",
]

Actor = Any  # A User, Django's AnonymousUser, or None.


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is to one application.

    `right` is empty, or a value of `Right`. `funders`: organisations the person acts for that
    are asked for money here; `services`: those referred to as mainstream services.
    """

    mandates: Mandates = NOBODY
    right: str = ""
    funders: frozenset[int] = frozenset()
    services: frozenset[int] = frozenset()
    recused: bool = False

    @property
    def writes(self) -> bool:
        return self.right in (Right.WRITE, Right.SUBMIT)

    @property
    def instructs(self) -> bool:
        """An officer of the contract, or somebody acting for a funder of the file."""
        return self.mandates.officer or bool(self.funders)


def standing(actor: Actor, application: Application) -> Standing:
    """Seven queries at most."""
    if actor is None or not actor.is_authenticated or not actor.is_active:
        return Standing()
    mandates = mandates_in(actor, application.call.contract_id)
    acting = mandates.acting_for
    requested = FundingRequest.objects.filter(application=application, funder__in=acting)
    referred = Referral.objects.filter(application=application, organisation__in=acting)
    return Standing(
        mandates=mandates,
        right=_right(actor, application, mandates),
        funders=frozenset(requested.values_list("funder_id", flat=True)) if acting else acting,
        services=frozenset(referred.values_list("organisation_id", flat=True))
        if acting
        else acting,
        recused=Recusal.objects.filter(application=application, person_id=actor.pk).exists(),
    )


def _right(actor: Actor, application: Application, mandates: Mandates) -> str:
    """The person's own right, else the one of their association: lead submits, partners write."""
    own = (
        ApplicationMember.objects.filter(application=application, person_id=actor.pk)
        .values_list("right", flat=True)
        .first()
    )
    if own:
        return own
    if application.lead_id in mandates.holding:
        return Right.SUBMIT
    if not mandates.holding:
        return ""
    joined = ApplicationPartner.objects.filter(
        application=application, organisation__in=mandates.holding
    )
    return Right.WRITE if joined.exists() else ""


def recused_verdict() -> Verdict:
    """What a person who stepped aside reads wherever the file would be."""
    return refused(_("Vous vous êtes retiré de ce dossier : il vous est fermé, et c'est inscrit."))
