"""What a person may act as in a contract: the permissions of the apps above start from here."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import mandates_of
from faire_ensemble.apps.contract.models import ContractCode
from faire_ensemble.apps.directory.selectors import organisations_known_as
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any  # A User, Django's AnonymousUser, or None.
INSTRUCTING = ("officer", "partner")


@dataclass(frozen=True, slots=True)
class Mandates:
    """What a person may act as in a contract today.

    `acting_for` maps the organisations (pk) of officer and partner mandates; `holding` those of
    holder mandates; `councils` are names.
    """

    officer: bool = False
    elected: bool = False
    acting_for: frozenset[int] = frozenset()
    holding: frozenset[int] = frozenset()
    councils: tuple[str, ...] = ()

    @property
    def instructs(self) -> bool:
        """Officers, and partners whose organisation is known."""
        return self.officer or bool(self.acting_for)


NOBODY = Mandates()


def mandates_in(actor: Actor, contract_id: int) -> Mandates:
    """The mandates of a person in a contract (three queries). A mandate without contract counts."""
    if actor is None or not actor.is_authenticated or not actor.is_active:
        return NOBODY
    codes = ContractCode.objects.filter(contract=contract_id).values_list("code", flat=True)
    return _mandates(actor, frozenset(codes))


def _mandates(actor: Actor, codes: frozenset[str]) -> Mandates:
    held = [
        (mandate.role, mandate.organisation)
        for mandate in mandates_of(actor)
        if not mandate.contract or mandate.contract in codes
    ]
    if not held:
        return NOBODY
    known = organisations_known_as(name for role, name in held if role in (*INSTRUCTING, "holder"))
    return Mandates(
        officer=any(role == "officer" for role, _name in held),
        elected=any(role == "elected" for role, _name in held),
        acting_for=frozenset(
            known[name] for role, name in held if role in INSTRUCTING and name in known
        ),
        holding=frozenset(known[name] for role, name in held if role == "holder" and name in known),
        councils=tuple(name for role, name in held if role == "council"),
    )


def signed_in(actor: Actor) -> Verdict:
    """The base of every rule that is not public."""
    if actor is None or not actor.is_authenticated:
        return refused(_("Connectez-vous pour ouvrir cette page."))
    if not actor.is_active:
        return refused(_("Ce compte est fermé."))
    return ALLOWED
