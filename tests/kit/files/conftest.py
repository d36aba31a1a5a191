"""Small real files of each kind, and a clamd that listens on a real socket."""

import io
import socketserver
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
EXE = b"MZ\x90\x00" + bytes(56) + b"\x80\0\0\0PE\0\0" + bytes(400)
VIRUS = b"X5O!P%-FAKE-VIRUS-FOR-TESTS"


def archive(entries: dict[str, bytes], **options: Any) -> bytes:
    """A ZIP with these entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return held.getvalue()


def docx(extra: dict[str, bytes] | None = None, types: bytes = b"<Types/>") -> bytes:
    return archive(
        {"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(extra or {})}
    )


def odt(extra: dict[str, bytes] | None = None, kind: bytes = b"text") -> bytes:
    mime = b"application/vnd.oasis.opendocument." + kind
    return archive({"mimetype": mime, "content.xml": b"<office/>", **(extra or {})})


def xlsx() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Budget", 1200])
    book.save(held)
    return held.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FAIRE_CLAMD = ""
    return settings.MEDIA_ROOT


class FakeClamd(socketserver.ThreadingTCPServer):
    """Speaks INSTREAM: finds `VIRUS`, refuses streams above `limit`, or hangs up (`mute`)."""

    daemon_threads = True
    allow_reuse_address = True
    mute = False
    limit = 25 * 1024 * 1024
    streams = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Dialogue(socketserver.StreamRequestHandler):
    server: FakeClamd

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if self.server.mute:
            return
        if command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.2/27500/Mon Nov 23 2026\0")
        elif command == b"zINSTREAM\0":
            self.server.streams += 1
            self.wfile.write(self.verdict())

    def verdict(self) -> bytes:
        held = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            held += self.rfile.read(length)
            if len(held) > self.server.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Fake.Test.Virus FOUND\0" if VIRUS in held else b"stream: OK\0"


@pytest.fixture
def clamd(settings: Any) -> Iterator[FakeClamd]:
    with FakeClamd(("127.0.0.1", 0), Dialogue) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.FAIRE_CLAMD = server.address
        yield server
        server.shutdown()


@pytest.fixture
def nobody_listens(settings: Any) -> Callable[[], None]:
    """Point the settings at an address where there is no clamd."""

    def point() -> None:
        settings.FAIRE_CLAMD = "unix:/nonexistent/clamd.sock"

    return point
