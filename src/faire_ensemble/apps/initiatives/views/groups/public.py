"""The public side of groups, entering and leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.initiatives.forms.groups import GroupForm, JoinForm
from faire_ensemble.apps.initiatives.forms.initiatives import read_key, read_number
from faire_ensemble.apps.initiatives.models import Door
from faire_ensemble.apps.initiatives.permissions.groups import (
    can_close_group,
    can_join,
    can_run_group,
    can_see_inside,
    can_work_inside,
)
from faire_ensemble.apps.initiatives.permissions.initiatives import can_take_part
from faire_ensemble.apps.initiatives.selectors.groups.inside import inside
from faire_ensemble.apps.initiatives.selectors.groups.linking import published_initiative
from faire_ensemble.apps.initiatives.selectors.groups.public import group_list, group_page
from faire_ensemble.apps.initiatives.selectors.persons import name_of
from faire_ensemble.apps.initiatives.selectors.places import place_choices
from faire_ensemble.apps.initiatives.services import groups as services
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.naming import choose_name
from faire_ensemble.apps.initiatives.views.doorsteps import before_join, before_new_group
from faire_ensemble.apps.initiatives.views.found import site_of
from faire_ensemble.apps.initiatives.views.groups.found import found_group
from faire_ensemble.kit.access import guarded, public

FORM = ["GET", "HEAD", "POST"]


@public
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Every group: what it is for, whether one may enter."""
    lines, page = group_list(read_number(request.GET.get("page")))
    context = {"lines": lines, "page": page, "mine": request.user.is_authenticated}
    return render(request, "initiatives/groups/list.html", context, using="jinja2")


@public
@require_safe
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """The summary for everybody; the work too for its members."""
    row = found_group(group_id)
    known = request.user.is_authenticated
    member = known and bool(can_see_inside(request.user, row))
    context = {
        "page": group_page(row, request.user),
        "row": row,
        "inside": inside(row, request.user) if member else None,
        "works": member and bool(can_work_inside(request.user, row)),
        "runs": member and bool(can_run_group(request.user, row)),
        "closes": known and bool(can_close_group(request.user, row)),
        "may_join": row.closed_at is None if not known else bool(can_join(request.user, row)),
        "why_not": can_join(request.user, row).reason if known and not member else "",
    }
    response = render(request, "initiatives/groups/group.html", context, using="jinja2")
    if member:
        response["Cache-Control"] = "private, no-store"
    return response


@guarded(can_take_part, doorstep=before_new_group)
@require_http_methods(FORM)
def new_group(request: HttpRequest) -> HttpResponse:
    """Open a group."""
    about = published_initiative(read_key(request.GET.get("initiative")))
    form = GroupForm(
        request.POST or None,
        places=place_choices(),
        initial={"name": name_of(request.user)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_name(actor=request.user, name=form.cleaned_data["name"])
            made = services.create_group(
                actor=request.user, initiative_id=about[0] if about else None, **form.asked()
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Le groupe est ouvert, et c'est vous qui l'animez."))
            return redirect("initiatives:group", made.pk)
    context = {"form": form, "row": None, "about": about}
    status = 422 if form.errors else 200
    return render(request, "initiatives/groups/edit.html", context, status=status, using="jinja2")


@guarded(can_take_part, doorstep=before_join)
@require_http_methods(FORM)
def join(request: HttpRequest, group_id: int) -> HttpResponse:
    """Enter, or ask to."""
    row = found_group(group_id)
    form = JoinForm(request.POST or None, initial={"name": name_of(request.user)})
    if request.method == "POST" and form.is_valid():
        try:
            choose_name(actor=request.user, name=form.cleaned_data["name"])
            services.join_group(
                actor=request.user,
                group_id=row.pk,
                words=form.cleaned_data["words"],
                site=site_of(request),
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            asked = row.door == Door.REQUEST
            messages.success(
                request,
                _("Votre demande est envoyée à celles et ceux qui animent le groupe.")
                if asked
                else _("Bienvenue dans le groupe."),
            )
            return redirect("initiatives:group", row.pk)
    context = {"row": row, "form": form, "asks": row.door == Door.REQUEST}
    status = 422 if form.errors else 200
    return render(request, "initiatives/groups/join.html", context, status=status, using="jinja2")


@guarded(can_take_part)
@require_POST
def leave(request: HttpRequest, group_id: int) -> HttpResponse:
    """Leave, or take back one's request."""
    row = found_group(group_id)
    try:
        services.leave_group(actor=request.user, group_id=row.pk)
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C'est fait."))
    return redirect("initiatives:group", row.pk)
