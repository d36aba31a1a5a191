"""Keeping the filters of the board under a name."""

from django.db import transaction
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import SavedView
from faire_ensemble.apps.funding.permissions.instruction import can_open_board
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import Refused, require

NAME_MAX, QUERY_MAX = 80, 1000


class BadView(ValueError):
    """A view that cannot be kept; the message says why (French)."""


def save_view(*, actor: Actor, name: str, query: str, shared: bool) -> SavedView:
    """Keep or replace one's own view of that name. Raises `Refused`, `BadView`."""
    require(can_open_board(actor))
    name = " ".join(name.split())[:NAME_MAX]
    if not name:
        raise BadView(_("Donnez un nom à cette vue."))
    if len(query) > QUERY_MAX:
        raise BadView(_("Ces filtres sont trop longs pour être gardés : raccourcissez-les."))
    with transaction.atomic():
        view, created = SavedView.objects.update_or_create(
            person=actor, name=name, defaults={"query": query, "shared": shared}
        )
        audit.record(
            actor=actor,
            verb="vue du tableau gardée" if created else "vue du tableau remplacée",
            subject=f"vue:{view.pk}",
            detail={"partagée": shared},
        )
    return view


def drop_view(*, actor: Actor, view: SavedView) -> None:
    """Remove one's own view. Raises `Refused` for somebody else's."""
    if view.person_id != actor.pk:
        raise Refused(_("Cette vue est à une autre personne."))
    with transaction.atomic():
        audit.record(actor=actor, verb="vue du tableau retirée", subject=f"vue:{view.pk}")
        view.delete()
