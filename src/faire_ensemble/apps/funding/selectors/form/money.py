"""The sections about money: the budget of CERFA 12156, and the request to each funder."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.form.fields import Basis, Field, Kind, Section
from faire_ensemble.apps.funding.selectors.wording import (
    funder_kind_label,
    line_label,
    line_purpose,
    part_label,
)
from faire_ensemble.core.budget import (
    CHART,
    FunderKind,
    Side,
    other_field,
    request_field,
)

OTHERS = 5


def budget_section(basis: Basis) -> Section:
    """Every line that is typed; account 74 is the requests, and the other subsidies declared."""
    lines = [
        Field(
            line.field,
            line_label(line),
            line_purpose(line),
            Kind.AMOUNT,
            group=f"{_side(line.side)} · {part_label(line.part)}",
        )
        for line in CHART
        if line.typed
    ]
    note = Field(
        "budget.note",
        _("Ce qu'il faut savoir pour lire ce budget"),
        _("Un montant inhabituel, la règle de partage des frais communs, l'heure de bénévolat."),
        Kind.LONG,
        longest=2000,
    )
    return Section(
        "budget",
        "budget",
        _("Budget"),
        _("Ce que coûte le projet et ce qui le paie. Les totaux se calculent tout seuls."),
        (*lines, *_others(), note),
    )


def _side(side: Side) -> str:
    return _("Charges") if side is Side.CHARGES else _("Recettes")


def _others() -> list[Field]:
    """Subsidies asked elsewhere: declared here, decided there."""
    group = _("Autres subventions")
    why = _("Demandées ou reçues hors de cet appel : les financeurs doivent pouvoir les voir.")
    kinds = tuple((kind.value, funder_kind_label(kind)) for kind in FunderKind)
    fields = []
    for slot in map(str, range(1, OTHERS + 1)):
        key = other_field(slot)
        words = {"n": slot}
        fields += [
            Field(f"{key}.name", _("Autre financeur %(n)s") % words, why, longest=200, group=group),
            Field(f"{key}.kind", _("Sa nature"), why, Kind.CHOICE, choices=kinds, group=group),
            Field(key, _("Montant"), why, Kind.AMOUNT, group=group),
        ]
    return fields


def requests_section(basis: Basis) -> Section:
    """What is asked of each funder of the call: the lines of account 74."""
    fields: list[Field] = []
    for funder in basis.funders:
        fields += _request(basis, funder.id, funder.name)
    return Section(
        "requests",
        "demandes",
        _("Demandes aux financeurs"),
        _("Une demande par financeur : chacun décide de la sienne, et voit celles des autres."),
        tuple(fields),
    )


def _request(basis: Basis, pk: int, name: str) -> list[Field]:
    asked = Field(
        request_field(str(pk)),
        _("Montant demandé pour %(year)s") % {"year": basis.year},
        _("C'est aussi sa ligne au compte 74 du budget. Laissez vide pour ne rien lui demander."),
        Kind.AMOUNT,
        group=name,
    )
    minimum = Field(
        f"request.{pk}.minimum",
        _("Montant minimal pour que le projet ait lieu"),
        _(
            "L'argent manque toujours : en dessous de ce montant, dites que le projet ne se fait "
            "pas. Une aide trop faible ne rend service à personne."
        ),
        Kind.AMOUNT,
        group=name,
    )
    why = Field(
        f"request.{pk}.why",
        _("À quoi servira cet argent"),
        _("Pour que ce financeur reconnaisse ce qui relève de lui."),
        Kind.LONG,
        longest=1000,
        group=name,
    )
    later = [
        Field(
            f"request.{pk}.{year}",
            _("Envisagé pour %(year)s") % {"year": year},
            _("À titre indicatif : seule la première année est ferme."),
            Kind.AMOUNT,
            group=name,
        )
        for year in basis.later_years
    ]
    return [asked, minimum, why, *later]
