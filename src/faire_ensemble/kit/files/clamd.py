"""The INSTREAM dialogue with clamd, over a local socket or TCP.

Written here: it is one command, and the client on the package index is under GPL version 2 only,
which our licence (AGPL version 3 or later) cannot include. Protocol: clamd(8), « INSTREAM » and
« VERSION », commands prefixed by `z` and ended by a null byte.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

REPLY = 4096  # bytes
FOUND = " FOUND"


class NoScan(Exception):
    """No verdict could be had; the text says why, in French, for the persons who run the site."""


class Unreachable(NoScan):
    """Nobody answers: no other file would do better."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """Where clamd listens: `unix:/path` or `host:port`; `timeout` (s) bounds each exchange."""

    address: str
    timeout: float = 20.0

    def scan(self, pieces: Iterable[bytes]) -> str:
        """The name of the virus found, or "" for a clean stream; raises `NoScan`."""
        try:
            with self._connect() as link:
                self._send(link, pieces)
                answer = _read(link)
        except OSError as error:
            raise Unreachable(f"clamd ne répond pas ({self.address} : {error})") from error
        if not answer:
            raise Unreachable(f"clamd a raccroché sans répondre ({self.address})")
        verdict = answer.removeprefix("stream: ")
        if verdict == "OK":
            return ""
        if verdict.endswith(FOUND):
            return verdict.removesuffix(FOUND)
        raise NoScan(f"clamd n'a pas pu conclure ({self.address} : « {answer[:200]} »)")

    def version(self) -> str:
        """« ClamAV 1.4.2/27500 », without the date of the signatures; "ClamAV" when not told."""
        try:
            with self._connect() as link:
                link.sendall(b"zVERSION\0")
                return "/".join(_read(link).split("/")[:2]) or "ClamAV"
        except OSError:
            return "ClamAV"

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(self.timeout)
            try:
                link.connect(self.address.removeprefix("unix:"))
            except OSError:
                link.close()
                raise
            return link
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.timeout)

    @staticmethod
    def _send(link: socket.socket, pieces: Iterable[bytes]) -> None:
        """Each piece after its length; clamd hangs up early on a stream above its own limit."""
        try:
            link.sendall(b"zINSTREAM\0")
            for piece in pieces:
                link.sendall(struct.pack("!I", len(piece)) + piece)
            link.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            return  # what it said before hanging up is still to be read


def _read(link: socket.socket) -> str:
    held = b""
    while b"\0" not in held and len(held) < REPLY:
        piece = link.recv(REPLY)
        if not piece:
            break
        held += piece
    return held.split(b"\0", 1)[0].decode("utf-8", "replace").strip()
