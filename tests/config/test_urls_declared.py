"""Every address says who may enter; guarded ones turn visitors and residents away with a reason."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from faire_ensemble.config.urls import DECLARED_ELSEWHERE

# Where a resident goes with their own account: guarded for visitors only.
OPEN_TO_RESIDENTS = {
    "accounts:me",
    "accounts:export",
    "accounts:erase",
    "funding:applications_mine",
    "funding:my_solutions",
    "funding:state_solution",
}


def walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Each address of the site with its full name."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, route, inner)
        else:
            yield route, f"{space}{pattern.name}", pattern


OF_ONE_FILE = "guarded: can_open_applications"
# Any account enters; what the address names, or a group's inside, is then looked at.
OF_ANY_ACCOUNT = "guarded: can_take_part"


def declared_elsewhere(route: str) -> bool:
    return any(route.startswith(prefix) for prefix in DECLARED_ELSEWHERE)


ROUTES = list(walk(get_resolver().url_patterns))
OURS = [(route, name, view) for route, name, view in ROUTES if not declared_elsewhere(route)]
GUARDED = [
    (name, view)
    for _, name, view in OURS
    if getattr(view.callback, "access", "").startswith("guarded")
]


def address(name: str, view: URLPattern) -> str:
    """An address of this view; what it shows need not exist, the guard comes first."""
    return reverse(name, kwargs={key: 1 for key in view.pattern.converters})


def test_the_walk_sees_the_site() -> None:
    assert len(OURS) >= 10 and len(GUARDED) >= 10
    assert any(route.startswith("admin/") for route, _, _ in ROUTES)


@pytest.mark.parametrize(
    ("route", "name", "view"), OURS, ids=[route or "/" for route, _, _ in OURS]
)
def test_each_address_is_declared(route: str, name: str, view: URLPattern) -> None:
    access = getattr(view.callback, "access", None)
    assert access, f"{route} ({name}) is neither @public nor @guarded(rule)"
    assert access == "public" or re.fullmatch(r"guarded: can_\w+", access)


def test_what_is_declared_elsewhere_exists_and_is_not_ours() -> None:
    for prefix in DECLARED_ELSEWHERE:
        theirs = [view for route, _, view in ROUTES if route.startswith(prefix)]
        assert theirs, f"{prefix} leads nowhere any more"
        for view in theirs:
            module = view.callback.__module__
            ours = module.startswith("faire_ensemble.")
            assert not ours or hasattr(view.callback, "access"), f"{module} hides under {prefix}"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "view"), GUARDED, ids=[name for name, _ in GUARDED])
def test_visitors_are_sent_to_sign_in(client: Client, name: str, view: URLPattern) -> None:
    where = address(name, view)
    opened = client.get(where)
    if view.callback.doorstep and opened.status_code != 302:
        # Told first what the page is for, when what it is about exists; nothing is done by it.
        assert opened.status_code == 404 or f"?next={where}" in opened.text
        assert '<form method="post"' not in opened.text.partition("<main")[2]
        opened = client.post(where)
    for answer in (opened, client.post(where)):
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={where}"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "view"), GUARDED, ids=[name for name, _ in GUARDED])
def test_residents_read_why_not(client: Client, name: str, view: URLPattern) -> None:
    client.force_login(get_user_model().objects.create_user("resident@exemple.fr"))
    answer = client.get(address(name, view))
    if name in OPEN_TO_RESIDENTS:
        # What they would open need not exist here: not found is no refusal.
        assert answer.status_code in (200, 404)
        return
    if view.callback.access == OF_ONE_FILE:
        # Open to any account, then to the people of the file: this one does not exist.
        assert answer.status_code in (404, 405)
        return
    if view.callback.access == OF_ANY_ACCOUNT:
        assert answer.status_code in (200, 404, 405)
        return
    assert answer.status_code == 403
    reason = re.search(r'<p class="lead">([^<]+)</p>', answer.content.decode())
    assert reason and len(reason[1].split()) >= 4 and reason[1].endswith(".")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_the_admin_is_closed_to_visitors_and_residents(client: Client) -> None:
    index = reverse("admin:index")
    assert client.get(index).status_code == 302
    client.force_login(get_user_model().objects.create_user("resident@exemple.fr"))
    assert client.get(index, follow=True).status_code == 403


@pytest.mark.django_db
def test_pages_of_accounts_ask_visitors_to_sign_in(client: Client) -> None:
    for name in ("account_email", "account_change_password", "mfa_index", "account_reauthenticate"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
