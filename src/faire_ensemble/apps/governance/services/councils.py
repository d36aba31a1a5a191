"""Councils of residents: label, charter, training, money; wishes and their answers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.councils import (
    WITH_PAPER,
    Step,
    StepRefused,
    check_step,
)
from faire_ensemble.apps.governance.models import (
    Body,
    BodyKind,
    Council,
    CouncilBudget,
    CouncilSpending,
    LabelStep,
    StepChoice,
    Training,
    Wish,
    WishKind,
)
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body, can_manage_bodies
from faire_ensemble.apps.governance.selectors.draws.colleges import body_draws
from faire_ensemble.apps.governance.services.faults import BadCouncil
from faire_ensemble.apps.governance.services.meetings import kept_body
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import StoredFile
from faire_ensemble.kit.numbers import euros, long_date
from faire_ensemble.kit.verdicts import require

ANSWER_DAYS = 60
"""Delay proposed for an answer; each wish has its own."""


def describe_council(
    *,
    actor: Any,
    body_id: int,
    carrier_id: int | None = None,
    charter_on: date | None = None,
    premises: str = "",
) -> Council:
    """Who carries it, its charter, its room."""
    with transaction.atomic():
        council = _council(actor, body_id)
        council.carrier_id, council.charter_on = carrier_id, charter_on
        council.premises = premises.strip()[:300]
        council.save()
        _record(actor, "conseil citoyen décrit", council)
    return council


def record_label_step(
    *,
    actor: Any,
    body_id: int,
    step: str,
    on: date,
    reference: str = "",
    words: str = "",
    paper: StoredFile | None = None,
    paper_name: str = "",
) -> LabelStep:
    """A step towards the label, with its day and its paper (officers of the contract).

    Raises `BadCouncil` for a step told before those the law puts first, twice, in the future, for a
    decision of the prefect without its reference, or for a draw that is not published here, unless
    `words` say where it was made.
    """
    if step not in StepChoice.values:
        raise BadCouncil(_("Choisissez une étape de la liste."))
    if on > timezone.localdate():
        raise BadCouncil(_("Cette date est à venir : une étape s'écrit quand elle est faite."))
    if Step(step) in WITH_PAPER and not reference.strip():
        raise BadCouncil(_("Recopiez la référence de l'arrêté préfectoral, avec sa date."))
    with transaction.atomic():
        council = _council(actor, body_id)
        require(can_manage_bodies(actor, council.body.contract_id))
        known = {Step(row.step): row.on for row in council.steps.order_by("on", "pk")}
        try:
            check_step(Step(step), known, on)
        except StepRefused as refusal:
            raise BadCouncil(_too_early(refusal, on)) from None
        if step == Step.DRAWN and not words.strip():
            _check_drawn(council.body, on)
        made = LabelStep(
            council=council, step=step, on=on, reference=reference.strip()[:200],
            words=words.strip(), paper=paper, paper_name=paper_name[:200] if paper else "",
            told_at=timezone.now(),
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise BadCouncil(
                _("« %(step)s » est déjà inscrit.") % {"step": StepChoice(step).label}
            ) from None
        _record(actor, "étape de labellisation", council, étape=step, le=on.isoformat())
    return made


def record_training(
    *, actor: Any, body_id: int, title: str, on: date, hours: Decimal, people: int
) -> Training:
    """A training given to members."""
    if not title.strip() or hours <= 0 or people <= 0:
        raise BadCouncil(
            _("Dites le nom de la formation, ses heures et combien de personnes l'ont suivie.")
        )
    with transaction.atomic():
        council = _council(actor, body_id)
        made = Training.objects.create(
            council=council, title=title.strip()[:200], on=on, hours=hours, people=people
        )
        _record(actor, "formation inscrite", council, formation=made.pk)
    return made


def grant_budget(
    *, actor: Any, body_id: int, year: int, amount: Decimal, granted_by: str = ""
) -> CouncilBudget:
    """Money for a year, once (officers of the contract)."""
    if amount <= 0:
        raise BadCouncil(_("Écrivez un montant en euros."))
    with transaction.atomic():
        council = _council(actor, body_id)
        require(can_manage_bodies(actor, council.body.contract_id))
        try:
            with transaction.atomic():
                made = CouncilBudget.objects.create(
                    council=council, year=year, amount=amount, granted_by=granted_by.strip()[:200]
                )
        except IntegrityError:
            raise BadCouncil(
                _("Le budget de %(year)s est déjà inscrit.") % {"year": year}
            ) from None
        _record(actor, "budget de conseil citoyen", council, année=year, montant=str(amount))
    return made


def spend(
    *, actor: Any, body_id: int, year: int, label: str, amount: Decimal, on: date
) -> CouncilSpending:
    """A spending of the council (negative: a refund), never beyond what it has that year."""
    if not label.strip() or amount == 0:
        raise BadCouncil(_("Dites ce qui est payé, et le montant."))
    with transaction.atomic():
        council = _council(actor, body_id)
        budget = council.budgets.select_for_update().filter(year=year).first()
        if budget is None:
            raise BadCouncil(_("Aucun budget n'est inscrit pour %(year)s.") % {"year": year})
        after = budget.spent + amount
        if after > budget.amount or after < 0:
            raise BadCouncil(
                _("Il reste %(left)s sur le budget de %(year)s : cette dépense le dépasse.")
                % {"left": euros(budget.amount - budget.spent, 2), "year": year}
            )
        budget.spent = after
        budget.save(update_fields=["spent"])
        made = CouncilSpending.objects.create(
            budget=budget, on=on, label=label.strip()[:200], amount=amount
        )
        _record(actor, "dépense de conseil citoyen", council, montant=str(amount))
    return made


def send_wish(
    *,
    actor: Any,
    body_id: int,
    title: str,
    addressee: str,
    kind: str = WishKind.WISH,
    words: str = "",
    meeting_id: int | None = None,
    on: date | None = None,
    due_on: date | None = None,
) -> Wish:
    """A wish, a question or an opinion of a council, with the day an answer is awaited.

    Nothing is sent from here: `on` is the day it was handed over.
    """
    if not title.strip() or not addressee.strip():
        raise BadCouncil(
            _("Dites ce qui est demandé, et à qui."), "addressee" if title.strip() else "title"
        )
    if kind not in WishKind.values:
        raise BadCouncil(_("Choisissez vœu, question ou avis."), "kind")
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise BadCouncil(_("Cette date est à venir : un vœu s'inscrit quand il est remis."), "on")
    due = due_on or day + timedelta(days=ANSWER_DAYS)
    if due < day:
        raise BadCouncil(
            _("La réponse est attendue avant l'envoi : corrigez une des deux dates."), "due_on"
        )
    with transaction.atomic():
        body = kept_body(actor, body_id)
        if meeting_id is not None and not body.meetings.filter(pk=meeting_id).exists():
            raise BadCouncil(_("Cette réunion n'est pas de cette instance."), "meeting_id")
        made = Wish.objects.create(
            body=body, meeting_id=meeting_id, kind=kind, title=title.strip()[:300],
            words=words.strip(), addressee=addressee.strip()[:200], sent_on=day, due_on=due,
        )  # fmt: skip
        audit.record(actor=actor, verb="vœu envoyé", subject=f"vœu:{made.pk}", detail={})
    return made


def answer_wish(
    *, actor: Any, wish_id: int, answer: str, answered_by: str, on: date | None = None
) -> Wish:
    """The answer received, once: officers, or the keeper of the council that asked."""
    if not answer.strip():
        raise BadCouncil(
            _("Écrivez la réponse, même si c'est non : elle sera lue par tous."), "answer"
        )
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise BadCouncil(_("Cette date est à venir : écrivez le jour où elle a été reçue."), "on")
    with transaction.atomic():
        wish = Wish.objects.select_for_update(of=("self",)).select_related("body").get(pk=wish_id)
        require(can_keep_body(actor, wish.body))
        if wish.answered_on is not None:
            raise BadCouncil(
                _("Une réponse a déjà été inscrite le %(day)s.")
                % {"day": long_date(wish.answered_on)}
            )
        if day < wish.sent_on:
            raise BadCouncil(
                _("Une réponse ne vient pas avant la demande, du %(day)s : corrigez la date.")
                % {"day": long_date(wish.sent_on)},
                "on",
            )
        wish.answer, wish.answered_by = answer.strip(), answered_by.strip()[:200]
        wish.answered_on = day
        wish.save(update_fields=["answer", "answered_by", "answered_on"])
        audit.record(actor=actor, verb="vœu répondu", subject=f"vœu:{wish.pk}", detail={})
    return wish


def _council(actor: Any, body_id: int) -> Council:
    """The council of a body that is one, the body locked; made at the first act on it."""
    body: Body = kept_body(actor, body_id)
    if body.kind != BodyKind.CITIZENS:
        raise BadCouncil(_("Cette instance n'est pas un conseil citoyen."))
    council, _created = Council.objects.get_or_create(body=body)
    return council


def _check_drawn(body: Body, on: date) -> None:
    """The draw that this step tells is published, and not later than it is told."""
    found = body_draws(body)
    elsewhere = _("S'il a été fait ailleurs, sur papier, écrivez dans « Remarques » où et quand.")
    if not found.published:
        names = ", ".join(f"« {name} »" for name in found.missing) or _("ce conseil")
        raise BadCouncil(
            _("Aucun tirage au sort n'est publié ici pour %(names)s : publiez-le d'abord. "
              "%(elsewhere)s") % {"names": names, "elsewhere": elsewhere}
        )  # fmt: skip
    if found.drawn_on and on < found.drawn_on:
        raise BadCouncil(
            _("Le tirage publié est du %(day)s : l'étape ne peut pas être d'avant. %(elsewhere)s")
            % {"day": long_date(found.drawn_on), "elsewhere": elsewhere}
        )


def _too_early(refusal: StepRefused, on: date) -> str:
    missing = ", ".join(f"« {StepChoice(each).label} »" for each in refusal.missing)
    return _("Au %(day)s, il manque d'abord : %(missing)s.") % {
        "day": long_date(on), "missing": missing,
    }  # fmt: skip


def _record(actor: Any, verb: str, council: Council, **detail: Any) -> None:
    audit.record(actor=actor, verb=verb, subject=f"instance:{council.body_id}", detail=detail)
