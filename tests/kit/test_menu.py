"""The section that a page belongs to, on every page of the site that a menu names."""

import pytest
from django.conf import settings
from django.urls import reverse

from faire_ensemble.kit.context import site
from faire_ensemble.kit.menu import Section, here, sections_of

HELP = Section("Aide", (("/aide/", ""),))
DECIDES = Section(
    "Qui décide", (("/qui-decide/", "Instances"), ("/qui-decide/decisions/", "Suivi"))
)


@pytest.mark.parametrize(
    ("path", "section", "page"),
    [
        ("/aide/", HELP, "/aide/"),
        ("/aide/12/", HELP, "/aide/"),
        ("/qui-decide/3/", DECIDES, "/qui-decide/"),
        ("/qui-decide/decisions/4/", DECIDES, "/qui-decide/decisions/"),
        ("/aidez/", None, ""),
        ("/", None, ""),
    ],
)
def test_the_longest_beginning_says_where_we_are(path: str, section: Section | None, page: str):
    assert here([HELP, DECIDES], path) == (section, page)


def test_a_section_without_page_is_left_out():
    assert sections_of([("Vide", []), ("Aide", [("/aide/", "")])]) == (HELP,)


def test_every_entry_of_the_main_menu_exists_and_finds_itself(rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model()
    menu = site(request)["menu"]
    assert [len(section.pages) for section in menu] == [
        len(pages) for _label, pages in settings.NAVIGATION
    ]
    for _label, pages in settings.NAVIGATION:
        for name, _page in pages:
            assert here(menu, reverse(name))[1] == reverse(name)
