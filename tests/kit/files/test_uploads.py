"""A form with a document: a file too large is dropped on the way, and nothing else is lost."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests.kit.files.conftest import EXE, PDF

from faire_ensemble.kit.access import public
from faire_ensemble.kit.files import DocumentField
from faire_ensemble.kit.files.uploads import OversizeFile


class ProjectForm(forms.Form):
    title = forms.CharField()
    quote = DocumentField(required=False)


seen: list[tuple[HttpRequest, ProjectForm]] = []


@public
def receive(request):
    form = ProjectForm(request.POST, request.FILES)
    form.is_valid()
    seen.append((request, form))
    return HttpResponse("")


urlpatterns = [path("receive/", receive)]


@pytest.fixture(autouse=True)
def addresses():
    seen.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("title_first", [True, False])
def test_thirty_megabytes_are_dropped_while_the_form_comes_through(settings, title_first):
    settings.FAIRE_FILE_MAX = 20 * 1024 * 1024
    fields = {"title": "Fête du quartier", "quote": SimpleUploadedFile("scan.pdf", bytes(31457280))}
    order = ("title", "quote") if title_first else ("quote", "title")
    Client().post("/receive/", {name: fields[name] for name in order})
    request, form = seen[0]
    assert form.cleaned_data["title"] == "Fête du quartier"
    assert "pèse 30,0 Mo ; la limite est de 20 Mo" in form.errors["quote"][0]
    dropped = request.FILES["quote"]
    assert isinstance(dropped, OversizeFile)
    assert dropped.size == 30 * 1024 * 1024 and dropped.closed


@pytest.mark.django_db
def test_large_but_allowed_goes_to_disk_and_is_checked(settings):
    settings.FAIRE_FILE_MAX = 20 * 1024 * 1024
    content = PDF + b"%" * 5_000_000
    Client().post("/receive/", {"title": "x", "quote": SimpleUploadedFile("a.pdf", content)})
    request, form = seen[0]
    assert form.is_valid() and hasattr(request.FILES["quote"], "temporary_file_path")
    assert form.cleaned_data["quote"].size == len(content)


@pytest.mark.django_db
def test_a_program_renamed_is_refused_beside_its_field():
    Client().post("/receive/", {"title": "x", "quote": SimpleUploadedFile("devis.pdf", EXE)})
    _, form = seen[0]
    assert form.errors["quote"][0].startswith(
        "« devis.pdf » n'est pas un PDF mais un programme : il n'est pas accepté."
    )
    assert form.cleaned_data == {"title": "x"}


@pytest.mark.django_db
def test_an_empty_file_has_our_own_sentence():
    Client().post("/receive/", {"title": "x", "quote": SimpleUploadedFile("vide.pdf", b"")})
    _, form = seen[0]
    assert form.errors["quote"][0].startswith("« vide.pdf » est vide.")


@pytest.mark.django_db
def test_no_file_at_all_is_allowed_when_the_field_is_optional():
    Client().post("/receive/", {"title": "x"})
    _, form = seen[0]
    assert form.is_valid() and form.cleaned_data["quote"] is None


def test_the_page_offers_the_kinds_that_are_accepted():
    assert 'accept=".pdf,' in str(ProjectForm()["quote"])
