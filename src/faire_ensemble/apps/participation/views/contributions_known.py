"""Who is at the keyboard, for a process: an account, or somebody who came by a link or a code."""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.models import Contribution, Contributor, Entry, Process
from faire_ensemble.apps.participation.permissions.contributions import can_enter_with
from faire_ensemble.apps.participation.permissions.processes import can_read_process
from faire_ensemble.apps.participation.selectors.contributions.page import contribution_by_number
from faire_ensemble.apps.participation.services.contributions.identity import (
    Visit,
    contributor_of_person,
    known_person,
)
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.kit.verdicts import require

KEPT = "participation"


def readable(request: HttpRequest, code: str) -> Process:
    """The process of an address for those who may read it. Raises `Refused`, 404."""
    process = read(code)
    require(can_read_process(request.user, process))
    return process


def found(process: Process, number: int) -> Contribution:
    """A contribution by its number, whatever its state, or 404."""
    row = contribution_by_number(process, number)
    if row is None:
        raise Http404(_("Cette contribution n'existe pas."))
    return row


def visit(request: HttpRequest) -> Visit:
    """The language and the site of this request."""
    return Visit((get_language() or "fr")[:2], f"{request.scheme}://{request.get_host()}")


def known(request: HttpRequest, process: Process) -> Contributor | None:
    """Whoever is already known here; nothing is made."""
    if request.user.is_authenticated and can_enter_with(process, Entry.ACCOUNT):
        return known_person(process, request.user)
    kept = request.session.get(KEPT, {}).get(str(process.pk))
    if kept is None:
        return None
    return Contributor.objects.filter(pk=kept, process=process, confirmed_at__isnull=False).first()


def entered(request: HttpRequest, process: Process) -> Contributor | None:
    """The same; an account becomes known by it."""
    if request.user.is_authenticated and can_enter_with(process, Entry.ACCOUNT):
        return contributor_of_person(process, request.user, visit(request))
    return known(request, process)


def is_in(request: HttpRequest, process: Process) -> bool:
    """Whether forms may be shown, without making anybody known."""
    if request.user.is_authenticated and can_enter_with(process, Entry.ACCOUNT):
        return True
    return known(request, process) is not None


def remember(request: HttpRequest, contributor: Contributor) -> None:
    """Keep who came in for as long as the session lasts; under a new key, as after a sign-in."""
    kept = dict(request.session.get(KEPT, {}))
    kept[str(contributor.process_id)] = contributor.pk
    request.session.cycle_key()
    request.session[KEPT] = kept
