"""Joining a document to an application, and taking it away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application, Attachment, RequiredDocument
from faire_ensemble.apps.funding.permissions.applications import can_write_application
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.kit import audit
from faire_ensemble.kit.files import Checked, keep
from faire_ensemble.kit.verdicts import Refused, require

MOST = 60


def attach_document(
    *, actor: Actor, application_id: int, checked: Checked, document_id: int | None = None
) -> Attachment:
    """Join a checked file, as one of the documents asked for or (None) as another one.

    Sending the same file twice for the same document joins it once. Raises `Refused`.
    """
    application = Application.objects.select_related("call").get(pk=application_id)
    require(can_write_application(actor, application))
    stored = keep(checked)
    with transaction.atomic():
        application = _locked(application_id)
        require(can_write_application(actor, application))
        document = _document(application, document_id)
        present = Attachment.objects.filter(application=application, removed_at=None)
        same = present.filter(document=document, stored=stored).first()
        if same is not None:
            return same
        if present.count() >= MOST:
            raise Refused(
                _("Ce dossier a déjà %(n)s pièces : retirez-en une avant d'en ajouter une autre.")
                % {"n": MOST}
            )
        made = Attachment.objects.create(
            application=application, document=document, stored=stored, name=checked.name[:200],
            added_by=actor, added_at=timezone.now(),
        )  # fmt: skip
        audit.record(
            actor=actor,
            verb="pièce jointe",
            subject=f"dossier:{application.pk}",
            detail={"attachment": made.pk, "sha256": stored.sha256},
        )
    return made


@transaction.atomic
def remove_document(*, actor: Actor, application_id: int, attachment_id: int) -> None:
    """Take a document away from the draft; versions already submitted keep it."""
    application = _locked(application_id)
    require(can_write_application(actor, application))
    found = Attachment.objects.filter(
        application=application, pk=attachment_id, removed_at=None
    ).first()
    if found is None:
        return
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    audit.record(
        actor=actor,
        verb="pièce retirée",
        subject=f"dossier:{application.pk}",
        detail={"attachment": found.pk},
    )


def _locked(application_id: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("call")
    return rows.get(pk=application_id)


def _document(application: Application, document_id: int | None) -> RequiredDocument | None:
    if document_id is None:
        return None
    found = RequiredDocument.objects.filter(call=application.call, pk=document_id).first()
    if found is None:
        raise Refused(_("Cette pièce n'est pas demandée par cet appel : rechargez la page."))
    return found
