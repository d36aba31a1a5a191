"""Handing a kept file out: the right type, no guessing by the browser, no right to act.

There is no public address for files: a view checks its own permission, then calls `respond`.
"""

from django.http import FileResponse
from django.utils.translation import gettext as _

from faire_ensemble.kit.files import antivirus
from faire_ensemble.kit.files.kinds import Kind
from faire_ensemble.kit.files.names import download_name
from faire_ensemble.kit.files.store import path_of
from faire_ensemble.kit.models import Caution, Scan, StoredFile
from faire_ensemble.kit.verdicts import ALLOWED, Refused, Verdict, refused

SHOWN = {Kind.PDF, Kind.JPEG, Kind.PNG, Kind.WEBP}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
# Browsers refuse to open their PDF reader in a sandbox; it runs outside of our origin anyway.
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


def can_read_file(stored: StoredFile, *, own: bool = False) -> Verdict:
    """Whether the content may leave, permission apart: never a virus; with an antivirus
    configured, nobody but the person who sent it (`own`) reads a file before its scan.
    """
    if stored.scan == Scan.INFECTED:
        return refused(
            _("Ce fichier contient un virus (%(note)s) : il ne peut pas être ouvert.")
            % {"note": stored.scan_note}
        )
    if stored.scan == Scan.UNSCANNED and antivirus.configured() and not own:
        return refused(
            _(
                "Ce fichier attend son analyse par l'antivirus. Elle se fait d'elle-même dès que "
                "l'antivirus répond : réessayez dans quelques minutes."
            )
        )
    return ALLOWED


def respond(stored: StoredFile, name: str, *, own: bool = False) -> FileResponse:
    """The file under the name its sender gave it; raises `Refused` when it may not leave.

    Call it after the view's own permission check. PDF and images open in the browser, all the
    rest is downloaded.
    """
    verdict = can_read_file(stored, own=own)
    if not verdict:
        raise Refused(verdict.reason)
    kind = Kind(stored.media_type)
    response = FileResponse(
        path_of(stored.sha256).open("rb"),
        as_attachment=kind not in SHOWN,
        filename=download_name(name, kind),
        content_type=kind.value,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_POLICY if kind is Kind.PDF else SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def scan_label(stored: StoredFile) -> str:
    """What to write beside a link: « non analysé », « aucun virus trouvé »…"""
    return str(Scan(stored.scan).label)


def caution_sentences(stored: StoredFile) -> list[str]:
    """What to write under a link, when there is something to know."""
    return [str(Caution(each).label) for each in stored.cautions]
