"""What the partners promised until the end of the year, kept and late: part of section 3."""

from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Heading,
    Numbers,
    Text,
    ToComplete,
)
from faire_ensemble.apps.reporting.selectors.material import CommitmentFacts, Material
from faire_ensemble.apps.reporting.selectors.words import counted
from faire_ensemble.kit.charts import Table
from faire_ensemble.kit.numbers import euros, long_date, number


def promises(material: Material) -> tuple[Block, ...]:
    """One table; the states are those of the day on which the report is made."""
    heading = Heading(_("Les engagements des partenaires"))
    contract = material.contract
    if contract is None or not contract.commitments:
        what = _("Ce à quoi chaque partenaire s'est engagé dans le contrat, et ce qui est tenu.")
        return heading, ToComplete(_("chaque partenaire du contrat"), what)
    due = tuple(
        each
        for each in contract.commitments
        if each.due_on is not None and each.due_on.year <= material.year
    )
    blocks: list[Block] = [heading, Text(_summary(due, len(contract.commitments), material.year))]
    if due:
        blocks.append(_table(due, material))
    return tuple(blocks)


def _summary(due: tuple[CommitmentFacts, ...], every: int, year: int) -> str:
    said = _("Attendus au plus tard à la fin de %(year)s : %(due)s, sur %(every)s en tout") % {
        "year": year,
        "due": counted(len(due), "engagement", "engagements"),
        "every": number(every),
    }
    if due:
        said += _(" ; tenus en tout ou en partie : %(kept)s ; en retard : %(late)s") % {
            "kept": number(sum(each.kept for each in due)),
            "late": number(sum(each.late for each in due)),
        }
    return said + "."


def _table(due: tuple[CommitmentFacts, ...], material: Material) -> Numbers:
    head = (
        _("Partenaire"),
        _("Engagement"),
        _("Droit commun"),
        _("Crédits spécifiques"),
        _("Pour le"),
        _("État"),
    )
    rows = tuple(
        (
            each.organisation,
            each.title,
            _amount(each.mainstream),
            _amount(each.specific),
            long_date(each.due_on),
            each.state,
        )
        for each in due
    )
    contract = material.contract
    return Numbers(
        title=_("Engagements attendus jusqu'en %(year)s") % {"year": material.year},
        table=Table(head, rows, frozenset({2, 3})),
        source=contract.name if contract is not None else "",
        note=_(
            "États à la date du rapport. Droit commun et crédits spécifiques ne s'additionnent "
            "pas ; « — » : montant non connu, ce n'est pas zéro."
        ),
    )


def _amount(value: Decimal | None) -> str:
    return euros(value, None)
