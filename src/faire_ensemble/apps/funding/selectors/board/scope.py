"""What a person sees of a contract on the board."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DecimalField, F, Q, QuerySet, Value, When

from faire_ensemble.apps.accounts.selectors import mandates_of
from faire_ensemble.apps.contract.selectors import contracts_by_code
from faire_ensemble.apps.funding.models import Call, FundingRequest
from faire_ensemble.apps.funding.permissions.standing import Actor, Mandates, mandates_in
from faire_ensemble.apps.funding.selectors.visible import to_instruct


@dataclass(frozen=True, slots=True)
class CallChoice:
    id: int
    title: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class ContractChoice:
    """A contract that has calls; `epci_id` says where its places are."""

    id: int
    name: str = ""
    epci_id: int | None = None
    calls: tuple[CallChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The person, their mandates in the contract, and the files open to them.

    `files` carries `shown_score`: the score where the person may read it (its instructors and
    elected members), nothing elsewhere, so that no filter or order tells what the page hides.
    """

    actor: Actor
    contract: ContractChoice
    mandates: Mandates
    files: QuerySet[Any]

    @property
    def reads_scores(self) -> bool:
        return self.mandates.instructs or self.mandates.elected


def contracts_open_to(actor: Actor) -> list[ContractChoice]:
    """Contracts with calls where the person holds a mandate, the latest first: three queries."""
    codes = {mandate.contract for mandate in mandates_of(actor)}
    if not codes:
        return []
    known = contracts_by_code()
    calls = Call.objects.exclude(state="draft").order_by("-first_year", "title", "pk")
    if "" not in codes:
        calls = calls.filter(contract__in={known[code] for code in codes if code in known})
    found: dict[int, ContractChoice] = {}
    for contract, name, epci, pk, title, first, last in calls.values_list(
        "contract_id", "contract__name", "contract__epci_id", "pk", "title", "first_year",
        "last_year",
    ):  # fmt: skip
        before = found[contract].calls if contract in found else ()
        found[contract] = ContractChoice(
            contract, name, epci, (*before, CallChoice(pk, title, first, last))
        )
    return list(found.values())


def scope_of(actor: Actor, contract: ContractChoice) -> Scope:
    """Three queries; the files themselves are read later."""
    return scope_as(actor, contract, mandates_in(actor, contract.id))


def scope_as(actor: Actor, contract: ContractChoice, mandates: Mandates) -> Scope:
    """The same for a person whose mandates there are known: no query."""
    files = to_instruct(actor, contract.id, mandates)
    return Scope(actor, contract, mandates, files.annotate(shown_score=_score_for(mandates)))


def _score_for(mandates: Mandates) -> Case | F:
    if mandates.officer or mandates.elected:
        return F("score")
    funded = FundingRequest.objects.filter(funder__in=mandates.acting_for)
    return Case(
        When(Q(pk__in=funded.values("application")), then=F("score")),
        default=Value(None),
        output_field=DecimalField(max_digits=7, decimal_places=4),
    )
