"""Saving a section of a call, without overwriting what a colleague saved meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.calls import CallState
from faire_ensemble.apps.funding.models import Call, CallRevision
from faire_ensemble.apps.funding.permissions.calls import can_manage_calls
from faire_ensemble.apps.funding.services.calls.content import Content, content_of, tidy
from faire_ensemble.apps.funding.services.calls.faults import BadCall
from faire_ensemble.apps.funding.services.calls.limits import check
from faire_ensemble.apps.funding.services.calls.merging import Merged, merge
from faire_ensemble.apps.funding.services.calls.writing import write
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


@dataclass(frozen=True, slots=True)
class Saved:
    """The call as saved; `changed` is false when the form held nothing new."""

    call: Call
    changed: bool


class Conflict(Exception):
    """A colleague saved this section meanwhile: nothing was written.

    `merged` is what to show in the form, for the present `revision`.
    """

    def __init__(self, merged: Merged, revision: int, author: Any, at: datetime) -> None:
        super().__init__(f"revision {revision}")
        self.merged, self.revision, self.author, self.at = merged, revision, author, at


def save_section(
    *, actor: Any, call_id: int, section: str, content: Content, revision: int
) -> Saved:
    """Write a section, that the actor began to change at `revision`.

    Raises `Refused`; `BadCall` for what cannot be written; `Conflict` when this very section was
    changed since (another section is no conflict).
    """
    content = tidy(content)
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call_id)
        require(can_manage_calls(actor, call.contract_id))
        if call.state == CallState.ARCHIVED:
            raise BadCall(_("Cet appel est archivé : il ne se modifie plus. Copiez-le."))
        whole = content_of(call)
        _keep_first(call, whole)
        before = tidy(whole[section])
        _compare(call, section, content, before, revision)
        if content == before:
            return Saved(call, changed=False)
        check(section, content)
        write(call, section, content)
        call.revision += 1
        call.save()
        keep_revision(call, actor)
        audit.record(
            actor=actor,
            verb="appel modifié",
            subject=f"appel:{call.pk}",
            detail={"partie": section, "révision": call.revision, "état": call.state},
        )
    return Saved(call, changed=True)


def keep_revision(call: Call, actor: Any, content: Content | None = None) -> None:
    """Keep the call as it is now. Inside the transaction of the act."""
    CallRevision.objects.create(
        call=call,
        number=call.revision,
        content=content or content_of(call),
        author=actor,
        written_at=timezone.now(),
    )


def _keep_first(call: Call, content: Content) -> None:
    """A call that did not come from the builder (an import, a demonstration) has no revision."""
    if not CallRevision.objects.filter(call=call, number=call.revision).exists():
        keep_revision(call, None, content)


def _compare(call: Call, section: str, content: Content, now: Content, revision: int) -> None:
    """Raise `Conflict` when the section moved since `revision`."""
    if revision == call.revision:
        return
    seen = CallRevision.objects.filter(call=call, number=revision).first()
    if seen is None:
        raise BadCall(_("Cette page est trop ancienne : rouvrez l'appel avant d'enregistrer."))
    base = tidy(seen.content[section])
    if now in (base, content):
        return
    latest = CallRevision.objects.select_related("author").get(call=call, number=call.revision)
    merged = merge(base, content, now)
    raise Conflict(merged, call.revision, latest.author, latest.written_at)
