"""Who prepares a vote, keys its paper, counts and publishes it."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import VoteState
from faire_ensemble.apps.participation.models import PaperBatch, Vote
from faire_ensemble.apps.participation.permissions.processes import can_run_process
from faire_ensemble.kit.verdicts import ALLOWED, Verdict, refused

Actor = Any


def can_run_vote(actor: Actor, vote: Vote) -> Verdict:
    """Prepare, open, close, count, publish; hold the desk: officers of the contract."""
    return can_run_process(actor, vote.process)


def can_key_paper(actor: Actor, batch: PaperBatch, round: int) -> Verdict:
    """Key the ballots of a batch: the second reading is another person's."""
    verdict = can_run_vote(actor, batch.vote)
    if not verdict:
        return verdict
    if round in (1, 2) and batch.keyings.filter(round=3 - round, by=actor).exists():
        return refused(
            _("Vous avez déjà saisi ce lot : la seconde lecture revient à une autre personne.")
        )
    if batch.keyings.filter(round=round).exclude(by=actor).exists() and round != 3:
        return refused(_("Une autre personne a commencé cette lecture : elle la termine."))
    return ALLOWED


def can_read_result(actor: Actor, vote: Vote) -> Verdict:
    """Everyone once published; before, those who run the vote."""
    if vote.state == VoteState.PUBLISHED or can_run_vote(actor, vote):
        return ALLOWED
    return refused(_("Le résultat de ce vote n'est pas encore publié."))
