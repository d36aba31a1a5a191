"""The budget in words: labels of its lines, and what is wrong in it, in the reader's language.

The core gives codes and figures; the sentences are here, once for the server and once more as
patterns for budget.js, which fills them in while the person types.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.core.budget import (
    Budget,
    Fault,
    FaultCode,
    FunderKind,
    Line,
    Part,
    Side,
    format_amount,
    line_of,
)
from faire_ensemble.kit.amounts import EXAMPLE, amount_patterns
from faire_ensemble.kit.numbers import euros, percent

MONEY = ("charges", "income", "gap", "typed", "detail")


def line_label(line: Line) -> str:
    """Achats."""
    return _(line.label)


def line_purpose(line: Line) -> str:
    """What to put on a line, for a volunteer."""
    return _(line.purpose)


def side_label(side: Side) -> str:
    """The heading of a column."""
    return (
        _("Charges : ce que coûte le projet")
        if side is Side.CHARGES
        else _("Recettes : ce qui le paie")
    )


def part_label(part: Part) -> str:
    """The heading of a part of a column."""
    return {
        Part.DIRECT: _("Directement pour le projet"),
        Part.INDIRECT: _("Part des frais et de l'argent de la structure"),
        Part.IN_KIND: _("Contributions volontaires, sans argent"),
    }[part]


def funder_kind_label(kind: FunderKind) -> str:
    """The heading of account 74 under which the form prints a funder."""
    return {
        FunderKind.STATE: _("État"),
        FunderKind.REGION: _("Région"),
        FunderKind.DEPARTMENT: _("Département"),
        FunderKind.EPCI: _("Intercommunalité"),
        FunderKind.COMMUNE: _("Commune"),
        FunderKind.SOCIAL: _("Organisme social (CAF, MSA…)"),
        FunderKind.EUROPE: _("Fonds européens"),
        FunderKind.ASP: _("Agence de services et de paiement (emplois aidés)"),
        FunderKind.PUBLIC: _("Autre établissement public"),
        FunderKind.PRIVATE: _("Aide privée (fondation)"),
    }[kind]


def fault_words(fault: Fault) -> str:
    """One plain sentence: what is wrong, and what to do."""
    return _patterns()[fault.code] % _params(fault)


def balance_words(budget: Budget, unread: bool = False) -> str:
    """Where the balance stands, money then gifts in kind; empty while there is no amount.

    `unread` adds that something typed could not be counted. budget.js says the same.
    """
    patterns, sentences = script_words(), []
    if budget.charges or budget.income:
        code = "balanced"
        if budget.gap:
            code = FaultCode.INCOME_SHORT if budget.gap < 0 else FaultCode.CHARGES_SHORT
        sentences.append(patterns[code] % _both_sides(budget.charges, budget.income))
    if budget.gap_in_kind:
        both = _both_sides(budget.charges_in_kind, budget.income_in_kind)
        sentences.append(patterns[FaultCode.IN_KIND_DIFFERS] % both)
    if unread:
        sentences.append(patterns["unread"])
    return " ".join(sentences)


def _both_sides(charges: Decimal, income: Decimal) -> dict[str, str]:
    return {
        "charges": euros(charges, 2),
        "income": euros(income, 2),
        "gap": euros(abs(charges - income), 2),
    }


def share_words(share: Decimal | None) -> str:
    """A share of total income (0..1) in percent; a dash while there is no income."""
    return "—" if share is None else percent(share * 100, 1)


def script_words() -> dict[str, str]:
    """Every sentence that budget.js fills in, by code: `%(name)s` stands for a figure."""
    words = {code.value: pattern for code, pattern in _patterns().items()}
    return words | {
        "balanced": _("Le budget est équilibré : %(charges)s de charges, autant de recettes."),
        "unread": _("Un montant au moins n'est pas lu : il n'est pas compté."),
    }


def _params(fault: Fault) -> Mapping[str, str]:
    """What the sentence of a fault needs, as read: 1 200,00 € for money, 1 200 for a figure."""
    figure = fault.params.get("suggestion", EXAMPLE)
    words = {"key": fault.key, "figure": format_amount(Decimal(figure))}
    for name, value in fault.params.items():
        if isinstance(value, Decimal):
            words[name] = euros(value, 2) if name in MONEY else format_amount(value)
        else:
            words[name] = line_label(line_of(value)) if name == "line" else value
    return words


def _patterns() -> dict[FaultCode, str]:
    return {**amount_patterns(), **_budget_patterns()}


def _budget_patterns() -> dict[FaultCode, str]:
    return {
        FaultCode.UNKNOWN_LINE: _(
            "« %(text)s » est sur une ligne que ce budget n'a pas (%(key)s) : reportez ce montant "
            "sur une autre ligne."
        ),
        FaultCode.DETAIL_DIFFERS: _(
            "« %(line)s » : vous avez écrit %(typed)s, mais le détail fait %(detail)s. Corrigez "
            "l'un des deux, ou videz cette case : elle se calcule."
        ),
        FaultCode.FUNDER_WITHOUT_NAME: _(
            "Une autre subvention de %(gap)s n'a pas de financeur : écrivez son nom."
        ),
        FaultCode.NOTHING_TYPED: _(
            "Le budget est vide : écrivez ce que coûte le projet, et ce qui le paie."
        ),
        FaultCode.NOTHING_ASKED: _(
            "Rien n'est demandé : écrivez le montant que vous demandez à un financeur au moins."
        ),
        FaultCode.INCOME_SHORT: _(
            "Il manque %(gap)s en recettes : les charges font %(charges)s, les recettes %(income)s."
        ),
        FaultCode.CHARGES_SHORT: _(
            "Il y a %(gap)s de recettes en trop : les charges font %(charges)s, les recettes "
            "%(income)s."
        ),
        FaultCode.IN_KIND_DIFFERS: _(
            "Les contributions volontaires ne s'équilibrent pas : le compte 86 fait %(charges)s, "
            "le compte 87 %(income)s, soit %(gap)s d'écart."
        ),
    }
