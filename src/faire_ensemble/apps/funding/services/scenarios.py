"""Making a scenario, computing it beside the pages, publishing it."""

import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Call, Scenario
from faire_ensemble.apps.funding.permissions.programmes import can_make_scenario
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.problems import build_problem
from faire_ensemble.apps.funding.selectors.rules import Rules, rules_to_json
from faire_ensemble.core.allocation import (
    Infeasible,
    InvalidProblem,
    Mode,
    Unfinished,
    digest,
    problem_from_json,
    problem_to_json,
    result_to_json,
    solve,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


class BadScenario(ValueError):
    """The scenario asked for is impossible; the message says why (French)."""


def make_scenario(
    *, actor: Actor, call: Call, year: int, title: str, rules: Rules, note: str = ""
) -> Scenario:
    """Freeze the problem of a call's year under these rules; a job then computes it.

    Raises `Refused`, or `BadScenario` without files, with a title already used, or for rows that
    contradict each other.
    """
    require(can_make_scenario(actor, call.contract_id))
    try:
        problem = build_problem(call, year, rules).problem
    except InvalidProblem as error:
        raise BadScenario(str(error)) from error
    unknown = sorted(set(rules.excluded) - {each.id for each in problem.applications})
    if unknown:
        raise BadScenario(
            _("Aucun dossier à décider ne porte ce numéro : %(numbers)s.")
            % {"numbers": ", ".join(unknown)}
        )
    if not problem.requests:
        raise BadScenario(_("Aucune demande n'est à décider pour cet appel et cette année."))
    made = Scenario(
        call=call, year=year, title=title.strip(), note=note.strip(), rules=rules_to_json(rules),
        problem=json.loads(problem_to_json(problem)), problem_digest=digest(problem),
        made_by=actor, made_at=timezone.now(),
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise BadScenario(
                _("Un scénario « %(title)s » existe déjà : choisissez un autre titre.")
                % {"title": made.title}
            ) from None
        audit.record(
            actor=actor,
            verb="scénario préparé",
            subject=f"scénario:{made.pk}",
            detail={"appel": call.code, "année": year, "empreinte": made.problem_digest},
        )
    return made


def compute_scenario(scenario_id: int) -> None:
    """Find the amounts. Doing it twice changes nothing: only a waiting scenario is written."""
    waiting = Scenario.objects.filter(pk=scenario_id, state=Scenario.State.WAITING)
    scenario = waiting.first()
    if scenario is None:
        return
    problem = problem_from_json(json.dumps(scenario.problem))
    try:
        result = solve(problem, mode=Mode(scenario.rules.get("mode", Mode.PROVED)))
    except (Infeasible, Unfinished) as error:
        waiting.update(state=Scenario.State.FAILED, failure=str(error), computed_at=timezone.now())
        return
    waiting.update(
        state=Scenario.State.DONE,
        result=json.loads(result_to_json(problem, result)),
        computed_at=timezone.now(),
    )


def publish_scenario(*, actor: Actor, scenario: Scenario) -> Scenario:
    """Let everyone read and recompute it. Raises `Refused`, or `BadScenario` before its result."""
    with transaction.atomic():
        kept = Scenario.objects.select_for_update().get(pk=scenario.pk)
        require(can_make_scenario(actor, kept.call.contract_id))
        if kept.state != Scenario.State.DONE:
            raise BadScenario(_("Ce scénario n'est pas calculé : il n'y a rien à publier."))
        if not kept.published:
            kept.published = True
            kept.save(update_fields=["published"])
            audit.record(
                actor=actor,
                verb="scénario publié",
                subject=f"scénario:{kept.pk}",
                detail={"empreinte": kept.problem_digest},
            )
    return kept
