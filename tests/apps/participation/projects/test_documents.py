"""The printed catalogue and posters: their text, their tags, where their code leads."""

import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from tests.apps.participation.projects.a_qr_reader import read_qr
from tests.apps.participation.projects.budget import Budget

from faire_ensemble.apps.participation.selectors.projects.documents import (
    qr_svg,
)
from faire_ensemble.kit.qr import QUIET, qr_matrix

Fetch = Callable[[str], PdfReader]


@pytest.fixture
def fetch(client) -> Fetch:
    def get(address: str) -> PdfReader:
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        return PdfReader(io.BytesIO(answer.content))

    return get


def text_of(document: PdfReader) -> str:
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("length", [0, 9, 20, 33, 51, 70, 90, 100])
def test_the_code_holds_the_address(length: int):
    address = "https://faire.exemple.org/participer/" + "é" * 3 + "x" * length
    assert read_qr(qr_matrix(address), QUIET) == (address, "Q")


def test_the_drawing_is_the_code_module_by_module():
    address = "https://faire.exemple.org/participer/ici/"
    matrix = qr_matrix(address)
    drawn = qr_svg(address)
    dark = {(int(y), int(x)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn)}
    assert dark == {(y, x) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell}
    assert f'viewBox="0 0 {len(matrix)} {len(matrix)}"' in drawn


def test_the_catalogue_lists_each_public_project(budget: Budget, fetch: Fetch):
    budget.admitted("Des bancs à l'ombre", "612.50", place="Place Carnot", category="Nature")
    budget.project("Un frigo #1 *solidaire* $x$ @y _z_")
    document = fetch(f"/participer/{budget.process.code}/projets.pdf")
    text = text_of(document)
    for said in ("1. Des bancs à l'ombre", "Nature · Place Carnot · 612,50 €", "au catalogue",
                 "2. Un frigo #1 *solidaire* $x$ @y _z_", "à l'étude",
                 f"http://testserver/participer/{budget.process.code}/projets/"):  # fmt: skip
        assert said.replace("'", "’") in text.replace("'", "’"), said
    assert document.metadata.title == budget.process.title
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_process_poster_says_what_is_open_and_fits_one_page(budget: Budget, fetch: Fetch):
    budget.process.summary, budget.process.minimum_age = "Choisissez vos projets.", 16
    budget.process.title = "Budget participatif des quartiers " + "très long " * 14
    budget.process.save()
    budget.vote_phase()
    document = fetch(f"/participer/{budget.process.code}/affiche.pdf")
    text = text_of(document)
    assert len(document.pages) == 1
    for said in ("Budget participatif des quartiers", "Choisissez vos projets.", "Voter, jusqu",
                 "à partir de 16 ans", "1 000 €"):  # fmt: skip
        assert said in text, said


def test_a_project_poster_shows_its_number(budget: Budget, fetch: Fetch):
    project = budget.admitted("Des bancs", "612.50", place="Place Carnot", body="Long. " * 400)
    document = fetch(f"/participer/{budget.process.code}/projets/{project.number}/affiche.pdf")
    text = text_of(document)
    assert len(document.pages) == 1
    for said in (f"Projet n° {project.number}", "Des bancs", "612,50 €", "Place Carnot"):
        assert said in text, said
