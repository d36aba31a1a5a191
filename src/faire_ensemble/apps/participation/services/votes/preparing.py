"""A vote before and while people vote: its rules, its opening, its close."""

import hashlib
import json
import secrets
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import VOTE, ProjectState, VoteState
from faire_ensemble.apps.participation.models import (
    BallotKind,
    BallotProject,
    BudgetProject,
    Eligibility,
    Process,
    Vote,
)
from faire_ensemble.apps.participation.permissions.processes import can_run_process
from faire_ensemble.apps.participation.permissions.votes import can_run_vote
from faire_ensemble.apps.participation.selectors.votes.election import election_of, options_of
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.core.tally import InvalidElection, tally
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

SEED_BITS = 128
WRITABLE = frozenset(
    {
        "ballot_type", "rule", "utility", "completion", "minimum_support", "envelope",
        "min_choices", "max_choices", "points", "replaceable", "eligibility", "minimum_age",
        "turnout_threshold", "translations",
    }
)  # fmt: skip


def prepare_vote(*, actor: Any, process_id: int, **settings: Any) -> Vote:
    """Make the vote of a process, or change its rules while it is prepared.

    Raises `Refused`, `BadInput`.
    """
    unknown = set(settings) - WRITABLE
    if unknown:
        raise TypeError(f"not settings of a vote: {sorted(unknown)}")
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=process_id)
        require(can_run_process(actor, process))
        vote = Vote.objects.select_for_update().filter(process=process).first()
        if vote is None:
            vote = Vote(
                process=process,
                salt=sealing.new_key(),
                envelope=process.envelope,
                minimum_age=process.minimum_age,
            )
        elif vote.state != VoteState.PREPARING:
            raise BadInput(_("Le vote est ouvert ou passé : ses règles ne changent plus."))
        if vote.pk and "eligibility" in settings and settings["eligibility"] != vote.eligibility:
            _check_nobody_listed(vote)
        for name, value in settings.items():
            setattr(vote, name, value)
        _check_rules(vote)
        vote.save()
        audit.record(
            actor=actor,
            verb="vote préparé",
            subject=f"vote:{vote.pk}",
            detail={"démarche": process.code, "réglages": _plain(settings)},
        )
    return vote


def open_vote(*, actor: Any, vote_id: int) -> Vote:
    """Freeze the rules and the projects; from here people may vote when the phase is open.

    Raises `Refused`, `BadInput`.
    """
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        vote.state = moved(vote, "open")
        if vote.envelope is None:
            raise BadInput(_("Donnez l'enveloppe du vote avant de l'ouvrir."), "envelope")
        _check_rules(vote)
        if vote.eligibility == Eligibility.ROLL and not vote.roll.exists():
            raise BadInput(_("La liste des votants est vide : importez-la avant d'ouvrir le vote."))
        vote.secret = sealing.new_key()
        vote.seed = str(secrets.randbits(SEED_BITS))
        vote.seed_commitment = sealing.seed_commitment(vote.seed)
        vote.opened_at = timezone.now()
        vote.save()
        frozen = BallotProject.objects.bulk_create(_frozen(vote))
        if not frozen:
            raise BadInput(
                _("Aucun projet au catalogue n'a de coût : admettez des projets avant d'ouvrir.")
            )
        try:
            tally(election_of(vote), options_of(vote))
        except InvalidElection as error:
            raise BadInput(str(error)) from error
        audit.record(
            actor=actor,
            verb="vote ouvert",
            subject=f"vote:{vote.pk}",
            detail={
                "projets": len(frozen),
                "bulletin": _catalogue_digest(frozen),
                "graine": vote.seed_commitment,
                "règle": [vote.ballot_type, vote.rule, vote.utility, vote.completion],
            },
        )
    return vote


def close_vote(*, actor: Any, vote_id: int) -> Vote:
    """No ballot comes in any more; those being written are in. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        vote.state = moved(vote, "close")
        vote.closed_at = timezone.now()
        vote.save(update_fields=["state", "closed_at"])
        audit.record(
            actor=actor,
            verb="vote clos",
            subject=f"vote:{vote.pk}",
            detail={"émargements": vote.signatures.count()},
        )
    return vote


def locked_vote(actor: Any, vote_id: int) -> Vote:
    """The vote, its row locked until the end of the transaction, for those who run it."""
    vote = Vote.objects.select_for_update().get(pk=vote_id)
    require(can_run_vote(actor, vote))
    return vote


def moved(vote: Vote, act: str) -> VoteState:
    """The state after an act. Raises `BadInput`."""
    try:
        return VOTE.after(act, vote.state)
    except Impossible as error:
        raise BadInput(
            _("Le vote est « %(state)s » : cela ne se peut pas maintenant.")
            % {"state": vote.get_state_display()}
        ) from error


def _check_rules(vote: Vote) -> None:
    if vote.envelope is not None and vote.envelope <= 0:
        raise BadInput(_("L'enveloppe est un montant en euros plus grand que zéro."), "envelope")
    if vote.max_choices is not None and vote.max_choices < max(vote.min_choices, 1):
        raise BadInput(
            _("Le nombre maximal de choix est plus petit que le minimum."), "max_choices"
        )
    if vote.ballot_type == BallotKind.CUMULATIVE and not vote.points:
        raise BadInput(_("Dites combien de points chacun partage."), "points")
    if vote.rule == "threshold" and vote.minimum_support is None:
        raise BadInput(_("Dites à partir de combien de votes un projet gagne."), "minimum_support")


def _check_nobody_listed(vote: Vote) -> None:
    if vote.roll.exists() or vote.codes.exists():
        raise BadInput(
            _("Des codes ou des votants existent déjà : on ne change plus la façon d'être connu."),
            "eligibility",
        )


def _frozen(vote: Vote) -> list[BallotProject]:
    rows = BudgetProject.objects.filter(
        process=vote.process, state=ProjectState.ADMITTED, cost__isnull=False
    ).select_related("territory", "group")
    return [
        BallotProject(
            vote=vote,
            project=row,
            number=row.number,
            title=row.title,
            body=row.body,
            cost=row.cost or Decimal(0),  # the query left out those without
            category=row.category,
            place=row.place or (row.territory.name if row.territory else ""),
            territory=row.territory.code if row.territory else "",
            group=row.group.label if row.group else "",
            longitude=row.longitude,
            latitude=row.latitude,
            translations=vote.translations.get(str(row.number), {}),
        )
        for row in rows
    ]


def _catalogue_digest(frozen: list[BallotProject]) -> str:
    """SHA-256 of what voters were shown."""
    rows = [
        [row.number, row.title, row.body, str(row.cost), row.category, row.territory, row.group]
        for row in frozen
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _plain(settings: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in sorted(settings.items()) if name != "translations"}
