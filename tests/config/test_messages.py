"""The strings of Django's templates reach the catalogue as Django will look them up."""

import io

from django.template import Context, Template
from django.utils.translation import override, trans_real

from faire_ensemble.config.messages import extract_django

SOURCE = (
    '{% load i18n %}\n{% translate "Bonjour," %}\n'
    "{% blocktranslate with name=who %}C'est {{ name }}, à 100% !{% endblocktranslate %}"
)


def test_both_tags_are_found_with_their_line() -> None:
    found = list(extract_django(io.BytesIO(SOURCE.encode()), (), (), {}))
    assert [(line, message) for line, _, message, _ in found] == [
        (2, "Bonjour,"),
        (3, "C'est %(name)s, à 100%% !"),
    ]


def test_they_are_what_django_looks_up(monkeypatch) -> None:
    asked: list[str] = []

    def look_up(self: trans_real.DjangoTranslation, message: str) -> str:
        asked.append(message)
        return message

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", look_up)
    with override("en"):
        Template(SOURCE).render(Context({"who": "Amina"}))
    found = [
        message for _, _, message, _ in extract_django(io.BytesIO(SOURCE.encode()), (), (), {})
    ]
    assert [text for text in asked if text in found] == found
