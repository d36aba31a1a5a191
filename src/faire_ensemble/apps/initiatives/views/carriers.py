"""What a carrier does: write, change, propose, withdraw, copy, join photos."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.initiatives.forms.initiatives import (
    CopyForm,
    InitiativeForm,
    PhotoForm,
    initial_of,
)
from faire_ensemble.apps.initiatives.lifecycle import INITIATIVE
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_contact,
    can_copy,
    can_edit,
    can_take_part,
)
from faire_ensemble.apps.initiatives.selectors.mine import mine as mine_of
from faire_ensemble.apps.initiatives.selectors.persons import own_organisation
from faire_ensemble.apps.initiatives.selectors.places import place_choices
from faire_ensemble.apps.initiatives.services import moderation, photos, writing
from faire_ensemble.apps.initiatives.services.contacts import put_in_touch
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.naming import choose_name
from faire_ensemble.apps.initiatives.services.telling import choose_digest
from faire_ensemble.apps.initiatives.views.doorsteps import before_copy, before_new
from faire_ensemble.apps.initiatives.views.found import found_initiative, site_of
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import FileRefused
from faire_ensemble.kit.verdicts import Refused, require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_take_part)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's pages, exchanges and groups."""
    context = {"mine": mine_of(request.user)}
    return render(request, "initiatives/mine.html", context, using="jinja2")


@guarded(can_take_part, doorstep=before_new)
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Tell an initiative."""
    places = place_choices()
    own = own_organisation(request.user)
    said = {"carrier_name": own[1]} if own else {}
    form = InitiativeForm(request.POST or None, places=places, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.write_initiative(actor=request.user, draft=form.draft())
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            return _after_save(request, made.pk)
    return _form_page(request, form, None)


@guarded(can_take_part)
@require_http_methods(FORM)
def edit(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Change a page, its photos."""
    row = found_initiative(initiative_id)
    require(can_edit(request.user, row))
    places = place_choices()
    form = InitiativeForm(request.POST or None, places=places, initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_initiative(actor=request.user, initiative_id=row.pk, draft=form.draft())
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            return _after_save(request, row.pk)
    return _form_page(request, form, row)


def _after_save(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Keep as it is, or propose too when that button was pressed."""
    if request.POST.get("faire") != "proposer":
        messages.success(request, _("C'est enregistré."))
        return redirect("initiatives:initiative", initiative_id)
    try:
        moderation.propose_initiative(actor=request.user, initiative_id=initiative_id)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("initiatives:edit", initiative_id)
    messages.success(request, _("C'est envoyé : une personne du contrat de ville va la lire, puis "
                                "la publier ou vous dire quoi corriger."))  # fmt: skip
    return redirect("initiatives:initiative", initiative_id)


def _form_page(request: HttpRequest, form: InitiativeForm, row: Any) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "wrong": bool(form.errors),
        "proposable": row is None or INITIATIVE.may("propose", row.state),
        "photo_form": PhotoForm() if row is not None else None,
        "photos": list(row.photos.select_related("stored")) if row is not None else [],
    }
    status = 422 if form.errors else 200
    return render(request, "initiatives/edit.html", context, status=status, using="jinja2")


@guarded(can_take_part)
@require_POST
def propose(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Send to be read, from the page."""
    row = found_initiative(initiative_id)
    require(can_edit(request.user, row))
    return _after_save(request, row.pk)


@guarded(can_take_part)
@require_http_methods(FORM)
def withdraw(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Take one's page off the site, after a question."""
    row = found_initiative(initiative_id)
    require(can_edit(request.user, row))
    if request.method == "POST":
        try:
            moderation.withdraw_initiative(
                actor=request.user, initiative_id=row.pk, words=request.POST.get("words", "")
            )
        except BadInput as error:
            messages.error(request, str(error))
            return redirect("initiatives:withdraw", row.pk)
        messages.success(request, _("La fiche n'est plus sur le site."))
        return redirect("initiatives:mine")
    context = {"row": row, "own": row.carrier_id == request.user.pk}
    return render(request, "initiatives/withdraw.html", context, using="jinja2")


@guarded(can_take_part, doorstep=before_copy)
@require_http_methods(FORM)
def copy(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """« Do it here »: where, and first words to who did it first."""
    row = found_initiative(initiative_id)
    require(can_copy(request.user, row))
    contact = can_contact(request.user, row)
    first_words = _("Bonjour, nous aimerions faire la même chose ici. Pourrions-nous en parler ?")
    form = CopyForm(
        request.POST or None,
        places=place_choices(),
        contact=bool(contact),
        initial={"body": first_words},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _copied(request, row.pk, form.cleaned_data)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
    context = {"row": row, "form": form, "contact_reason": contact.reason}
    status = 422 if form.errors else 200
    return render(request, "initiatives/copy.html", context, status=status, using="jinja2")


def _copied(request: HttpRequest, initiative_id: int, typed: dict[str, Any]) -> HttpResponse:
    made = writing.start_copy(
        actor=request.user,
        initiative_id=initiative_id,
        territory_id=typed["territory_id"],
        place=typed["place"],
    )
    if typed.get("body", "").strip():
        try:
            put_in_touch(
                actor=request.user,
                initiative_id=initiative_id,
                body=typed["body"],
                site=site_of(request),
                copy_id=made.pk,
            )
        except Refused as refused:  # an exchange that one of them stopped
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Votre message est parti. La réponse arrivera dans votre "
                                        "messagerie."))  # fmt: skip
    messages.success(request, _("Votre fiche est commencée, avec le nom de l'original. À vous de "
                                "dire ce qui change ici."))  # fmt: skip
    return redirect("initiatives:edit", made.pk)


@guarded(can_take_part)
@require_POST
def add_photo(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Join a photo, or take one away."""
    row = found_initiative(initiative_id)
    require(can_edit(request.user, row))
    if request.POST.get("retirer", "").isdecimal():
        photos.remove_photo(
            actor=request.user, initiative_id=row.pk, photo_id=int(request.POST["retirer"])
        )
        messages.success(request, _("La photo est retirée."))
        return redirect("initiatives:edit", row.pk)
    try:
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            photos.add_photo(
                actor=request.user,
                initiative_id=row.pk,
                checked=form.cleaned_data["photo"],
                words=form.cleaned_data["words"],
            )
            messages.success(request, _("La photo est ajoutée."))
        else:
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
    except (BadInput, FileRefused) as error:
        messages.error(request, str(error))
    return redirect("initiatives:edit", row.pk)


@guarded(can_take_part)
@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """The name under which others see one here."""
    try:
        choose_name(actor=request.user, name=request.POST.get("name", ""))
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C'est fait."))
    return redirect("initiatives:mine")


@guarded(can_take_part)
@require_POST
def digest(request: HttpRequest) -> HttpResponse:
    """Have the daily mail, or not."""
    choose_digest(actor=request.user, wanted=request.POST.get("recevoir") == "oui")
    messages.success(request, _("C'est fait."))
    return redirect("initiatives:mine")
