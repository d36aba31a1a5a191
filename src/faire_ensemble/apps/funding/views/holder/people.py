"""The people who write a file, and the associations that carry it together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.funding.forms.holder import NewOrganisationForm
from faire_ensemble.apps.funding.models import Right
from faire_ensemble.apps.funding.permissions.applications import (
    can_manage_members,
    can_open_applications,
    can_read_whole_application,
    can_write_application,
)
from faire_ensemble.apps.funding.services import members as acts
from faire_ensemble.apps.funding.views.holder.found import found
from faire_ensemble.apps.funding.views.holder.starting import chosen_organisation, searched
from faire_ensemble.kit.access import guarded


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, application_id: int) -> HttpResponse:
    """Who reads, writes, submits; inviting, changing a right, taking out."""
    posting = request.method == "POST"
    rule = can_manage_members if posting else can_read_whole_application
    file = found(request, application_id, rule)
    if posting:
        _act(request, application_id)
        return redirect("funding:application_people", application_id)
    partners = [row.organisation for row in file.partners.select_related("organisation")]
    return render(
        request,
        "funding/application/people.html",
        {
            "file": file,
            "members": list(file.members.select_related("person", "organisation")),
            "organisations": [file.lead, *partners],
            "rights": Right.choices,
            "manages": can_manage_members(request.user, file),
        },
        using="jinja2",
    )


def _act(request: HttpRequest, application_id: int) -> None:
    post, actor = request.POST, request.user
    act, member = post.get("act"), _number(post.get("member", ""))
    try:
        if act == "invite":
            acts.invite_member(
                actor=actor,
                application_id=application_id,
                email=post.get("email", ""),
                right=post.get("right", ""),
                organisation_id=_number(post.get("organisation", "")),
                link=request.build_absolute_uri(reverse("funding:applications_mine")),
            )
            messages.success(request, _("La personne est invitée : un e-mail le lui dit."))
        elif act == "change":
            acts.change_right(
                actor=actor, application_id=application_id, member_id=member,
                right=post.get("right", ""),
            )  # fmt: skip
            messages.success(request, _("Le droit est changé."))
        elif act == "remove":
            acts.remove_member(actor=actor, application_id=application_id, member_id=member)
            messages.success(request, _("La personne est retirée ; ce qu'elle a écrit reste."))
    except acts.MemberRefused as refused:
        messages.error(request, str(refused))


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, application_id: int) -> HttpResponse:
    """Associations that carry the project with the lead."""
    file = found(request, application_id, can_write_application)
    act = request.POST.get("act")
    form = NewOrganisationForm(request.POST if act == "add" else None)
    try:
        if act == "remove":
            gone = _number(request.POST.get("organisation", ""))
            acts.remove_partner(
                actor=request.user, application_id=application_id, organisation_id=gone
            )
            return redirect("funding:application_partners", application_id)
        chosen = chosen_organisation(request, form)
        if chosen is not None:
            acts.add_partner(
                actor=request.user, application_id=application_id, organisation_id=chosen
            )
            messages.success(request, _("Partenaire ajouté : dites maintenant ce qu'il fait."))
            return redirect("funding:application_section", application_id, "porteur")
    except acts.MemberRefused as refused:
        messages.error(request, str(refused))
    rows = [row.organisation for row in file.partners.select_related("organisation")]
    context = {"file": file, "partners": rows, "form": form, **searched(request)}
    return render(request, "funding/application/partners.html", context, using="jinja2")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
