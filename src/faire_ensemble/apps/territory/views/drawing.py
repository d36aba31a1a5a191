"""The page where an agent draws a neighbourhood."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.territory import services
from faire_ensemble.apps.territory.forms import DrawnNeighbourhoodForm
from faire_ensemble.apps.territory.permissions import can_draw_neighbourhood
from faire_ensemble.kit.access import guarded

FIELDS = ("name", "kind", "epci", "shape", "valid_from")


@guarded(can_draw_neighbourhood)
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """The form, with a map to draw on where scripts run."""
    form = DrawnNeighbourhoodForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actor: Any = request.user
        asked = {key: form.cleaned_data[key] for key in FIELDS}
        try:
            place = services.draw_neighbourhood(actor=actor, **asked)
        except services.BadDrawing as error:
            form.add_error("shape", str(error))
        else:
            communes = ", ".join(commune.name for commune in place.communes.all())
            said = _("Quartier enregistré : %(name)s (%(code)s), à %(communes)s.")
            messages.success(
                request, said % {"name": place.name, "code": place.code, "communes": communes}
            )
            return redirect("territory:draw")
    return render(request, "territory/draw.html", {"form": form})
