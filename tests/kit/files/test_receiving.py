"""A photo for a public page: what is refused says which of the two answers is at fault."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faire_ensemble.kit.files import Checked, FileRefused, check, path_of, receive_photo
from faire_ensemble.kit.files.receiving import LARGEST
from faire_ensemble.kit.models import StoredFile

PHOTO = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    b"\xff\xfe\0\x0ePont du Lion"
    b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\xd2\xcf\xff\0\xff\xd0\x20\xff\xd9"
)


def sent(content: bytes = PHOTO, name: str = "IMG_1.jpg") -> Checked:
    return check(SimpleUploadedFile(name, content))


@pytest.mark.django_db
def test_it_is_kept_light_with_its_words_on_one_line(media: Path):
    photo = receive_photo(sent(), "  Le pont\n au printemps " + "x" * 400)
    assert photo.words.startswith("Le pont au printemps x") and len(photo.words) == 300
    content = path_of(photo.stored.sha256).read_bytes()
    assert b"Pont du Lion" not in content and content.endswith(b"\xff\xd9")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("checked", "words", "code", "sentence"),
    [
        (sent, " \n", "words", "Décrivez la photo"),
        (lambda: replace(sent(), size=LARGEST + 1), "Le pont", "photo", "dépasse 6 Mo"),
        (lambda: sent(b"%PDF-1.7\n%%EOF", "plan.pdf"), "Le plan", "photo", "JPEG, PNG ou WebP"),
        (lambda: sent(PHOTO[:50]), "Le pont", "photo", "abîmée ou incomplète"),
    ],
)
def test_what_is_refused_leaves_nothing(media: Path, checked, words, code, sentence):
    with pytest.raises(FileRefused, match=sentence) as refused:
        receive_photo(checked(), words)
    assert refused.value.code == code and not StoredFile.objects.exists()
