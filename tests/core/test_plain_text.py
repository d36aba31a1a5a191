"""HTML written by people becomes their words, and nothing that runs."""

import pytest

from faire_ensemble.core.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><strong>Transition écologique&nbsp;</strong></p>", "Transition écologique"),
        ("<p>Un</p><p>Deux</p>", "Un\n\nDeux"),
        ("Un<br>Deux<br/>Trois", "Un\nDeux\nTrois"),
        ("<ul><li>Un</li><li>Deux</li></ul>", "- Un\n\n- Deux"),
        ("Sans balise,\r\n\r\nsur deux lignes", "Sans balise,\n\nsur deux lignes"),
        ("a < b et c > d &amp; e", "a < b et c > d & e"),
        ("<script>alert(1)</script>Bonjour<style>p{}</style>", "Bonjour"),
        ("<scr<script>x</script>ipt>Bonjour", "xipt>Bonjour"),
        ("<img src=x onerror=alert(1)>Bonjour <a href='javascript:x'>là</a>", "Bonjour là"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("Un\x00\x1bDeux", "UnDeux"),
        ("<iframe><p>caché</p></iframe>vu", "vu"),
        ("<p>pas fermé", "pas fermé"),
    ],
)
def test_words_stay_and_tags_go(html: str, text: str):
    assert plain_text(html) == text
