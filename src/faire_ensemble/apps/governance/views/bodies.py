"""Who decides: every body, and the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.governance.permissions.bodies import can_keep_body, can_read_restricted
from faire_ensemble.apps.governance.selectors.bodies import body_by_id, body_list, body_page
from faire_ensemble.kit.access import public


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every body of the contracts, by kind."""
    return render(request, "governance/bodies/list.html", {"bodies": body_list()}, using="jinja2")


@public
@require_safe
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """What it is for, who sits there, what is missing."""
    found = body_by_id(body_id)
    if found is None:
        raise Http404(_("Cette instance n'existe pas."))
    sees_all = bool(can_read_restricted(request.user, found))
    page = body_page(found, sees_all=sees_all)
    keeps = bool(can_keep_body(request.user, found))
    return render(
        request, "governance/bodies/body.html", {"page": page, "keeps": keeps}, using="jinja2"
    )
