"""What a reader sees when an address, a form or the site itself fails: what, why, what to do."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from faire_ensemble.kit.access import refusal


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. The search form on the page takes up where the address failed."""
    return render(request, "kit/not_found.html", status=404, using="jinja2")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised outside of `@guarded`, by Django or by a package."""
    return refusal(request, str(exception) or _("Cette page ne vous est pas ouverte."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address or a form that no page of the site sends."""
    return render(request, "kit/bad_request.html", status=400, using="jinja2")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is absent or too old (Django's CSRF check)."""
    sentence = _(
        "Ce formulaire est resté ouvert trop longtemps, ou votre navigateur refuse les cookies "
        "de ce site. Revenez à la page précédente, rechargez-la et envoyez de nouveau."
    )
    return refusal(request, sentence)


def broken(request: HttpRequest) -> HttpResponse:
    """500. Reads neither the database nor the request, since either may be what failed."""
    return HttpResponseServerError(render_to_string("kit/broken.html", using="jinja2"))
