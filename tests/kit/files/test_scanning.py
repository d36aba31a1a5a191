"""Files kept aside are scanned by the worker as soon as clamd can."""

import socketserver
import threading

import pytest
from django.utils import timezone
from tests.kit.files.conftest import PDF, VIRUS, Dialogue, upload

from faire_ensemble.kit.files import can_read_file, check, keep
from faire_ensemble.kit.files.clamd import Clamd, NoScan
from faire_ensemble.kit.files.scanning import scan_waiting, virus_found
from faire_ensemble.kit.models import AuditEntry, Scan, StoredFile

pytestmark = pytest.mark.django_db


def kept(content: bytes) -> StoredFile:
    return keep(check(upload("a.pdf", content)))


def test_files_that_came_before_the_antivirus_are_scanned(clamd, settings):
    address, settings.FAIRE_CLAMD = settings.FAIRE_CLAMD, ""
    clean, bad = kept(PDF), kept(PDF + VIRUS)
    assert scan_waiting() == 0
    settings.FAIRE_CLAMD = address
    told = []

    def tell(sender, stored, **kwargs):
        told.append(stored)

    virus_found.connect(tell)
    try:
        assert scan_waiting() == 2
    finally:
        virus_found.disconnect(tell)
    clean.refresh_from_db()
    bad.refresh_from_db()
    assert clean.scan == Scan.CLEAN and can_read_file(clean)
    assert bad.scan == Scan.INFECTED and "Fake.Test.Virus" in can_read_file(bad, own=True).reason
    assert bad.scanned_at <= timezone.now() and told == [bad]
    entry = AuditEntry.objects.get()
    assert entry.verb == "virus trouvé dans un fichier" and bad.sha256 in entry.subject
    assert scan_waiting() == 0


def test_clamd_down_leaves_all_waiting_then_all_are_scanned(
    clamd, settings, nobody_listens, caplog
):
    address = settings.FAIRE_CLAMD
    nobody_listens()
    for each in range(3):
        kept(PDF + b"%" * each)
    caplog.clear()
    assert scan_waiting() == 0
    assert len(caplog.records) == 1 and "3 fichiers attendent" in caplog.text
    settings.FAIRE_CLAMD = address
    assert scan_waiting() == 3
    assert set(StoredFile.objects.values_list("scan", flat=True)) == {Scan.CLEAN}


def test_one_file_that_clamd_cannot_judge_does_not_hold_the_others(clamd):
    clamd.limit = len(PDF) + 10
    large = kept(PDF + b"%" * 100)
    clamd.mute = True
    small = kept(PDF)
    clamd.mute = False
    assert scan_waiting() == 1
    large.refresh_from_db()
    small.refresh_from_db()
    assert (large.scan, small.scan) == (Scan.UNSCANNED, Scan.CLEAN)


class UnixClamd(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    mute = False
    limit = 10**9
    streams = 0


def test_over_a_local_socket(tmp_path):
    path = str(tmp_path / "clamd.sock")
    with UnixClamd(path, Dialogue) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        asked = Clamd(f"unix:{path}")
        assert asked.scan([PDF, b"more"]) == ""
        assert asked.scan([VIRUS[:10], VIRUS[10:]]) == "Fake.Test.Virus"
        assert asked.version() == "ClamAV 1.4.2/27500"
        server.shutdown()


def test_a_clamd_that_hangs_is_not_waited_for(tmp_path):
    class Silent(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(2)
            while self.request.recv(65536):
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        with pytest.raises(NoScan, match="ne répond pas"):
            Clamd(f"127.0.0.1:{server.server_address[1]}", timeout=0.2).scan([PDF])
        server.shutdown()
