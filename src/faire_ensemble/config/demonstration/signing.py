"""What was signed: the contract of 2015, then two avenants (see `invented.toml`)."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.contract import services
from faire_ensemble.apps.contract.lifecycle import CommitmentState, WorkState
from faire_ensemble.apps.contract.models import (
    Commitment,
    CommitmentStep,
    Contract,
    Objective,
    ObjectiveMeasure,
    OperationalObjective,
    Partner,
    PlanLine,
)
from faire_ensemble.apps.observatory.models import Indicator
from faire_ensemble.config.demonstration import facts

REPORT = "Rapport politique de la ville 2015-2016, {section}"


class Signing:
    """Writes and signs as the command line does; the state of each line comes from the facts."""

    def __init__(self, contract: Contract, indicators: dict[str, Indicator]) -> None:
        self.contract, self.indicators = contract, indicators
        rows = Partner.objects.filter(contract=contract).select_related("organisation")
        self.partners = {row.organisation.name: row.organisation_id for row in rows}
        found = Objective.objects.filter(pillar__contract=contract)
        self.objectives = {row.title: row for row in found}

    @property
    def act(self) -> dict[str, Any]:
        return {"actor": None, "contract_id": self.contract.pk}

    def operational(self, fact: dict[str, Any], source: str) -> None:
        made = services.write_operational(
            objective_id=self.objectives[fact["objective"]].pk,
            title=fact["title"],
            owner_id=self.partners[fact["owner"]],
            due_on=fact.get("due_on"),
            source=source,
            **self.act,
        )
        _reach(OperationalObjective, made.pk, fact["state"])

    def commitment(self, fact: dict[str, Any], source: str, told_on: date) -> None:
        objective = fact.get("objective")
        made = services.write_commitment(
            organisation_id=self.partners[fact["organisation"]],
            objective_id=self.objectives[objective].pk if objective else None,
            title=fact["title"],
            mainstream=Decimal(fact["mainstream"]) if "mainstream" in fact else None,
            specific=Decimal(fact["specific"]) if "specific" in fact else None,
            due_on=fact.get("due_on"),
            source=source,
            **self.act,
        )
        if fact["state"] == CommitmentState.PROMISED:
            return
        Commitment.objects.filter(pk=made.pk).update(state=fact["state"])
        moment = datetime.combine(told_on, time(9))
        CommitmentStep.objects.create(
            commitment=made,
            state=fact["state"],
            words=fact.get("words", "") or source,
            at=timezone.make_aware(moment),
        )

    def plan(self, fact: dict[str, Any], source: str) -> None:
        made = services.write_plan(
            kind=fact["kind"],
            title=fact["title"],
            owner_id=self.partners[fact["owner"]],
            starts_on=fact.get("starts_on"),
            ends_on=fact.get("ends_on"),
            summary=f"Adoption : {fact['date_words']}." if fact.get("date_words") else "",
            source=source,
            **self.act,
        )
        for line in fact["lines"]:
            owner = self.partners[line["owner"]] if "owner" in line else None
            row = services.write_plan_line(
                plan_id=made.pk,
                title=line["title"],
                owner_id=owner,
                due_on=line.get("due_on"),
                **self.act,
            )
            _reach(PlanLine, row.pk, line["state"])

    def measure(self, fact: dict[str, Any], source: str) -> None:
        objective = self.objectives[fact["objective"]]
        indicator = self.indicators[fact["indicator"]]
        bare = ObjectiveMeasure.objects.filter(
            objective=objective, indicator=indicator, target_year=None
        ).first()
        services.write_measure(
            pk=bare.pk if bare is not None else None,
            objective_id=objective.pk,
            indicator_id=indicator.pk,
            target_value=Decimal(fact["target_value"]),
            target_year=fact["target_year"],
            source=source,
            **self.act,
        )

    def reword(self, before: str, after: str) -> None:
        row = self.objectives[before]
        services.write_objective(
            pillar_id=row.pillar_id, title=after, theme=row.theme, pk=row.pk, **self.act
        )

    def sign(self, title: str, day: date, why: str) -> None:
        services.sign_version(title=title, signed_on=day, why=why, **self.act)


def _reach(model: Any, pk: int, state: str) -> None:
    if state != WorkState.PLANNED:
        model.objects.filter(pk=pk).update(state=state)


def sign_versions(contract: Contract, indicators: dict[str, Indicator]) -> None:
    """The contract as signed, the report's follow-up as a first avenant, an invented second one."""
    known, invented = facts.table("contract.toml"), facts.table("invented.toml")["avenants"]
    signing = Signing(contract, indicators)
    signing.sign(contract.name, contract.signed_on or contract.starts_on, "")
    first = invented["first_signed_on"]
    for fact in known["operational"]:
        signing.operational(fact, REPORT.format(section=fact["section"]))
    for fact in known["commitments"]:
        signing.commitment(fact, REPORT.format(section=fact["section"]), first)
    for fact in known["plans"]:
        signing.plan(fact, REPORT.format(section=fact["section"]))
    signing.sign(invented["first_title"], first, invented["first_why"])
    services.write_contract(
        name=contract.name,
        ends_on=invented["ends_on"],
        orientations=contract.orientations,
        **signing.act,
    )
    for fact in invented["operational"]:
        signing.operational(fact, invented["mark"])
    for fact in invented["measures"]:
        signing.measure(fact, invented["mark"])
    for fact in invented["commitments"]:
        signing.commitment(fact, invented["mark"], invented["ends_on"])
    for fact in invented["plans"]:
        signing.plan(fact, invented["mark"])
    signing.reword(invented["reworded"], invented["new_words"])
    signing.sign(invented["second_title"], invented["second_signed_on"], invented["second_why"])
    contract.refresh_from_db()
