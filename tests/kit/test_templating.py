"""Sentences of the templates: translated, and typeset for French."""

from django.template import engines
from django.utils.translation import override

from faire_ensemble.kit import templating

JINJA = engines["jinja2"]


def said(template: str, language: str = "fr") -> str:
    with override(language):
        return JINJA.from_string(template).render({})


def test_french_marks_stay_with_their_word():
    assert said('{{ _("« Oui » : non ; quoi ? Bien !") }}') == (
        "«\u00a0Oui\u00a0»\u00a0: non\u00a0; quoi\u00a0? Bien\u00a0!"
    )


def test_formats_survive_typesetting():
    assert said('{{ _("Ici : %(n)s %%")|format(n=3) }}') == "Ici\u00a0: 3 %"


def test_other_languages_are_left_alone():
    assert said('{{ _("Mot inconnu du catalogue : oui") }}', "en") == (
        "Mot inconnu du catalogue : oui"
    )


def test_static_address_is_given_even_when_files_were_not_collected(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert templating._static("kit/jamais-vu.css") == "/static/kit/jamais-vu.css"


def test_a_capital_letter_leaves_the_others_as_they_are():
    written = JINJA.from_string("{{ words|capitalize }}").render({"words": "élue à Lille"})
    assert written == "Élue à Lille"


def test_marks_of_a_name_stay_with_their_word():
    written = JINJA.from_string("{{ name|typeset }}").render({"name": "Conseil citoyen : Hem"})
    assert written == "Conseil citoyen\u00a0: Hem"
