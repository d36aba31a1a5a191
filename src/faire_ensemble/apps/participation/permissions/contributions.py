"""Who may write, support, comment, withdraw. Times come from `lifecycle.standing`."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import (
    CONTRIBUTION,
    Act,
    ContributionState,
    ProcessState,
    Standing,
)
from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Contributor,
    Entry,
    Process,
)
from faire_ensemble.apps.participation.permissions.processes import can_run_process
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any

PUBLIC_STATES = (ContributionState.PUBLISHED, ContributionState.MERGED)


def closed_words(act: Act) -> str:
    """Why something cannot be done now."""
    return {
        Act.CONTRIBUTE: _("Cette démarche ne reçoit pas de contributions en ce moment."),
        Act.SUPPORT: _("Cette démarche ne reçoit pas de soutiens en ce moment."),
        Act.COMMENT: _("Cette démarche ne reçoit pas de commentaires en ce moment."),
        Act.VOTE: _("Cette démarche n'est pas ouverte au vote en ce moment."),
    }[act]


def can_act(process: Process, standing: Standing, act: Act) -> Verdict:
    """Whether a phase that is open grants it, in a process everybody sees."""
    if process.state == ProcessState.DRAFT:
        return refused(_("Cette démarche n'est pas encore publiée."))
    return ALLOWED if standing.allows(act) else refused(closed_words(act))


def can_enter_with(process: Process, entry: str) -> Verdict:
    """An account counts where an address does: it has one that was proved."""
    taken = set(process.entries)
    if entry in taken or (entry == Entry.ACCOUNT and Entry.EMAIL in taken):
        return ALLOWED
    if entry == Entry.ACCOUNT:
        return refused(_("Cette démarche demande le code que vous avez reçu sur papier."))
    if entry == Entry.EMAIL:
        return refused(_("Cette démarche ne reçoit pas d'adresse électronique."))
    return refused(_("Cette démarche n'a pas de codes sur papier."))


def can_read_contribution(actor: Actor, contribution: Contribution) -> Verdict:
    """Everyone once published; before and after, the officers of the contract."""
    process = contribution.process
    if process.state != ProcessState.DRAFT and contribution.state in PUBLIC_STATES:
        return ALLOWED
    if can_run_process(actor, process):
        return ALLOWED
    return refused(_("Cette contribution n'est pas publique."))


def can_withdraw(contributor: Contributor | None, written: Contribution | Comment) -> Verdict:
    """Its author, until it is rejected or already withdrawn."""
    if contributor is None or written.contributor_id != contributor.pk:
        return refused(_("Seul son auteur retire une contribution."))
    if not CONTRIBUTION.may("withdraw", written.state):
        return refused(_("Elle n'est déjà plus publique."))
    return ALLOWED
