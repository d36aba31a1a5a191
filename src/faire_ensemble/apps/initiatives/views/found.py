"""What the address of a page names, or 404; the site somebody is on."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faire_ensemble.apps.initiatives.models import Thread
from faire_ensemble.apps.initiatives.selectors.page import initiative_row
from faire_ensemble.apps.initiatives.selectors.threads import thread_row


def found_initiative(initiative_id: int) -> Any:
    """The row with what pages need, whatever its state."""
    row = initiative_row(initiative_id)
    if row is None:
        raise Http404(_("Cette initiative n'existe pas."))
    return row


def found_thread(thread_id: int) -> Thread:
    row = thread_row(thread_id)
    if row is None:
        raise Http404(_("Cet échange n'existe pas."))
    return row


def site_of(request: HttpRequest) -> str:
    """https://host, where links of mails lead; 200 characters at most."""
    return f"{request.scheme}://{request.get_host()}"[:200]
