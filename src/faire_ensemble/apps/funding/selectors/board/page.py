"""The board itself: a page of rows, what they add up to, what can be chosen."""

from dataclasses import dataclass

from faire_ensemble.apps.funding.selectors.board.choices import Choices, choices_of
from faire_ensemble.apps.funding.selectors.board.filters import BoardFilters, matching, ordered
from faire_ensemble.apps.funding.selectors.board.rows import PAGE_SIZE, BoardRow, rows_of
from faire_ensemble.apps.funding.selectors.board.scope import Scope
from faire_ensemble.apps.funding.selectors.board.summary import Summary, summary_of


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: tuple[BoardRow, ...]
    summary: Summary
    choices: Choices
    page: int
    pages: int


def board_page(scope: Scope, filters: BoardFilters, page: int = 1) -> BoardPage:
    """Fifteen queries at most after the scope's, whatever the number of files."""
    files = matching(scope, filters)
    summary = summary_of(files)
    pages = max(1, -(-summary.count // PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    rows = rows_of(scope, ordered(files, filters)[start : start + PAGE_SIZE])
    return BoardPage(rows, summary, choices_of(scope), page, pages)
