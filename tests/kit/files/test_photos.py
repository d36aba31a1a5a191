"""Photos lose what they say of where they were taken, and nothing else."""

import io
import struct
import zlib

import pytest
from django.core.files.base import File

from faire_ensemble.kit.files.kinds import Kind
from faire_ensemble.kit.files.photos import Damaged, stripped

PLACE = b"GPSLatitude 50.63"
SCAN = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x11\xff\0\x22\xff\xd3\x33\xff\xd9"
TABLE = b"\xff\xdb\0\x05\0\x01\x02"
JFIF = b"\xff\xe0\0\x07JFIF\0"
ICC = b"\xff\xe2\0\x10ICC_PROFILE\0\x01\x01"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, order: str = "<") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = mark + struct.pack(order + "IH", 8, 1) + entry + struct.pack(order + "I", 0)
    return segment(0xE1, b"Exif\0\0" + tiff + PLACE)


def without(content: bytes, kind: Kind) -> bytes:
    made: bytes = stripped(File(io.BytesIO(content), name="x"), kind).read()
    return made


def jpeg(*parts: bytes, tail: bytes = b"") -> bytes:
    return b"\xff\xd8" + b"".join(parts) + SCAN + tail


def test_jpeg_keeps_colours_and_pixels_and_nothing_of_the_place():
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE)
    other = segment(0xED, b"Photoshop 3.0\0" + PLACE)
    comment = segment(0xFE, PLACE)
    given = jpeg(JFIF, exif(1), xmp, other, comment, ICC, TABLE)
    assert without(given, Kind.JPEG) == jpeg(JFIF, ICC, TABLE)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_jpeg_stays_upright(orientation: int, order: str):
    made = without(jpeg(exif(orientation, order), TABLE), Kind.JPEG)
    assert PLACE not in made and made.endswith(TABLE + SCAN)
    assert struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) in made
    assert without(made, Kind.JPEG) == made


def test_jpeg_odd_orientations_are_dropped():
    assert without(jpeg(exif(77), TABLE), Kind.JPEG) == jpeg(TABLE)


def test_progressive_jpeg_keeps_each_scan_and_drops_what_hides_between_them():
    again = TABLE + SCAN[:-2]
    given = b"\xff\xd8" + SCAN[:-2] + segment(0xE1, PLACE) + again + b"\xff\xd9"
    assert without(given, Kind.JPEG) == b"\xff\xd8" + SCAN[:-2] + again + b"\xff\xd9"


def test_what_follows_the_image_is_cut():
    """A phone may add a second photo, with its own place, after the first."""
    assert without(jpeg(TABLE, tail=jpeg(exif(1))), Kind.JPEG) == jpeg(TABLE)


@pytest.mark.parametrize("length", [1, 2, 3, 5, 12, 20, 30])
def test_a_cut_jpeg_is_refused(length: int):
    with pytest.raises(Damaged):
        without(jpeg(JFIF, exif(6), TABLE)[:length], Kind.JPEG)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_png_keeps_what_draws():
    head = b"\x89PNG\r\n\x1a\n"
    image = chunk(b"IHDR", b"\0" * 13), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")
    said = [chunk(name, PLACE) for name in (b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME")]
    given = head + image[0] + b"".join(said) + image[1] + image[2] + PLACE
    assert without(given, Kind.PNG) == head + b"".join(image)
    with pytest.raises(Damaged):
        without(given[:40], Kind.PNG)


def test_webp_loses_its_metadata_and_says_so_in_its_flags():
    def part(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    def whole(*parts: bytes) -> bytes:
        body = b"WEBP" + b"".join(parts)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    pixels = part(b"VP8 ", b"odd")
    given = whole(
        part(b"VP8X", b"\x2c" + b"\0" * 9), pixels, part(b"EXIF", PLACE), part(b"XMP ", PLACE)
    )
    assert without(given, Kind.WEBP) == whole(part(b"VP8X", b"\x20" + b"\0" * 9), pixels)
    with pytest.raises(Damaged):
        without(given[:-20], Kind.WEBP)
