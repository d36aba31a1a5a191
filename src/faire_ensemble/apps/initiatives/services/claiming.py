"""« I carry this one »: said by an account, answered by officers."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Claim
from faire_ensemble.apps.initiatives.permissions.initiatives import can_claim, can_moderate
from faire_ensemble.apps.initiatives.services.carrying import entrust
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.telling import tell
from faire_ensemble.apps.initiatives.services.writing import locked_initiative
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

WORDS_MAX = 500


@transaction.atomic
def claim(*, actor: Any, initiative_id: int, words: str) -> Claim:
    """Ask to keep a page that nobody keeps; once a page. Raises `Refused`, `BadInput`."""
    row = locked_initiative(initiative_id)
    require(can_claim(actor, row))
    said = _said(words, _("Dites en une phrase ce que vous y faites."))
    held = Claim.objects.filter(initiative=row, person=actor).first()
    if held is not None:
        raise BadInput(
            _("L'équipe n'a pas retenu votre demande : %(reason)s") % {"reason": held.reason}
            if held.refused_at
            else _("Votre demande est déjà partie : l'équipe du contrat de ville y répondra.")
        )
    made = Claim.objects.create(initiative=row, person=actor, words=said, at=timezone.now())
    audit.record(actor=actor, verb="initiative revendiquée", subject=f"initiative:{row.pk}")
    return made


@transaction.atomic
def answer_claim(*, actor: Any, claim_id: int, accept: bool, site: str, words: str = "") -> Claim:
    """Entrust the page to whoever asked, or say why not. Raises `Refused`, `BadInput`."""
    require(can_moderate(actor))
    found = Claim.objects.filter(pk=claim_id).values_list("initiative", flat=True).first()
    if found is None:
        raise BadInput(_("Cette demande n'existe plus."))
    row = locked_initiative(found)
    made = Claim.objects.select_for_update().get(pk=claim_id)
    if made.refused_at is not None:
        raise BadInput(_("Cette demande a déjà sa réponse."))
    if accept:
        entrust(actor=actor, initiative_id=row.pk, person_id=made.person_id, site=site)
        return made
    made.reason = _said(words, _("Dites pourquoi : la personne le lira."))
    made.refused_at = timezone.now()
    made.save(update_fields=["reason", "refused_at"])
    audit.record(
        actor=actor,
        verb="demande de fiche refusée",
        subject=f"initiative:{row.pk}",
        detail={"de": audit.person_reference(made.person_id)},
    )
    path = reverse("initiatives:initiative", args=[row.pk])
    text = _("L'équipe ne vous confie pas la fiche « %(title)s » : %(reason)s") % {
        "title": row.title, "reason": made.reason,
    }  # fmt: skip
    tell([made.person_id], key=f"claim-refused:{made.pk}", text=text, path=path, site=site)
    return made


def _said(words: str, missing: str) -> str:
    said = " ".join(words.replace("\x00", "").split())
    if not said:
        raise BadInput(missing, "words")
    if len(said) > WORDS_MAX:
        raise BadInput(
            _("Ce texte a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(said), "max": WORDS_MAX},
            "words",
        )
    return said
