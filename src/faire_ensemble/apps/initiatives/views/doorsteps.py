"""What an act does, told to a visitor before an account is asked of them.

Opening one of these pages without an account shows the steps and the ways in, which come back to
the same address; sending its form does not. What a visitor may not do anyway, or may not read,
sends to the sign-in page, as everywhere.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import Door
from faire_ensemble.apps.initiatives.views.found import found_initiative
from faire_ensemble.apps.initiatives.views.groups.found import found_group


def before_new(request: HttpRequest) -> HttpResponse | None:
    """Before telling an initiative."""
    steps = (
        _("Vous dites ce que c'est, avec vos mots : deux phrases suffisent, le reste est "
          "facultatif."),
        _("Vous gardez un brouillon, ou vous l'envoyez quand il est prêt."),
        _("Une personne du contrat de ville le lit, le publie ou vous dit quoi corriger."),
    )  # fmt: skip
    back = (reverse("initiatives:panorama"), _("Initiatives"))
    return _told(request, _("Raconter une initiative"), "", steps, back)


def before_copy(request: HttpRequest, initiative_id: int) -> HttpResponse | None:
    """Before « do it here »."""
    row = found_initiative(initiative_id)
    if row.state != InitiativeState.PUBLISHED:
        return None
    steps = [
        _("Vous dites où : un quartier, une commune, une rue."),
        _("Une fiche à votre nom commence avec ce qui est fait ailleurs. L'original y est cité."),
        _("Vous racontez ce qui change chez vous. Rien n'est public avant que vous le proposiez."),
    ]
    if _reached(row):
        words = _("Si vous le voulez, quelques mots partent à qui l'a fait, sans votre adresse.")
        steps.insert(2, words)
    return _told(request, _("Faites-le ici"), row.title, steps, _back_to(row))


def before_contact(request: HttpRequest, initiative_id: int) -> HttpResponse | None:
    """Before writing to who carries one."""
    row = found_initiative(initiative_id)
    if row.state != InitiativeState.PUBLISHED or not _reached(row):
        return None
    steps = (
        _("Vous écrivez quelques mots : qui vous êtes, ce que vous cherchez."),
        _("Le message part par le site, sans votre adresse. La réponse vous arrive par message."),
        _("Chacun voit l'adresse de l'autre si les deux le veulent, et peut arrêter l'échange."),
    )
    return _told(request, _("Écrire à qui porte cette initiative"), row.title, steps, _back_to(row))


def before_new_group(request: HttpRequest) -> HttpResponse | None:
    """Before opening a working group."""
    steps = (
        _("Vous dites à quoi il sert : c'est tout ce que le public en lit."),
        _("Les personnes intéressées entrent, ou vous le demandent : c'est vous qui choisissez."),
        _("Vous y écrivez des notes, donnez des fichiers et partagez les tâches, entre membres."),
    )
    back = (reverse("initiatives:groups"), _("Groupes"))
    return _told(request, _("Ouvrir un groupe"), "", steps, back)


def before_join(request: HttpRequest, group_id: int) -> HttpResponse | None:
    """Before entering one."""
    row = found_group(group_id)
    if row.closed_at is not None:
        return None
    asks = row.door == Door.REQUEST
    steps = (
        _("Vous dites pourquoi vous aimeriez en être. Une personne qui anime répond.")
        if asks
        else _("Vous choisissez le nom que les autres membres verront : un prénom suffit."),
        _("Les membres ne voient jamais votre adresse."),
        _("Un message par jour au plus dit ce qui est nouveau. Vous repartez quand vous voulez."),
    )
    heading = _("Demander à entrer") if asks else _("Entrer dans le groupe")
    back = (reverse("initiatives:group", args=[row.pk]), row.title)
    return _told(request, heading, row.title, steps, back)


def _reached(row: Any) -> bool:
    """Somebody keeps the page and accepts to be written to."""
    return bool(row.contact_open and row.carrier is not None and row.carrier.is_active)


def _back_to(row: Any) -> tuple[str, str]:
    return reverse("initiatives:initiative", args=[row.pk]), row.title


def _told(
    request: HttpRequest, heading: str, about: str, steps: Sequence[str], back: tuple[str, str]
) -> HttpResponse:
    context = {"heading": heading, "about": about, "steps": steps, "back": back}
    return render(request, "initiatives/doorstep.html", context, using="jinja2")
