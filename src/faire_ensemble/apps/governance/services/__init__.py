"""Acts of the governance. Every one checks a permission, saves once and is recorded."""

from faire_ensemble.apps.governance.services.bodies import (
    BadBody,
    add_college,
    add_seat,
    change_body,
    close_seat,
    create_body,
    install_rules,
)
from faire_ensemble.apps.governance.services.terms import (
    BadTerm,
    Sitter,
    declare_interest,
    end_term,
    open_term,
    open_terms,
    renew_term,
)

__all__ = [
    "BadBody",
    "BadTerm",
    "Sitter",
    "add_college",
    "add_seat",
    "change_body",
    "close_seat",
    "create_body",
    "declare_interest",
    "end_term",
    "install_rules",
    "open_term",
    "open_terms",
    "renew_term",
]
