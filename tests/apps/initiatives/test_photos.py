"""Photos of an initiative: without what the phone wrote in them, as public as the page."""

import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.initiatives.words import Place

from faire_ensemble.apps.initiatives.models import InitiativePhoto
from faire_ensemble.apps.initiatives.services import moderation, photos
from faire_ensemble.kit.files import FileRefused, check, path_of
from faire_ensemble.kit.verdicts import Refused

PLACE = b"50.69 N 3.17 E"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png() -> SimpleUploadedFile:
    """One grey pixel, with a place written beside it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    said = chunk(b"tEXt", b"Comment\0" + PLACE)
    data = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    content = b"\x89PNG\r\n\x1a\n" + head + said + data + chunk(b"IEND", b"")
    return SimpleUploadedFile("jardin.png", content)


def test_added_once_described_and_without_its_place(place: Place):
    row = place.published()
    client = place.client(row.carrier)
    for _click in range(2):
        client.post(
            f"/initiatives/{row.pk}/photos/", {"photo": png(), "words": "Le potager en mai"}
        )
    photo = InitiativePhoto.objects.get()
    assert 'alt="Le potager en mai"' in place.client().get(f"/initiatives/{row.pk}/").text
    answer = place.client().get(f"/initiatives/{row.pk}/photos/{photo.pk}/")
    content = answer.getvalue()
    assert answer["Content-Type"] == "image/png" and b"IDAT" in content and PLACE not in content
    client.post(f"/initiatives/{row.pk}/photos/", {"retirer": photo.pk})
    assert not InitiativePhoto.objects.exists()


def test_a_removed_photo_leaves_the_disk_once_committed(
    place: Place, django_capture_on_commit_callbacks: Any
):
    row = place.published()
    photo = photos.add_photo(
        actor=row.carrier, initiative_id=row.pk, checked=check(png()), words="Le potager"
    )
    path = path_of(photo.stored.sha256)
    assert path.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        photos.remove_photo(actor=row.carrier, initiative_id=row.pk, photo_id=photo.pk)
        assert path.is_file()  # the act could still fail
    assert not path.exists()


def test_it_goes_with_the_page_and_is_not_reached_from_another(place: Place):
    row, other = place.published(), place.published("bruno", title="Ruches")
    photo = photos.add_photo(
        actor=row.carrier, initiative_id=row.pk, checked=check(png()), words="Le potager"
    )
    assert place.client().get(f"/initiatives/{other.pk}/photos/{photo.pk}/").status_code == 404
    moderation.withdraw_initiative(actor=row.carrier, initiative_id=row.pk)
    assert place.client().get(f"/initiatives/{row.pk}/photos/{photo.pk}/").status_code == 403


def test_what_is_refused_and_in_which_words(place: Place):
    row = place.published()
    with pytest.raises(FileRefused, match="Décrivez la photo"):
        photos.add_photo(actor=row.carrier, initiative_id=row.pk, checked=check(png()), words=" ")
    text = SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(FileRefused, match="JPEG, PNG ou WebP"):
        photos.add_photo(
            actor=row.carrier, initiative_id=row.pk, checked=check(text), words="Un plan"
        )
    cut = SimpleUploadedFile("coupee.png", png().read()[:40])
    with pytest.raises(FileRefused, match="abîmée"):
        photos.add_photo(actor=row.carrier, initiative_id=row.pk, checked=check(cut), words="x")
    with pytest.raises(Refused, match="Seule la personne qui porte"):
        photos.add_photo(
            actor=place.person("bruno"), initiative_id=row.pk, checked=check(png()), words="x"
        )
    assert not InitiativePhoto.objects.exists()
