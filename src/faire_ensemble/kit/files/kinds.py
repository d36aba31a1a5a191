"""What a file is, from its first bytes: the kinds accepted, and the others by name.

Signatures are written here rather than taken from a library: the question is not "which of a
thousand formats", but "one of these ten, or what shall we tell the person", and a library of
signatures gives a likelihood where a refusal needs a certainty.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEAD = 64 * 1024  # bytes that decide


class Kind(StrEnum):
    """The kinds that are accepted; the value is the media type they are served with."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"
    TEXT = "text/plain"


class Foreign(StrEnum):
    """What is recognised only to be refused in so many words."""

    PROGRAM = "program"
    ZIP = "zip"
    ARCHIVE = "archive"
    OLD_OFFICE = "old-office"
    WEB = "web"
    IMAGE = "image"
    SOUND_OR_FILM = "film"
    RICH_TEXT = "rtf"
    TEXT = "text"
    UNKNOWN = "unknown"


EXTENSIONS: dict[Kind, tuple[str, ...]] = {
    Kind.PDF: (".pdf",),
    Kind.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    Kind.PNG: (".png",),
    Kind.WEBP: (".webp",),
    Kind.HEIC: (".heic", ".heif"),
    Kind.ODT: (".odt",),
    Kind.ODS: (".ods",),
    Kind.DOCX: (".docx",),
    Kind.XLSX: (".xlsx",),
    Kind.CSV: (".csv", ".tsv"),
    Kind.TEXT: (".txt", ".text"),
}
# The `accept` attribute of a file input.
ACCEPT = ",".join(each for names in EXTENSIONS.values() for each in names)

KIND_NAME: dict[Kind, Promise] = {
    Kind.PDF: _("un PDF"),
    Kind.JPEG: _("une image JPEG"),
    Kind.PNG: _("une image PNG"),
    Kind.WEBP: _("une image WebP"),
    Kind.HEIC: _("une photo HEIC"),
    Kind.ODT: _("un texte OpenDocument"),
    Kind.ODS: _("un tableur OpenDocument"),
    Kind.DOCX: _("un document Word"),
    Kind.XLSX: _("un classeur Excel"),
    Kind.CSV: _("un tableau CSV"),
    Kind.TEXT: _("un texte"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """`mark` at `offset` bytes from the start means `what`."""

    mark: bytes
    what: Kind | Foreign
    offset: int = 0


SIGNATURES = (
    Signature(b"\xff\xd8\xff", Kind.JPEG),
    Signature(b"\x89PNG\r\n\x1a\n", Kind.PNG),
    Signature(b"WEBP", Kind.WEBP, 8),
    Signature(b"PK\x03\x04", Foreign.ZIP),
    Signature(b"PK\x05\x06", Foreign.ZIP),
    Signature(b"\x7fELF", Foreign.PROGRAM),
    Signature(b"#!", Foreign.PROGRAM),
    Signature(b"\xfe\xed\xfa\xce", Foreign.PROGRAM),
    Signature(b"\xfe\xed\xfa\xcf", Foreign.PROGRAM),
    Signature(b"\xce\xfa\xed\xfe", Foreign.PROGRAM),
    Signature(b"\xcf\xfa\xed\xfe", Foreign.PROGRAM),
    Signature(b"\xca\xfe\xba\xbe", Foreign.PROGRAM),
    Signature(b"\0asm", Foreign.PROGRAM),
    Signature(b"dex\n", Foreign.PROGRAM),
    Signature(b"L\0\0\0\x01\x14\x02\0", Foreign.PROGRAM),
    Signature(b"!<arch>\n", Foreign.PROGRAM),
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign.OLD_OFFICE),
    Signature(b"Rar!\x1a\x07", Foreign.ARCHIVE),
    Signature(b"7z\xbc\xaf\x27\x1c", Foreign.ARCHIVE),
    Signature(b"\x1f\x8b", Foreign.ARCHIVE),
    Signature(b"BZh", Foreign.ARCHIVE),
    Signature(b"\xfd7zXZ\0", Foreign.ARCHIVE),
    Signature(b"ustar", Foreign.ARCHIVE, 257),
    Signature(b"CD001", Foreign.ARCHIVE, 0x8001),
    Signature(b"II*\0", Foreign.IMAGE),
    Signature(b"MM\0*", Foreign.IMAGE),
    Signature(b"GIF8", Foreign.IMAGE),
    Signature(b"RIFF", Foreign.SOUND_OR_FILM),
    Signature(b"ID3", Foreign.SOUND_OR_FILM),
    Signature(b"OggS", Foreign.SOUND_OR_FILM),
    Signature(b"\x1aE\xdf\xa3", Foreign.SOUND_OR_FILM),
    Signature(b"{\\rtf", Foreign.RICH_TEXT),
)
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BATCH = re.compile(rb"\s*@?echo\s+off\b|\s*<\?php|\s*<%", re.IGNORECASE)


def kind_of_start(head: bytes, name: str) -> Kind | Foreign:
    """What the first `HEAD` bytes say. `Foreign.ZIP` asks for a look inside (`office.py`).

    The name counts for plain text only, where content says nothing: `devis.txt` is a text,
    `devis.vbs` is not accepted.
    """
    if head[:2] == b"MZ" and b"\0" in head[:1024]:
        return Foreign.PROGRAM
    if _is_pdf(head):
        return Kind.PDF
    if head[4:8] == b"ftyp":
        return _film_or_photo(head)
    for each in SIGNATURES:
        if head[each.offset : each.offset + len(each.mark)] == each.mark:
            return each.what
    return _text(head, name)


def _is_pdf(head: bytes) -> bool:
    """The mark is at the very start; readers bear blank space or a byte order mark before it."""
    return head[:1024].lstrip(b"\xef\xbb\xbf\0\t\n\r\f ").startswith(b"%PDF-")


def _film_or_photo(head: bytes) -> Kind | Foreign:
    brand = head[8:12]
    if brand in HEIC_BRANDS:
        return Kind.HEIC
    return Foreign.IMAGE if brand in (b"avif", b"avis") else Foreign.SOUND_OR_FILM


def _text(head: bytes, name: str) -> Kind | Foreign:
    if CONTROL.search(head):
        return Foreign.UNKNOWN
    if BATCH.match(head):
        return Foreign.PROGRAM
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return Foreign.WEB
    ending = extension(name)
    for kind in (Kind.CSV, Kind.TEXT):
        if ending in EXTENSIONS[kind]:
            return kind
    return Foreign.TEXT


def extension(name: str) -> str:
    """`.pdf` for « Devis.PDF »."""
    return PurePath(name).suffix.lower()


def claimed_kind(name: str) -> Kind | None:
    """The kind that a name announces."""
    ending = extension(name)
    return next((kind for kind, known in EXTENSIONS.items() if ending in known), None)
