"""The paper ballot, read back: every language of the vote, in letters that the document holds."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from faire_ensemble.apps.participation.selectors.votes.printing import (
    ballot_pdf,
    codes_pdf,
)
from faire_ensemble.apps.participation.selectors.votes.wording import LANGUAGES, say
from faire_ensemble.kit.documents import REPLACEMENT
from faire_ensemble.kit.numbers import ending

MADE = datetime(2026, 3, 1, tzinfo=UTC)


def read(vote: Any, paper: str = "a4") -> PdfReader:
    content = ballot_pdf(vote, paper=paper, made_at=MADE, author="Ville")
    return PdfReader(io.BytesIO(content))


def letters(text: str) -> set[str]:
    """Without marks above letters and order of writing, which extraction changes."""
    return {letter for letter in text if letter.isalpha()}


@pytest.mark.parametrize("kind", ["approval", "knapsack", "cumulative", "ordinal"])
def test_the_rules_are_printed_in_every_language(polling: Any, kind: str):
    polling.open(ballot_type=kind, points=5, max_choices=3)
    page = read(polling.vote).pages[0].extract_text()
    assert REPLACEMENT not in page
    for code in LANGUAGES:
        foot = say(code, "paper_foot")
        assert letters(foot) <= letters(page), code
    assert "Write nothing else" in page and "Bulletin de vote" in page


def test_arabic_is_drawn_with_a_font_inside_the_file(polling: Any):
    polling.open(translations={"1": {"ar": {"title": "حديقة مشتركة", "body": ""}}})
    document = read(polling.vote)
    fonts = [font["/BaseFont"] for font in document.pages[0]["/Resources"]["/Font"].values()]
    assert any("DejaVuSansMono" in name for name in fonts)
    assert letters("حديقة مشتركة") <= letters(document.pages[0].extract_text())


def test_a_code_says_in_three_languages_what_it_is_how_and_until_when(polling: Any):
    polling.open()
    content = codes_pdf(
        polling.vote, ["ABCDEFGHJKMN"], batch="Accueil", address="https://ville.exemple/voter/",
        made_at=MADE, author="Ville",
    )  # fmt: skip
    page = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "ABCD-EFGH-JKMN" in page and "recopiez le code" in page and "ville.exemple" in page
    assert letters(say("ar", "code")) <= letters(page) and say("en", "code") in page
    assert f"Jusqu'au {ending(polling.phase.closes_at)}" in " ".join(page.split())


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_short_ballot_is_one_page(polling: Any, paper: str):
    polling.open()
    assert len(read(polling.vote, paper).pages) == 1
