"""Receiving a photo for a page that everybody reads: described, light, without its place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.kit.files.checking import Checked, check
from faire_ensemble.kit.files.photos import SHOWN, Damaged, stripped
from faire_ensemble.kit.files.refusals import FileRefused
from faire_ensemble.kit.files.store import keep
from faire_ensemble.kit.models import StoredFile

LARGEST = 6 * 1024 * 1024  # bytes: people read these pages on a phone
DESCRIBED = 300


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that is stored, and what it shows, for those who do not see it."""

    stored: StoredFile
    words: str


def receive_photo(checked: Checked, words: str) -> Photo:
    """Keep a checked photo without what the phone wrote in it.

    Like `keep`, called before the transaction of the act. Raises `FileRefused`, whose code is
    "words" when the description is missing.
    """
    said = " ".join(words.split())[:DESCRIBED]
    if not said:
        raise FileRefused(_("Décrivez la photo, pour ceux qui ne la voient pas."), code="words")
    return Photo(keep(_light(checked)), said)


def _light(checked: Checked) -> Checked:
    """The photo without metadata, checked again: its digest is that of what is kept."""
    if checked.kind not in SHOWN:
        raise FileRefused(
            _("Envoyez une photo JPEG, PNG ou WebP : les navigateurs les montrent."), code="photo"
        )
    if checked.size > LARGEST:
        raise FileRefused(
            _("Cette photo dépasse %(n)s Mo : réduisez-la, la page se lit sur un téléphone.")
            % {"n": LARGEST // 1024 // 1024},
            code="photo",
        )
    try:
        return check(stripped(checked.file, checked.kind))
    except Damaged as error:
        raise FileRefused(
            _("Cette photo est abîmée ou incomplète : prenez-en une autre copie."), code="photo"
        ) from error
