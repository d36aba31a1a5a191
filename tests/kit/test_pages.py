"""Kept pages: given again while nothing changed, never to or from somebody who has a session."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.gzip import gzip_page

from faire_ensemble.kit import audit
from faire_ensemble.kit.access import guarded, public
from faire_ensemble.kit.pages import LIFETIME, Shelf
from faire_ensemble.kit.verdicts import ALLOWED

made = []


def page(request):
    made.append(request.get_full_path())
    return HttpResponse(f"page {len(made)}")


@public
def shared(request):
    return page(request)


@public
def with_cookie(request):
    response = page(request)
    response.set_cookie("seen", "1")
    return response


@guarded(lambda user: ALLOWED)
def mine(request):
    return page(request)


@public
@gzip_page
def compressed(request):
    made.append(request.get_full_path())
    return HttpResponse("page " * 100)


urlpatterns = [
    path("compressed/", compressed),
    path("shared/", shared),
    path("cookie/", with_cookie),
    path("mine/", mine),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping():
    made.clear()
    with override_settings(ROOT_URLCONF=__name__, FAIRE_KEEP_PAGES=True):
        yield


def test_a_public_page_is_made_once_with_one_query_after(client, django_assert_num_queries):
    first = client.get("/shared/")
    with django_assert_num_queries(1):
        again = client.get("/shared/")
    assert first.content == again.content == b"page 1"
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_an_act_makes_it_anew(client):
    client.get("/shared/")
    with transaction.atomic():
        audit.record(actor=None, verb="import", subject="x")
    assert client.get("/shared/").content == b"page 2"


@pytest.mark.parametrize("change", [{"HTTP_ACCEPT_LANGUAGE": "en"}, {"QUERY_STRING": "page=2"}])
def test_another_language_or_address_is_another_page(client, change):
    client.get("/shared/", HTTP_ACCEPT_LANGUAGE="fr")
    assert client.get("/shared/", **change).content == b"page 2"


def test_a_browser_that_cannot_unpack_never_gets_a_packed_page(client):
    packed = client.get("/compressed/", headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    plain = client.get("/compressed/")
    assert "Content-Encoding" not in plain.headers and plain.content.startswith(b"page ")


def test_somebody_with_a_session_neither_gets_nor_leaves_a_kept_page(client, django_user_model):
    client.get("/shared/")
    client.force_login(django_user_model.objects.create_user("a@example.org"))
    assert client.get("/shared/").content == b"page 2"
    client.logout()
    client.cookies.clear()
    assert client.get("/shared/").content == b"page 1"


@pytest.mark.parametrize("address", ["/cookie/", "/mine/"])
def test_what_is_personal_is_not_kept(client, address):
    client.get(address)
    client.cookies.clear()
    assert client.get(address).content == b"page 2"


def test_the_shelf_forgets_what_is_old_and_what_was_read_longest_ago():
    now = [0.0]
    shelf = Shelf(capacity=10, clock=lambda: now[0])
    shelf.put(("a",), b"12345", {})
    shelf.put(("b",), b"12345", {})
    assert shelf.take(("a",))
    shelf.put(("c",), b"1", {})
    assert shelf.take(("b",)) is None and shelf.take(("a",)) and shelf.take(("c",))
    now[0] = LIFETIME + 1
    assert shelf.take(("a",)) is None
