"""The board: where the files of a contract stand."""

from faire_ensemble.apps.funding.selectors.board.filters import BoardFilters, matching
from faire_ensemble.apps.funding.selectors.board.page import BoardPage, board_page
from faire_ensemble.apps.funding.selectors.board.scope import Scope, contracts_open_to, scope_of

__all__ = [
    "BoardFilters",
    "BoardPage",
    "Scope",
    "board_page",
    "contracts_open_to",
    "matching",
    "scope_of",
]
