"""A photo without what it says of where, when and by whom it was taken.

Phones write the place in the file (EXIF, XMP). Those parts are dropped and every pixel is kept;
in a JPEG the orientation alone is written back, or the photo would lie on its side.
Formats: JPEG (ITU-T T.81, annex B), PNG (W3C), WebP (RFC 9649), TIFF 6.0 for the orientation.
"""

import io
import re
import struct
from typing import Any

from django.core.files.base import File

from faire_ensemble.kit.files.kinds import Kind

SHOWN = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
"""Kinds that browsers show and that we know how to strip."""
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
     b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)  # fmt: skip
WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
WEBP_FLAGS = 0x08 | 0x04  # EXIF and XMP, in the first byte of VP8X
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
START_OF_SCAN, END, APP0, APP14, COMMENT = 0xDA, 0xD9, 0xE0, 0xEE, 0xFE
KEPT_APPS = frozenset({APP0, APP14})  # JFIF, Adobe's colour transform
ICC = b"ICC_PROFILE\0"
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class Damaged(ValueError):
    """The file is not whole: what it hides cannot be known, so it is not kept."""


def stripped(upload: Any, kind: Kind) -> File:
    """The same photo without metadata, under the same name. Raises `Damaged`, `KeyError`."""
    upload.seek(0)
    content = {Kind.JPEG: _jpeg, Kind.PNG: _png, Kind.WEBP: _webp}[kind](upload.read())
    return File(io.BytesIO(content), name=upload.name)


def _jpeg(data: bytes) -> bytes:
    """Its segments and scans; what follows its end (a second photo, a film) is cut."""
    if data[:2] != b"\xff\xd8":
        raise Damaged
    out, orientation, place = [b"\xff\xd8"], 1, 2
    scanned = False
    while True:
        marker, place = _marker(data, place)
        if marker == END and scanned:
            break
        (length,) = _unpack(">H", data, place)
        body = data[place + 2 : place + length]
        if marker == END or length < 2 or len(body) != length - 2:
            raise Damaged
        end = place + length
        if marker == START_OF_SCAN:
            scanned, end = True, _after_scan(data, end)
        if marker == 0xE1 and body.startswith(EXIF):
            orientation = _orientation(body[len(EXIF) :])
        if _kept(marker, body):
            out.append(data[place - 2 : end])
        place = end
    out.append(b"\xff\xd9")
    if orientation != 1:
        out.insert(1, _only_orientation(orientation))
    return b"".join(out)


def _after_scan(data: bytes, place: int) -> int:
    """Where the next marker is: within a scan, FF is followed by 00 or by a restart mark."""
    found = NEXT_MARKER.search(data, place)
    if found is None:
        raise Damaged
    return found.start()


def _kept(marker: int, body: bytes) -> bool:
    if marker == COMMENT:
        return False
    if 0xE0 <= marker <= 0xEF:
        return marker in KEPT_APPS or (marker == 0xE2 and body.startswith(ICC))
    return True


def _marker(data: bytes, place: int) -> tuple[int, int]:
    if place + 1 >= len(data) or data[place] != 0xFF:
        raise Damaged
    while place < len(data) and data[place] == 0xFF:
        place += 1
    if place >= len(data):
        raise Damaged
    return data[place], place + 1


def _orientation(tiff: bytes) -> int:
    """The tag of the first directory; 1 (upright) when it is absent or odd."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = _unpack(order + "I", tiff, 4)
        (count,) = _unpack(order + "H", tiff, start)
        for rank in range(min(count, 512)):
            tag, _kind, _count, value = _unpack(order + "HHIH", tiff, start + 2 + 12 * rank)
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except Damaged:
        return 1
    return 1


def _only_orientation(value: int) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, value, 0, 0)
    body = EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    if data[:8] != PNG_HEAD:
        raise Damaged
    out, place = [PNG_HEAD], 8
    while True:
        (length,) = _unpack(">I", data, place)
        name = data[place + 4 : place + 8]
        chunk = data[place : place + 12 + length]
        if len(chunk) != 12 + length:
            raise Damaged
        if name in PNG_KEPT:
            out.append(chunk)
        if name == b"IEND":
            return b"".join(out)
        place += 12 + length


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Damaged
    (size,) = _unpack("<I", data, 4)
    if len(data) < size + 8:
        raise Damaged
    out, place = [b"WEBP"], 12
    while place < size + 8:
        name = data[place : place + 4]
        (length,) = _unpack("<I", data, place + 4)
        chunk = data[place : place + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise Damaged
        if name == b"VP8X" and length:
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_FLAGS]) + chunk[9:]
        if name not in WEBP_DROPPED:
            out.append(chunk)
        place += 8 + length + length % 2
    body = b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _unpack(form: str, data: bytes, place: int) -> tuple[Any, ...]:
    try:
        return struct.unpack_from(form, data, place)
    except struct.error as error:
        raise Damaged from error
