"""Why a file is refused: what it is, what the limit is, what to do instead."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.kit.files.kinds import KIND_NAME, Foreign, Kind, claimed_kind
from faire_ensemble.kit.numbers import number

SEND_INSTEAD = gettext_lazy(
    "Envoyez un PDF, une image (JPEG, PNG), un document Word, Excel ou LibreOffice."
)
FOUND: dict[Foreign, tuple[str | Promise, str | Promise]] = {
    Foreign.PROGRAM: (gettext_lazy("un programme"), SEND_INSTEAD),
    Foreign.ZIP: (
        gettext_lazy("une archive ZIP"),
        gettext_lazy("Ouvrez l'archive et envoyez ses documents un par un."),
    ),
    Foreign.ARCHIVE: (
        gettext_lazy("une archive"),
        gettext_lazy("Ouvrez l'archive et envoyez ses documents un par un."),
    ),
    Foreign.OLD_OFFICE: (
        gettext_lazy("un document d'une ancienne version d'Office, ou protégé par mot de passe"),
        gettext_lazy(
            "Enregistrez-le en PDF, ou en DOCX ou XLSX sans mot de passe, et renvoyez-le."
        ),
    ),
    Foreign.WEB: (
        gettext_lazy("une page web"),
        gettext_lazy("Imprimez-la en PDF et envoyez ce PDF."),
    ),
    Foreign.IMAGE: (
        gettext_lazy("une image d'un format peu répandu"),
        gettext_lazy("Enregistrez-la en PDF, en JPEG ou en PNG."),
    ),
    Foreign.SOUND_OR_FILM: (gettext_lazy("un son ou une vidéo"), SEND_INSTEAD),
    Foreign.RICH_TEXT: (
        gettext_lazy("un texte RTF"),
        gettext_lazy("Enregistrez-le en PDF, en DOCX ou en ODT."),
    ),
    Foreign.TEXT: (
        gettext_lazy("du texte sans mise en forme"),
        gettext_lazy("Enregistrez-le en PDF, ou donnez-lui un nom en .txt ou .csv."),
    ),
    Foreign.UNKNOWN: (gettext_lazy("un fichier que nous ne reconnaissons pas"), SEND_INSTEAD),
}


class FileRefused(ValidationError):
    """A file that is not accepted; `str(error)` and forms show the same French sentence."""

    def __str__(self) -> str:
        return str(self.messages[0])


def not_accepted(name: str, found: Foreign) -> FileRefused:
    """The content is not of a kind that is accepted."""
    what, advice = FOUND[found]
    claimed = claimed_kind(name)
    if claimed is None or found in (Foreign.UNKNOWN, Foreign.TEXT):
        sentence = _("« %(name)s » est %(found)s : il n'est pas accepté. %(advice)s")
    else:
        sentence = _(
            "« %(name)s » n'est pas %(claimed)s mais %(found)s : il n'est pas accepté. %(advice)s"
        )
    return FileRefused(
        sentence
        % {
            "name": name,
            "claimed": KIND_NAME[claimed] if claimed else "",
            "found": what,
            "advice": advice,
        },
        code=found,
    )


def empty(name: str) -> FileRefused:
    """Nothing in it."""
    sentence = _("« %(name)s » est vide. Ouvrez-le pour vérifier, enregistrez-le, renvoyez-le.")
    return FileRefused(sentence % {"name": name}, code="empty")


def too_large(name: str, size: int, limit: int) -> FileRefused:
    """Above the size limit (both in bytes)."""
    sentence = _(
        "« %(name)s » pèse %(size)s Mo ; la limite est de %(limit)s Mo. Numérisez à 150 points "
        "par pouce en niveaux de gris, ou enregistrez le PDF en qualité réduite, ou envoyez-le "
        "en plusieurs fichiers. Le reste du formulaire n'est pas perdu."
    )
    megabytes = Decimal(1024 * 1024)
    return FileRefused(
        sentence
        % {
            "name": name,
            "size": number(size / megabytes, 1),
            "limit": number(limit / megabytes),
        },
        code="too_large",
    )


def has_macros(name: str, kind: Kind) -> FileRefused:
    """An office document that carries a program."""
    sentence = _(
        "« %(name)s » est %(kind)s avec des macros, c'est-à-dire un programme : il n'est pas "
        "accepté. Enregistrez-le sans macros ou en PDF, et renvoyez-le."
    )
    return FileRefused(sentence % {"name": name, "kind": KIND_NAME[kind]}, code="macros")


def damaged(name: str) -> FileRefused:
    """The document cannot be opened."""
    sentence = _(
        "« %(name)s » est abîmé ou incomplet : nous n'arrivons pas à l'ouvrir. Ouvrez-le sur "
        "votre appareil, enregistrez-le de nouveau, renvoyez-le."
    )
    return FileRefused(sentence % {"name": name}, code="damaged")


def locked(name: str) -> FileRefused:
    """An office document that asks for a password."""
    sentence = _(
        "« %(name)s » demande un mot de passe : personne ne pourrait le lire. Enregistrez-le "
        "sans mot de passe et renvoyez-le."
    )
    return FileRefused(sentence % {"name": name}, code="locked")


def swollen(name: str) -> FileRefused:
    """A document that would fill the reader's memory once opened."""
    sentence = _(
        "« %(name)s » devient démesuré quand on l'ouvre : il n'est pas accepté. Enregistrez-le "
        "en PDF et envoyez ce PDF."
    )
    return FileRefused(sentence % {"name": name}, code="swollen")


def infected(name: str, virus: str, engine: str) -> FileRefused:
    """The antivirus found something; `engine` says which one, with its version."""
    sentence = _(
        "« %(name)s » contient un virus (%(virus)s, trouvé par %(engine)s) : il n'a pas été "
        "accepté. Faites analyser votre appareil avant de renvoyer un fichier."
    )
    return FileRefused(sentence % {"name": name, "virus": virus, "engine": engine}, code="infected")
