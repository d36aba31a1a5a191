"""Word, Excel and LibreOffice documents told from other archives; what is unsafe in them."""

import zipfile
import zlib
from typing import BinaryIO

from faire_ensemble.kit.files import refusals
from faire_ensemble.kit.files.kinds import Foreign, Kind

ENTRIES = 10_000
INFLATED = 300 * 1024 * 1024  # bytes, all entries together
RATIO = 200  # times its size: text in XML rarely exceeds 30
FREE = 10 * 1024 * 1024  # bytes below which the ratio says nothing
CONTENT_TYPES = "[Content_Types].xml"
OOXML_MAIN = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
ODF = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
MACRO_ENDINGS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")
ENCRYPTED_FLAG = 0x1


# What Python's reader raises on a damaged archive; ValueError for an offset before its beginning.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


def kind_inside(file: BinaryIO, name: str, size: int) -> Kind:
    """The kind of an office document; raises `FileRefused` for any other archive.

    Every entry is inflated once, within `INFLATED` bytes: that is what shows a truncated file,
    and an archive whose sizes lie.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            kind = _kind(archive)
            if kind is None:
                raise refusals.not_accepted(name, Foreign.ZIP)
            _refuse_swollen(archive, name, size)
            _refuse_locked(archive, name)
            if _has_macros(archive):
                raise refusals.has_macros(name, kind)
            if archive.testzip() is not None:
                raise refusals.damaged(name)
    except DAMAGE as error:
        raise refusals.damaged(name) from error
    return kind


def _kind(archive: zipfile.ZipFile) -> Kind | None:
    names = set(archive.namelist())
    if CONTENT_TYPES in names:
        return next((kind for main, kind in OOXML_MAIN.items() if main in names), None)
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as stream:
            return ODF.get(stream.read(100).strip())
    return None


def _refuse_swollen(archive: zipfile.ZipFile, name: str, size: int) -> None:
    entries = archive.infolist()
    inflated = sum(entry.file_size for entry in entries)
    allowed = max(FREE, min(INFLATED, RATIO * size))
    if len(entries) > ENTRIES or inflated > allowed:
        raise refusals.swollen(name)


def _refuse_locked(archive: zipfile.ZipFile, name: str) -> None:
    """ZIP encryption, or OpenDocument's own: its manifest then tells how each entry is sealed."""
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in archive.infolist()):
        raise refusals.locked(name)
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as stream:
            if b"encryption-data" in stream.read(1024 * 1024):
                raise refusals.locked(name)


def _has_macros(archive: zipfile.ZipFile) -> bool:
    for entry in archive.namelist():
        lower = entry.lower()
        if lower.endswith(MACRO_ENDINGS) or lower.startswith(MACRO_FOLDERS):
            return True
    if CONTENT_TYPES not in archive.namelist():
        return False
    with archive.open(CONTENT_TYPES) as stream:
        declared = stream.read(1024 * 1024).lower()
    return b"macroenabled" in declared or b"vbaproject" in declared
