"""Submitting: one transaction freezes a version and writes what instruction reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle import ApplicationState
from faire_ensemble.apps.funding.lifecycle.applications import APPLICATION
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationVersion,
    Correction,
    Notice,
)
from faire_ensemble.apps.funding.permissions.applications import (
    can_manage_members,
    can_submit_application,
)
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.checklist import Remark, blocking, checklist_of
from faire_ensemble.apps.funding.selectors.content import digest_of, frozen_content
from faire_ensemble.apps.funding.selectors.draft import disagreements, texts_of
from faire_ensemble.apps.funding.selectors.form import form_of
from faire_ensemble.apps.funding.services.applications import locked
from faire_ensemble.apps.funding.services.spreading import spread
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.verdicts import Refused, require


class NotReady(Refused):
    """The checklist, or words that wait to be settled, stand in the way; `remarks` say what."""

    def __init__(self, message: str, remarks: tuple[Remark, ...] = ()) -> None:
        super().__init__(message)
        self.remarks = remarks


@dataclass(frozen=True, slots=True)
class Receipt:
    """`again` when this very submission was already done (a double click, two tabs)."""

    application_id: int
    version: ApplicationVersion
    again: bool


@transaction.atomic
def submit_application(
    *,
    actor: Actor,
    application_id: int,
    after: int | None = None,
    answers: Mapping[int, str] | None = None,
) -> Receipt:
    """Freeze what was typed as a version, and address each request to its funder.

    `after` is how many versions the person saw: when there are more, the submission is already
    done and its receipt is given back. `answers` maps corrections (pk) to the holder's words;
    every correction asked becomes answered by this version. Raises `Refused`, `NotReady`.
    """
    application = locked(application_id)
    last = application.versions.order_by("-number").first()
    known = last.number if last else 0
    done = application.state == ApplicationState.SUBMITTED or (after is not None and known > after)
    if last is not None and done:
        require(can_manage_members(actor, application))
        return Receipt(application.pk, last, again=True)
    require(can_submit_application(actor, application))
    texts = texts_of(application)
    form = form_of(application, texts)
    _must_be_ready(application, checklist_of(application, form, texts))
    content, now = frozen_content(application, form, texts), timezone.now()
    version = ApplicationVersion.objects.create(
        application=application, number=known + 1, content=content, digest=digest_of(content),
        submitted_by=actor, submitted_at=now,
    )  # fmt: skip
    spread(application, form, texts)
    application.state = APPLICATION.after("submit", application.state)
    application.submitted_at = application.submitted_at or now
    application.save()
    answered = _answer_corrections(application, version, answers or {})
    _tell(application, version)
    detail: dict[str, Any] = {"version": version.number, "digest": version.digest}
    audit.record(
        actor=actor,
        verb="dossier déposé",
        subject=f"dossier:{application.pk}",
        detail=detail | ({"corrections": answered} if answered else {}),
    )
    return Receipt(application.pk, version, again=False)


def _must_be_ready(application: Application, remarks: tuple[Remark, ...]) -> None:
    if disagreements(application):
        raise NotReady(
            _("Des mots attendent d'être départagés entre deux personnes : choisissez d'abord.")
        )
    wrong = blocking(remarks)
    if wrong:
        raise NotReady(_("Il reste des choses à compléter avant de déposer."), wrong)


def _answer_corrections(
    application: Application, version: ApplicationVersion, answers: Mapping[int, str]
) -> int:
    asked = application.corrections.select_for_update().filter(state=Correction.State.ASKED)
    count = 0
    for correction in asked:
        correction.state = Correction.State.ANSWERED
        correction.answered_by = version
        correction.answer = answers.get(correction.pk, "")
        correction.save(update_fields=["state", "answered_by", "answer"])
        count += 1
    return count


def _tell(application: Application, version: ApplicationVersion) -> None:
    """A receipt that stays in the file."""
    words = {"title": str(application), "number": application.project.number}
    notice = Notice.objects.create(
        application=application,
        key=f"submitted:{version.number}",
        subject=_("Dossier %(number)s déposé") % words,
        text=_(
            "Votre dossier « %(title)s » (%(number)s) est déposé. Chaque financeur va lire la "
            "demande qui lui est adressée ; vous serez prévenus de ce qui est décidé."
        )
        % words,
        written_at=version.submitted_at,
        sent_at=version.submitted_at,
    )
    members = application.members.filter(person__isnull=False)
    mail.send(list(members.values_list("email", flat=True)), notice.subject, notice.text)
