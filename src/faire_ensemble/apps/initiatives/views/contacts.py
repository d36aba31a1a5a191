"""Exchanges between two carriers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.initiatives.forms.initiatives import MessageForm
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_contact,
    can_read_thread,
    can_take_part,
)
from faire_ensemble.apps.initiatives.selectors.threads import thread_page
from faire_ensemble.apps.initiatives.services import contacts
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.views.doorsteps import before_contact
from faire_ensemble.apps.initiatives.views.found import found_initiative, found_thread, site_of
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_take_part, doorstep=before_contact)
@require_http_methods(FORM)
def contact(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Write to who carries an initiative."""
    row = found_initiative(initiative_id)
    require(can_contact(request.user, row))
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = contacts.put_in_touch(
                actor=request.user,
                initiative_id=row.pk,
                body=form.cleaned_data["body"],
                site=site_of(request),
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Votre message est parti."))
            return redirect("initiatives:thread", made.pk)
    context = {"row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "initiatives/contact.html", context, status=status, using="jinja2")


@guarded(can_take_part)
@require_http_methods(FORM)
def thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Read the exchange and answer."""
    row = found_thread(thread_id)
    require(can_read_thread(request.user, row))
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contacts.write_message(
                actor=request.user, thread_id=row.pk, body=form.cleaned_data["body"]
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Votre message est parti."))
            return redirect("initiatives:thread", row.pk)
    context = {"page": thread_page(row, request.user), "form": form}
    status = 422 if form.errors else 200
    return render(request, "initiatives/thread.html", context, status=status, using="jinja2")


@guarded(can_take_part)
@require_POST
def thread_act(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Show one's address to the other, or stop."""
    row = found_thread(thread_id)
    require(can_read_thread(request.user, row))
    if request.POST.get("faire") == "accepter":
        contacts.agree(actor=request.user, thread_id=row.pk)
        messages.success(request, _("C'est noté : votre adresse sera montrée quand l'autre "
                                    "personne aura accepté aussi."))  # fmt: skip
    elif request.POST.get("faire") == "arreter":
        contacts.stop_thread(actor=request.user, thread_id=row.pk)
        messages.success(request, _("L'échange est arrêté."))
    return redirect("initiatives:thread", row.pk)
