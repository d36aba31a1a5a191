"""Decisions taken, followed, linked."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.decisions import (
    DECISION,
    OPEN,
    WITH_WORDS,
    DecisionState,
)
from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import (
    AgendaItem,
    BodyDecision,
    DecisionLink,
    DecisionStateChoice,
    DecisionStep,
)
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body
from faire_ensemble.apps.governance.permissions.decisions import can_follow_decision
from faire_ensemble.apps.governance.selectors.links import check_reference
from faire_ensemble.apps.governance.services.faults import BadDecision
from faire_ensemble.apps.governance.services.holding import voices_present
from faire_ensemble.apps.governance.services.meetings import in_state, kept_body, locked_meeting
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require


def take_decision(
    *,
    actor: Any,
    title: str,
    due_on: date,
    item_id: int | None = None,
    body_id: int | None = None,
    words: str = "",
    owner_organisation_id: int | None = None,
    owner_person_id: int | None = None,
    owner_name: str = "",
    objective_id: int | None = None,
    restricted: bool = False,
    taken_on: date | None = None,
    now: datetime | None = None,
) -> BodyDecision:
    """What the meeting decides on a point (`item_id`), or a body outside of a meeting (`body_id`).

    Raises `BadDecision` without owner, for a due day before the decision, or while the quorum is
    not there. The body is locked, so that two decisions never share a number.
    """
    title, owner_name = title.strip(), owner_name.strip()
    _check_words(title, bool(owner_organisation_id or owner_person_id or owner_name))
    moment = now or timezone.now()
    with transaction.atomic():
        item = _item(item_id)
        body = kept_body(actor, item.meeting.body_id if item else body_id or 0)
        day = taken_on or timezone.localdate(moment)
        if day > timezone.localdate(moment):
            raise BadDecision(_("Cette date est à venir : une décision s'inscrit une fois prise."),
                              "taken_on")  # fmt: skip
        if item is not None:
            day = timezone.localdate(_with_quorum(actor, item).starts_at)
            restricted = restricted or item.restricted
        _check_due(due_on, day)
        last = body.decisions.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
        made = BodyDecision.objects.create(
            body=body, meeting=item.meeting if item else None, item=item, year=day.year,
            number=last + 1, title=title[:300], words=words.strip(),
            owner_organisation_id=owner_organisation_id, owner_person_id=owner_person_id,
            owner_name=owner_name[:150], taken_on=day, due_on=due_on,
            objective_id=objective_id or (item.objective_id if item else None),
            restricted=restricted,
        )  # fmt: skip
        _step(made, "take", actor, "", moment)
        if item is not None and item.kind:
            DecisionLink.objects.create(decision=made, kind=item.kind, reference=item.reference)
        _record(actor, "décision prise", made, échéance=due_on.isoformat())
    return made


def advance_decision(
    *,
    actor: Any,
    decision_id: int,
    act: str,
    words: str = "",
    superseded_by_id: int | None = None,
    now: datetime | None = None,
) -> BodyDecision:
    """Say what became of it: start, tell, finish, drop, supersede, reopen.

    Raises `Refused`, or `BadDecision` when the state does not allow it or nothing is said.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        decision = _locked(decision_id)
        require(can_follow_decision(actor, decision))
        if act in WITH_WORDS and not words.strip():
            raise BadDecision(_missing_words(act), "words")
        decision.superseded_by_id = _replacement(decision, act, superseded_by_id)
        try:
            decision.state = DECISION.after(act, decision.state)
        except (Impossible, KeyError):
            raise BadDecision(
                _("Cette décision est « %(state)s » : ce n'est plus possible.")
                % {"state": decision.get_state_display()}
            ) from None
        decision.save(update_fields=["state", "superseded_by"])
        _step(decision, act, actor, words.strip(), moment)
        _record(actor, "décision suivie", decision, acte=act)
    return decision


def postpone_decision(
    *, actor: Any, decision_id: int, due_on: date, words: str, now: datetime | None = None
) -> BodyDecision:
    """Another due day, with the reason, kept as a step. The keepers of the body only."""
    if not words.strip():
        raise BadDecision(_("Dites pourquoi l'échéance est repoussée."), "words")
    with transaction.atomic():
        decision = _locked(decision_id)
        require(can_keep_body(actor, decision.body))
        if decision.state not in OPEN:
            raise BadDecision(_("Cette décision n'attend plus rien : son échéance ne change pas."))
        if due_on <= decision.due_on:
            raise BadDecision(
                _("La nouvelle échéance doit venir après le %(day)s.")
                % {"day": long_date(decision.due_on)},
                "due_on",
            )
        said = _("Échéance repoussée du %(old)s au %(new)s. %(words)s") % {
            "old": long_date(decision.due_on), "new": long_date(due_on), "words": words.strip(),
        }  # fmt: skip
        decision.due_on = due_on
        decision.save(update_fields=["due_on"])
        _step(decision, "postpone", actor, said, now or timezone.now())
        _record(actor, "échéance repoussée", decision, échéance=due_on.isoformat())
    return decision


def link_decision(*, actor: Any, decision_id: int, kind: str, reference: str) -> DecisionLink:
    """Name the file or the contribution that the decision is about; it must be public."""
    check_reference(kind, reference)
    with transaction.atomic():
        decision = _locked(decision_id)
        require(can_keep_body(actor, decision.body))
        made, _created = DecisionLink.objects.get_or_create(
            decision=decision, kind=kind, reference=reference.strip()
        )
        _record(actor, "décision liée", decision, nature=kind, référence=made.reference)
    return made


def _check_words(title: str, owned: bool) -> None:
    if not title:
        raise BadDecision(_("Écrivez ce qui est décidé, en une phrase."), "title")
    if not owned:
        raise BadDecision(
            _("Une décision sans personne pour la faire se perd : dites qui s'en charge."),
            "owner_organisation",
        )


def _check_due(due_on: date, day: date) -> None:
    if due_on < day:
        raise BadDecision(
            _("L'échéance (%(due)s) vient avant la décision (%(day)s) : corrigez la date.")
            % {"due": long_date(due_on), "day": long_date(day)},
            "due_on",
        )


def _item(item_id: int | None) -> AgendaItem | None:
    if item_id is None:
        return None
    return AgendaItem.objects.select_related("meeting__body").get(pk=item_id)


def _with_quorum(actor: Any, item: AgendaItem) -> Any:
    """The meeting, held and with its quorum."""
    meeting = locked_meeting(actor, item.meeting_id)
    in_state(meeting, MeetingState.HELD)
    present = voices_present(meeting.attendances.select_related("seat"))
    if present < (meeting.quorum or 0):
        raise BadDecision(
            _("Le quorum n'est pas atteint (%(present)s voix, il en faut %(needed)s) : notez "
              "d'abord les présences ; rien ne peut être décidé sans quorum.")
            % {"present": present, "needed": meeting.quorum}
        )  # fmt: skip
    return meeting


def _replacement(decision: BodyDecision, act: str, other_id: int | None) -> int | None:
    if act != "supersede":
        return None
    other = BodyDecision.objects.filter(pk=other_id or 0, body__contract=decision.body.contract_id)
    if other_id is None or other_id == decision.pk or not other.exists():
        raise BadDecision(_("Dites quelle autre décision la remplace."), "superseded_by")
    return other_id


def _locked(decision_id: int) -> BodyDecision:
    found: BodyDecision = (
        BodyDecision.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(pk=decision_id)
    )
    return found


def _step(decision: BodyDecision, act: str, actor: Any, words: str, at: datetime) -> None:
    DecisionStep.objects.create(
        decision=decision, act=act, state=decision.state, at=at, words=words,
        by=audit.actor_name(actor),
    )  # fmt: skip


def _record(actor: Any, verb: str, decision: BodyDecision, **detail: Any) -> None:
    audit.record(actor=actor, verb=verb, subject=f"décision:{decision.pk}", detail=detail)


def _missing_words(act: str) -> str:
    if act in ("drop", "supersede"):
        return _("Dites pourquoi elle est abandonnée ou remplacée : chacun doit pouvoir le lire.")
    return _("Dites ce qui a été fait, en une phrase.")


__all__ = [
    "BadDecision",
    "DecisionState",
    "DecisionStateChoice",
    "advance_decision",
    "link_decision",
    "postpone_decision",
    "take_decision",
]
