"""Preparing a programme: started from a scenario, from the committees or from nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.programmes import PROGRAMME
from faire_ensemble.apps.funding.models import (
    Call,
    CommitteeProposal,
    Programme,
    ProgrammeLine,
    Scenario,
)
from faire_ensemble.apps.funding.permissions.programmes import can_prepare_programme
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.problems import Built, build_problem
from faire_ensemble.apps.funding.selectors.rules import Rules
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

ZERO = Decimal(0)
BATCH = 500


class BadProgramme(ValueError):
    """What is asked of a programme is impossible; the message says why (French).

    `field` is the field of the form that it is about, empty for several.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a request: euros (0: not to fund), the envelope, the reason."""

    amount: Decimal
    envelope: int | None = None
    why: str = ""
    outcome: str = ""


def start_programme(
    *,
    actor: Actor,
    call: Call,
    year: int,
    title: str,
    body: str,
    scenario: Scenario | None = None,
    from_committees: bool = False,
) -> Programme:
    """One line for each request still to decide, with what is proposed for it.

    Raises `Refused`, or `BadProgramme` when one is already in preparation, when nothing is to
    decide, or when the scenario is not a computed one of this call and year.
    """
    require(can_prepare_programme(actor, call.contract_id))
    if scenario is not None:
        _check_scenario(scenario, call, year)
    built = build_problem(call, year, Rules())
    if not built.requests:
        raise BadProgramme(_("Aucune demande n'est à décider pour cet appel et cette année."))
    made = Programme(
        call=call, year=year, title=title.strip(), scenario=scenario,
        decided_by_body=body.strip(), created_at=timezone.now(),
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise BadProgramme(
                _("Une programmation est déjà en préparation pour cet appel et cette année.")
            ) from None
        proposals = _proposals(built, scenario, from_committees)
        ProgrammeLine.objects.bulk_create(
            (_line(made, row, proposals.get(row.pk)) for row in built.requests.values()),
            batch_size=BATCH,
        )
        audit.record(
            actor=actor,
            verb="programmation préparée",
            subject=f"programmation:{made.pk}",
            detail={
                "appel": call.code,
                "année": year,
                "scénario": scenario.pk if scenario else None,
                "lignes": len(built.requests),
            },
        )
    return made


def refresh_lines(*, actor: Actor, programme: Programme) -> tuple[int, int]:
    """Add the requests that came since, drop those withdrawn or decided elsewhere.

    Returns how many were added and dropped.
    """
    with transaction.atomic():
        kept = lock_programme(programme)
        require(can_prepare_programme(actor, kept.call.contract_id))
        require_preparing(kept)
        held = set(kept.lines.values_list("request_id", flat=True))
        built = build_problem(kept.call, kept.year, Rules())
        rows = {row.pk: row for row in built.requests.values()}
        dropped, _detail = kept.lines.exclude(request__in=list(rows)).delete()
        missing = [row for pk, row in rows.items() if pk not in held]
        ProgrammeLine.objects.bulk_create(
            (_line(kept, row, None) for row in missing), batch_size=BATCH
        )
        audit.record(
            actor=actor,
            verb="programmation mise à jour",
            subject=f"programmation:{kept.pk}",
            detail={"ajoutées": len(missing), "retirées": dropped},
        )
    return len(missing), dropped


def drop_programme(*, actor: Actor, programme: Programme) -> Programme:
    """Give a programme up: another may be started. Its lines stay readable."""
    with transaction.atomic():
        kept = lock_programme(programme)
        require(can_prepare_programme(actor, kept.call.contract_id))
        require_preparing(kept)
        kept.state = PROGRAMME.after("drop", kept.state)
        kept.save(update_fields=["state"])
        audit.record(
            actor=actor, verb="programmation abandonnée", subject=f"programmation:{kept.pk}"
        )
    return kept


def lock_programme(programme: Programme) -> Programme:
    """The row again, locked: whoever decides a line or adopts queues here first."""
    return (
        Programme.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(pk=programme.pk)
    )


def require_preparing(programme: Programme) -> None:
    """Refuse to touch what was adopted or dropped."""
    try:
        PROGRAMME.after("adopt", programme.state)
    except Impossible:
        raise BadProgramme(_("Cette programmation est déjà adoptée ou abandonnée.")) from None


def _check_scenario(scenario: Scenario, call: Call, year: int) -> None:
    if (scenario.call_id, scenario.year, scenario.state) != (
        call.pk,
        year,
        Scenario.State.DONE,
    ):
        raise BadProgramme(_("Ce scénario n'est pas calculé pour cet appel et cette année."))


def _line(programme: Programme, row: Any, proposal: Proposal | None) -> ProgrammeLine:
    """An award without an envelope that can pay it all is left to decide."""
    line = ProgrammeLine(programme=programme, request=row)
    if proposal is None:
        return line
    line.proposed, line.proposed_why = proposal.amount, proposal.why
    if proposal.outcome:
        line.outcome, line.reason = proposal.outcome, proposal.why
    elif proposal.amount == 0:
        line.outcome, line.reason = ProgrammeLine.Outcome.REFUSE, proposal.why
    elif proposal.envelope is not None:
        line.outcome, line.reason = ProgrammeLine.Outcome.AWARD, proposal.why
        line.amount, line.envelope_id = proposal.amount, proposal.envelope
    return line


def _proposals(
    built: Built, scenario: Scenario | None, from_committees: bool
) -> dict[int, Proposal]:
    if scenario is not None:
        return _of_scenario(built, scenario)
    return _of_committees(built) if from_committees else {}


def _of_scenario(built: Built, scenario: Scenario) -> dict[int, Proposal]:
    result: dict[str, Any] = scenario.result or {}
    amounts = {name: Decimal(value) for name, value in result["amounts"].items()}
    known = {each["id"]: each["excluded"] for each in scenario.problem["requests"]}
    purse = _Purse(built)
    # Those with the fewest envelopes first, then the largest: they have the least choice.
    ranked = sorted(amounts, key=lambda name: (purse.choices(name), -amounts[name], name))
    paid = {name: purse.pay(name, amounts[name]) for name in ranked}
    found = {}
    for name, row in built.requests.items():
        if name not in known:
            continue
        if amounts.get(name):
            why = _("Retenue dans le scénario « %(title)s ».") % {"title": scenario.title}
        elif known[name]:
            why = _("Non retenue : %(why)s.") % {"why": known[name]}
        else:
            why = _(
                "Non retenue dans le scénario « %(title)s » : les enveloppes et les règles n'ont "
                "pas suffi à toutes les demandes."
            ) % {"title": scenario.title}
        found[row.pk] = Proposal(amounts.get(name, ZERO), paid.get(name), why)
    return found


def _of_committees(built: Built) -> dict[int, Proposal]:
    """The last word of the sessions, whatever their number."""
    said = CommitteeProposal.objects.filter(
        request__in=[row.pk for row in built.requests.values()]
    ).order_by("item__session__starts_at", "pk")
    last = {each.request_id: each for each in said}
    purse, found = _Purse(built), {}
    for name, row in built.requests.items():
        proposal = last.get(row.pk)
        if proposal is None:
            continue
        award = proposal.outcome == CommitteeProposal.Outcome.AWARD
        amount = proposal.amount or ZERO
        found[row.pk] = Proposal(
            amount=amount,
            envelope=purse.pay(name, amount) if award else None,
            why=proposal.reason,
            outcome="" if award else proposal.outcome,
        )
    return found


class _Purse:
    """Charges each amount to one envelope that has it all, the fullest fit first."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self._left = {row.id: row.amount for row in built.problem.envelopes}

    def choices(self, name: str) -> int:
        """How many envelopes may pay a request."""
        request = self._built.problem.request_by_id.get(name)
        return 0 if request is None else len(self._built.problem.payers(request))

    def pay(self, name: str, amount: Decimal) -> int | None:
        """The key of the envelope charged, or None when none has enough by itself."""
        request = self._built.problem.request_by_id.get(name)
        if request is None:
            return None
        able = [
            row.id
            for row in self._built.problem.payers(request)
            if self._left[row.id] >= amount and row.id in self._built.envelopes
        ]
        if not able:
            return None
        chosen = min(able, key=lambda each: (self._left[each], each))
        self._left[chosen] -= amount
        return self._built.envelopes[chosen]
