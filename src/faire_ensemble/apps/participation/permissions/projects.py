"""Who makes projects, reviews them, decides of them, tells their delivery."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import mandates_in, signed_in
from faire_ensemble.apps.participation.lifecycle import ProcessState
from faire_ensemble.apps.participation.models import BudgetProject, Process, ProcessKind
from faire_ensemble.apps.participation.permissions.processes import Actor, can_run_process
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

KINDS = frozenset({ProcessKind.BUDGET, ProcessKind.FUND})


def can_make_projects(actor: Actor, process: Process) -> Verdict:
    """Write, admit, refuse, decide with the jury: officers, in a budget or a fund not yet over."""
    verdict = can_run_process(actor, process)
    if not verdict:
        return verdict
    if process.kind not in KINDS:
        return refused(_("Seuls un budget participatif ou un fonds ont des projets."))
    if process.state == ProcessState.CLOSED:
        return refused(_("Cette démarche est terminée : rouvrez-la pour la modifier."))
    return ALLOWED


def can_work_on_project(actor: Actor, process: Process, carrier_id: int | None) -> Verdict:
    """Review it, tell its delivery: officers, and partners acting for who carries it or for who
    answers for the process. A closed process still tells what is being built."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, process.contract_id)
    if mandates.officer or mandates.acting_for & {carrier_id, process.owner_id}:
        return ALLOWED
    return refused(
        _("L'étude et le suivi reviennent à qui porte le projet, ou aux chefs de projet.")
    )


def can_review(actor: Actor, project: BudgetProject) -> Verdict:
    """Give one of the three reviews, while the process goes on."""
    if project.process.state == ProcessState.CLOSED:
        return refused(_("Cette démarche est terminée : rouvrez-la pour la modifier."))
    return can_work_on_project(actor, project.process, project.carrier_id)


def can_deliver(actor: Actor, project: BudgetProject) -> Verdict:
    """Milestones, spending, photos, the end."""
    return can_work_on_project(actor, project.process, project.carrier_id)


def can_enter_projects(actor: Actor, process: Process) -> Verdict:
    """The board: officers, partners who answer for the process or carry one of its projects."""
    verdict = signed_in(actor)
    if not verdict:
        return verdict
    mandates = mandates_in(actor, process.contract_id)
    if mandates.officer or process.owner_id in mandates.acting_for:
        return ALLOWED
    if mandates.acting_for and process.projects.filter(carrier__in=mandates.acting_for).exists():
        return ALLOWED
    return refused(_("Ces pages sont à ceux qui étudient et réalisent les projets."))
