import pytest
from django.utils.translation import override

from faire_ensemble.kit.joining import bounds, listed, pair


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("fr", ("Écart : −15", "a ; b", "[−2 ; +1]")),
        ("en", ("Écart: −15", "a; b", "[−2; +1]")),
    ],
)
def test_marks_follow_the_language(language, texts):
    with override(language):
        assert (pair("Écart", "−15"), listed(["a", "b"]), bounds("−2", "+1")) == texts
