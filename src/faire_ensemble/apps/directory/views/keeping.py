"""Keeping records true: the form, contacts, « still true », who answers for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.directory.forms import ContactForm, EntrustForm, RecordForm
from faire_ensemble.apps.directory.models import Contact, Service
from faire_ensemble.apps.directory.permissions import (
    can_edit_service,
    can_enter_records,
    can_entrust_service,
)
from faire_ensemble.apps.directory.selectors.records.kept import (
    area_choices,
    organisation_choices,
)
from faire_ensemble.apps.directory.selectors.records.listed import owner_of
from faire_ensemble.apps.directory.selectors.records.locating import (
    Located,
    locate_address,
    quarters_of,
)
from faire_ensemble.apps.directory.selectors.records.page import contacts_of, service_with
from faire_ensemble.apps.directory.services import (
    BadRecord,
    RecordContent,
    add_contact,
    close_service,
    confirm_service,
    entrust_service,
    save_service,
    withdraw_contact,
)
from faire_ensemble.apps.directory.views.pointing import settle_point
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_enter_records)
@require_http_methods(FORM)
def new_record(request: HttpRequest) -> HttpResponse:
    """A record to write."""
    offered = organisation_choices(request.user)
    initial = {"organisation_id": offered[0][0]} if len(offered) == 1 else {}
    form = RecordForm(
        request.POST or None, initial=initial, organisations=offered, areas=area_choices()
    )
    return _written(request, form, None)


@guarded(can_enter_records)
@require_http_methods(FORM)
def edit_record(request: HttpRequest, pk: int) -> HttpResponse:
    """A record to correct."""
    service = _mine(request, pk)
    form = RecordForm(
        request.POST or None,
        initial=RecordForm.told(service),
        organisations=organisation_choices(request.user, service.organisation),
        areas=area_choices(service),
    )
    return _written(request, form, service)


@guarded(can_enter_records)
@require_POST
def confirm_record(request: HttpRequest, pk: int) -> HttpResponse:
    """« Tout est encore vrai »."""
    confirm_service(actor=request.user, service_id=_mine(request, pk).pk)
    messages.info(request, _("Merci : la fiche est vérifiée d'aujourd'hui."))
    return redirect("directory:service", pk)


@guarded(can_enter_records)
@require_POST
def close_record(request: HttpRequest, pk: int) -> HttpResponse:
    """« Cette aide n'existe plus »."""
    close_service(actor=request.user, service_id=_mine(request, pk).pk)
    messages.info(request, _("La fiche n'est plus proposée dans les recherches."))
    return redirect("directory:service", pk)


@guarded(can_enter_records)
@require_http_methods(FORM)
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """The persons named in a record."""
    service = _mine(request, pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_contact(actor=request.user, service_id=pk, **form.cleaned_data)
        except BadRecord as bad:
            form.add_error(bad.field or None, str(bad))
        else:
            messages.info(request, _("Le contact est sur la fiche."))
            return redirect("directory:contacts", pk)
    context = {"service": service, "form": form, "contacts": contacts_of(service)}
    status = 422 if form.errors else 200
    return render(request, "directory/help/contacts.html", context, status=status, using="jinja2")


@guarded(can_enter_records)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a person from a record."""
    contact = Contact.objects.filter(pk=pk).first()
    if contact is None:
        raise Http404(_("Ce contact n'existe pas."))
    withdraw_contact(actor=request.user, contact_id=pk)
    messages.info(request, _("Le nom et les coordonnées de cette personne sont effacés."))
    return redirect("directory:contacts", contact.service_id)


@guarded(can_enter_records)
@require_http_methods(FORM)
def entrust(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a record to another account."""
    service = _mine(request, pk)
    require(can_entrust_service(request.user, service))
    form = EntrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entrust_service(actor=request.user, service_id=pk, **form.cleaned_data)
        except BadRecord as bad:
            form.add_error(bad.field or None, str(bad))
        else:
            messages.info(request, _("La fiche est confiée ; la personne le sait par courriel."))
            return redirect("directory:service", pk)
    context = {"service": service, "form": form, "owner": owner_of(service)}
    status = 422 if form.errors else 200
    return render(request, "directory/help/entrust.html", context, status=status, using="jinja2")


def _mine(request: HttpRequest, pk: int) -> Service:
    service = service_with(pk)
    if service is None:
        raise Http404(_("Cette fiche n'existe pas."))
    require(can_edit_service(request.user, service))
    return service


def _written(request: HttpRequest, form: RecordForm, service: Service | None) -> HttpResponse:
    """Save a valid form, or show it with what to correct."""
    located: Located | None = None
    if request.method == "POST" and "chercher" in request.POST:
        located = locate_address(form.typed_address, request.path)
        form.errors.clear()  # nothing is saved yet: what is wrong is said when it is
    elif request.method == "POST" and form.is_valid():
        point = settle_point(form, service, request.path)
        located = point.asks
        if located is None:
            try:
                saved = save_service(
                    actor=request.user,
                    content=RecordContent(**form.content() | point.values),
                    organisation_id=form.cleaned_data["organisation_id"],
                    service_id=service.pk if service else None,
                )
            except BadRecord as bad:
                form.add_error(bad.field if bad.field in form.fields else None, str(bad))
            else:
                messages.info(
                    request, _("La fiche est enregistrée. Relisez-la comme tout le monde.")
                )
                if point.lost:
                    messages.warning(request, _("L'adresse n'a pas été trouvée : la fiche n'est "
                                                "pas sur la carte. « Corriger » permet de la "
                                                "récrire ou de donner le point."))  # fmt: skip
                return redirect("directory:service", saved.pk)
    context = {
        "form": form,
        "service": service,
        "located": located,
        "standing": quarters_of(service.place) if service else None,
    }
    status = 422 if form.errors else 200
    return render(request, "directory/help/edit.html", context, status=status, using="jinja2")
