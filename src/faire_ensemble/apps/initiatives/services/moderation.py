"""Proposing a page, publishing it, sending it back with the reason, taking it off the site."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import INITIATIVE
from faire_ensemble.apps.initiatives.models import Initiative
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_edit,
    can_moderate,
    can_propose,
)
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.telling import tell
from faire_ensemble.apps.initiatives.services.writing import keep_step, locked_initiative
from faire_ensemble.kit import audit
from faire_ensemble.kit.transitions import Impossible
from faire_ensemble.kit.verdicts import require

WORDS_MAX = 1000
VERBS = {
    "propose": "initiative proposée",
    "publish": "initiative publiée",
    "return": "initiative renvoyée",
    "withdraw": "initiative retirée",
}


@transaction.atomic
def propose_initiative(*, actor: Any, initiative_id: int) -> Initiative:
    """Ask for it to be read and published. Raises `Refused`, `BadInput`."""
    row = locked_initiative(initiative_id)
    require(can_propose(actor, row))
    if row.copied_from_id and not (row.territory_id or row.place):
        raise BadInput(
            _("Dites où vous le faites : un quartier, une commune, une rue."), "territory_id"
        )
    return _move(row, "propose", actor)


@transaction.atomic
def withdraw_initiative(*, actor: Any, initiative_id: int, words: str = "") -> Initiative:
    """Take it off the site: its carrier, or an officer, who then says why."""
    row = locked_initiative(initiative_id)
    require(can_edit(actor, row))
    if row.carrier_id != actor.pk and not words.strip():
        raise BadInput(_("Dites pourquoi vous retirez cette fiche : on vous lira."), "words")
    return _move(row, "withdraw", actor, _checked(words))


@transaction.atomic
def moderate(
    *, actor: Any, initiative_id: int, publish: bool, words: str = "", site: str = ""
) -> Initiative:
    """Publish, or send back to be corrected with the reason; its carrier is told once.

    Raises `Refused`, `BadInput`.
    """
    row = locked_initiative(initiative_id)
    require(can_moderate(actor))
    said = _checked(words)
    if not publish and not said:
        raise BadInput(_("Dites ce qui est à corriger : son auteur le lira."), "words")
    moved = _move(row, "publish" if publish else "return", actor, said)
    moved.read_at = timezone.now()
    if moved.published_at is None and publish:
        moved.published_at = moved.read_at
    moved.save(update_fields=["read_at", "published_at"])
    if moved.carrier_id is not None and moved.carrier_id != actor.pk:
        _tell_carrier(moved, publish, said, site)
    if publish and moved.copied_from is not None:
        _tell_original(moved, site)
    return moved


@transaction.atomic
def mark_read(*, actor: Any, initiative_id: int) -> Initiative:
    """An officer has read again a page that changed since it was published. Raises `Refused`."""
    row = locked_initiative(initiative_id)
    require(can_moderate(actor))
    row.read_at = timezone.now()
    row.save(update_fields=["read_at"])
    audit.record(actor=actor, verb="initiative relue", subject=f"initiative:{row.pk}")
    return row


def _move(row: Initiative, act: str, actor: Any, words: str = "") -> Initiative:
    try:
        row.state = INITIATIVE.after(act, row.state)
    except Impossible as error:
        raise BadInput(
            _("C'est déjà fait, ou ce n'est plus possible : la fiche est « %(state)s ».")
            % {"state": row.get_state_display()}
        ) from error
    row.changed_at = timezone.now()
    row.save(update_fields=["state", "changed_at"])
    keep_step(row, act, actor, words)
    audit.record(
        actor=actor,
        verb=VERBS[act],
        subject=f"initiative:{row.pk}",
        detail={"état": str(row.state)},
    )
    return row


def _tell_carrier(row: Initiative, publish: bool, words: str, site: str) -> None:
    step = row.steps.order_by("-pk").values_list("pk", flat=True)[0]
    if publish:
        text = _("Votre initiative « %(title)s » est publiée.") % {"title": row.title}
        path = reverse("initiatives:initiative", args=[row.pk])
    else:
        text = _("Votre initiative « %(title)s » est à corriger : %(words)s") % {
            "title": row.title, "words": words,
        }  # fmt: skip
        path = reverse("initiatives:edit", args=[row.pk])
    tell([row.carrier_id or 0], key=f"step:{step}", text=text, path=path, site=site)


def _tell_original(row: Initiative, site: str) -> None:
    """Somebody did it elsewhere: the carrier of the original hears of it once."""
    original = row.copied_from
    if original is None or original.carrier_id in (None, row.carrier_id):
        return
    text = _("« %(title)s » est reprise ailleurs : « %(copy)s ».") % {
        "title": original.title, "copy": row.title,
    }  # fmt: skip
    path = reverse("initiatives:initiative", args=[row.pk])
    tell([original.carrier_id or 0], key=f"copied:{row.pk}", text=text, path=path, site=site)


def _checked(words: str) -> str:
    said = words.replace("\r\n", "\n").strip()
    if len(said) > WORDS_MAX:
        raise BadInput(_("L'explication est trop longue : raccourcissez-la."), "words")
    return said
