"""What a person may act as in a contract: the permissions of the apps above start from here."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import MandateList, held_today
from faire_ensemble.apps.contract.models import Contract, ContractCode
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
    if not _open(actor):
        return NOBODY
    codes = ContractCode.objects.filter(contract=contract_id).values_list("code", flat=True)
    held = _within(held_today(actor), frozenset(codes))
    return _as(held, _known(held))


def mandates_everywhere(actor: Actor) -> dict[int, Mandates]:
    """The same for every contract where the person has any: three queries however many contracts,
    one for whoever holds no mandate."""
    held = held_today(actor) if _open(actor) else []
    if not held:
        return {}
    codes: dict[int, set[str]] = {}
    for contract, code in Contract.objects.order_by("-starts_on", "pk").values_list(
        "pk", "codes__code"
    ):
        codes.setdefault(contract, set()).add(code or "")
    known = _known(held)
    within = {pk: _within(held, frozenset(each)) for pk, each in codes.items()}
    return {pk: _as(mandates, known) for pk, mandates in within.items() if mandates}


def _open(actor: Actor) -> bool:
    return actor is not None and bool(actor.is_authenticated) and bool(actor.is_active)


def _within(held: MandateList, codes: frozenset[str]) -> MandateList:
    return [each for each in held if not each.contract or each.contract in codes]


def _known(held: MandateList) -> dict[str, int]:
    named = (*INSTRUCTING, "holder")
    return organisations_known_as(each.organisation for each in held if each.role in named)


def _as(held: MandateList, known: dict[str, int]) -> Mandates:
    def organisations(*roles: str) -> frozenset[int]:
        names = {each.organisation for each in held if each.role in roles}
        return frozenset(known[name] for name in names if name in known)

    if not held:
        return NOBODY
    return Mandates(
        officer=any(each.role == "officer" for each in held),
        elected=any(each.role == "elected" for each in held),
        acting_for=organisations(*INSTRUCTING),
        holding=organisations("holder"),
        councils=tuple(each.organisation for each in held if each.role == "council"),
    )


def signed_in(actor: Actor) -> Verdict:
    """The base of every rule that is not public."""
    if actor is None or not actor.is_authenticated:
        return refused(_("Connectez-vous pour ouvrir cette page."))
    if not actor.is_active:
        return refused(_("Ce compte est fermé."))
    return ALLOWED
