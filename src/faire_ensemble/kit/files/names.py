"""The name that a person gave a file: kept as they wrote it, without what could deceive."""

import unicodedata

from faire_ensemble.kit.files.kinds import EXTENSIONS, Kind, extension

LENGTH = 150
UNTITLED = "document"
FORBIDDEN = set('<>:"|?*')


def clean_name(given: str) -> str:
    """One line, no folder, no invisible mark (those that turn the reading order included).

    « C:\\\\Users\\\\moi\\\\devis.pdf » becomes « devis.pdf ».
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    text = unicodedata.normalize("NFC", last)
    kept = "".join(
        " " if mark.isspace() else mark
        for mark in text
        if mark.isspace() or (unicodedata.category(mark)[0] != "C" and mark not in FORBIDDEN)
    )
    plain = " ".join(kept.split()).strip(". ")
    if len(plain) > LENGTH:
        ending = extension(plain)
        ending = ending if len(ending) <= 6 else ""
        plain = plain[: LENGTH - len(ending)].rstrip(". ") + ending
    return plain or UNTITLED


def download_name(name: str, kind: Kind) -> str:
    """The name to save under: it ends as its content does, whatever the person's name says.

    A PDF given as « devis.exe » is handed out as « devis.exe.pdf ».
    """
    plain = clean_name(name)
    return plain if extension(plain) in EXTENSIONS[kind] else plain + EXTENSIONS[kind][0]
