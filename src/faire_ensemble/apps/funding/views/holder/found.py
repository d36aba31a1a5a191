"""The file of a page, once its reader may do what the page is for."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.permissions.standing import Actor
from faire_ensemble.apps.funding.selectors.draft import application_with
from faire_ensemble.kit.verdicts import Verdict, require

Rule = Callable[[Actor, Application], Verdict]


def found(request: HttpRequest, application_id: int, rule: Rule) -> Application:
    """Raises `Http404`, or `Refused` (which `guarded` turns into a page that says why)."""
    application = application_with(application_id)
    if application is None:
        raise Http404(_("Ce dossier n'existe pas."))
    require(rule(request.user, application))
    return application
