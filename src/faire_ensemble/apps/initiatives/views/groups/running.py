"""What those who run a group do: its words, its members, its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.initiatives.forms.groups import CloseForm, GroupForm
from faire_ensemble.apps.initiatives.forms.initiatives import read_key
from faire_ensemble.apps.initiatives.permissions.groups import can_close_group, can_run_group
from faire_ensemble.apps.initiatives.permissions.initiatives import can_take_part
from faire_ensemble.apps.initiatives.selectors.places import place_choices
from faire_ensemble.apps.initiatives.services import groups as services
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.views.found import site_of
from faire_ensemble.apps.initiatives.views.groups.found import found_group
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_take_part)
@require_http_methods(FORM)
def edit_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change what everybody reads."""
    row = found_group(group_id)
    require(can_run_group(request.user, row))
    form = GroupForm(
        request.POST or None,
        places=place_choices(),
        named=True,
        initial={
            "title": row.title,
            "summary": row.summary,
            "door": row.door,
            "territory_id": row.territory_id,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_group(actor=request.user, group_id=row.pk, **form.asked())
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("C'est enregistré."))
            return redirect("initiatives:group", row.pk)
    context = {"form": form, "row": row, "about": None}
    status = 422 if form.errors else 200
    return render(request, "initiatives/groups/edit.html", context, status=status, using="jinja2")


@guarded(can_take_part)
@require_POST
def members(request: HttpRequest, group_id: int) -> HttpResponse:
    """Answer a request, make somebody run the group too, or no more."""
    row = found_group(group_id)
    require(can_run_group(request.user, row))
    act, person = request.POST.get("faire", ""), read_key(request.POST.get("personne"))
    try:
        if act in ("accepter", "refuser"):
            services.answer_request(
                actor=request.user,
                group_id=row.pk,
                person_id=person,
                accept=act == "accepter",
                words=request.POST.get("words", ""),
                site=site_of(request),
            )
        elif act in ("facilitator", "member"):
            services.change_role(actor=request.user, group_id=row.pk, person_id=person, role=act)
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C'est fait."))
    return redirect("initiatives:group", row.pk)


@guarded(can_take_part)
@require_http_methods(FORM)
def close(request: HttpRequest, group_id: int) -> HttpResponse:
    """End the work, saying what came of it; or why, from outside."""
    row = found_group(group_id)
    require(can_close_group(request.user, row))
    outside = not can_run_group(request.user, row)
    form = CloseForm(request.POST or None, outside=outside)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_group(
                actor=request.user,
                group_id=row.pk,
                words=form.cleaned_data["words"],
                site=site_of(request),
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Le groupe est clos."))
            return redirect("initiatives:group", row.pk)
    context = {"form": form, "row": row, "outside": outside}
    status = 422 if form.errors else 200
    return render(request, "initiatives/groups/close.html", context, status=status, using="jinja2")
