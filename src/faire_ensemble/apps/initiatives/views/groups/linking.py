"""Linking a group and an initiative, found by name, from either side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.initiatives.forms.initiatives import read_key, read_words
from faire_ensemble.apps.initiatives.models import Group
from faire_ensemble.apps.initiatives.permissions.groups import can_run_group
from faire_ensemble.apps.initiatives.permissions.initiatives import can_read, can_take_part
from faire_ensemble.apps.initiatives.selectors.groups.linking import (
    groups_run,
    initiative_choices,
)
from faire_ensemble.apps.initiatives.services import groups as services
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.views.found import found_initiative
from faire_ensemble.apps.initiatives.views.groups.found import found_group
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_take_part)
@require_http_methods(FORM)
def initiatives(request: HttpRequest, group_id: int) -> HttpResponse:
    """From a group: look for an initiative, choose it, or take one out."""
    row = found_group(group_id)
    require(can_run_group(request.user, row))
    if request.method == "POST":
        _act(request, row.pk, read_key(request.POST.get("initiative")))
        words = read_words(request.POST.get("q"))
        path = reverse("initiatives:link_initiatives", args=[row.pk])
        return redirect(f"{path}?{urlencode({'q': words})}" if words else path)
    words = read_words(request.GET.get("q"))
    context = {"row": row, "words": words, "choices": initiative_choices(row, words)}
    return render(request, "initiatives/groups/initiatives.html", context, using="jinja2")


@guarded(can_take_part)
@require_http_methods(FORM)
def groups(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """From an initiative: the groups that one runs, to link it to."""
    row = found_initiative(initiative_id)
    require(can_read(request.user, row))
    if request.method == "POST":
        group = found_group(read_key(request.POST.get("groupe")))
        _act(request, group.pk, row.pk)
        return redirect("initiatives:link_groups", row.pk)
    linked = set(Group.objects.filter(initiatives=row).values_list("pk", flat=True))
    context = {"row": row, "run": groups_run(request.user), "linked": linked}
    return render(request, "initiatives/link_groups.html", context, using="jinja2")


def _act(request: HttpRequest, group_id: int, initiative_id: int) -> None:
    """Link, or unlink, and say what was done or why not."""
    if request.POST.get("faire") == "retirer":
        services.unlink_initiative(
            actor=request.user, group_id=group_id, initiative_id=initiative_id
        )
        messages.success(request, _("L'initiative n'est plus liée au groupe."))
        return
    try:
        row = services.link_initiative(
            actor=request.user, group_id=group_id, initiative_id=initiative_id
        )
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("« %(title)s » est liée au groupe.") % {"title": row.title})
