"""Names: kept as written, without what could deceive or leave its folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.kit.files.kinds import EXTENSIONS, Kind, extension
from faire_ensemble.kit.files.names import LENGTH, clean_name, download_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Compte rendu été.pdf", "Compte rendu été.pdf"),
        ("C:\\Users\\moi\\devis.pdf", "devis.pdf"),
        ("../../etc/passwd", "passwd"),
        ("devis\u202efdp.exe", "devisfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        (".htaccess", "htaccess"),
        ("", "document"),
        ("...", "document"),
        ("x" * 400 + ".pdf", "x" * (LENGTH - 4) + ".pdf"),
    ],
)
def test_clean_name(given_name, kept):
    assert clean_name(given_name) == kept


def test_the_ending_follows_the_content():
    assert download_name("devis.exe", Kind.PDF) == "devis.exe.pdf"
    assert download_name("Photo.JPEG", Kind.JPEG) == "Photo.JPEG"
    assert download_name("notes", Kind.TEXT) == "notes.txt"


@given(st.text(max_size=300), st.sampled_from(Kind))
def test_a_name_is_one_plain_line_with_the_right_ending(name, kind):
    safe = download_name(name, kind)
    assert safe and not set(safe) & set('/\\<>:"|?*\r\n\0')
    assert safe.isprintable() and len(safe) <= LENGTH + 5
    assert extension(safe) in EXTENSIONS[kind]
    assert clean_name(clean_name(name)) == clean_name(name)
