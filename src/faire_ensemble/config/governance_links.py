"""What decisions of bodies may name in the apps above the governance, and where it is read.

Each function answers for public references only: {reference: (title, address)}. They are named in
`settings.GOVERNANCE_LINKS`, which the governance reads without knowing these apps.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.decisions import DecisionFilters, funded
from faire_ensemble.apps.participation.models import Contribution

Known = dict[str, tuple[str, str]]


def applications(references: Sequence[str]) -> Known:
    """Funded files, by the number of their project; the others are not public."""
    awards = funded(DecisionFilters()).filter(request__application=OuterRef("pk"))
    rows = Application.objects.filter(Exists(awards), project__number__in=references)
    return {
        row.project.number: (
            row.title or row.project.title,
            f"{reverse('funding:decisions')}?{urlencode({'texte': row.title})}",
        )
        for row in rows.select_related("project").order_by("year", "pk")
    }


def contributions(references: Sequence[str]) -> Known:
    """Published contributions, as « process/number »."""
    wanted = {}
    for text in references:
        code, _slash, number = text.partition("/")
        if code and number.isdigit() and len(number) < 10:
            wanted[code, int(number)] = text
    rows = Contribution.objects.filter(
        process__code__in={code for code, _ in wanted},
        number__in={number for _, number in wanted},
        published_at__isnull=False,
        state="published",
    ).select_related("process")
    return {
        wanted[row.process.code, row.number]: (
            row.title,
            reverse("participation:contribution", args=[row.process.code, row.number]),
        )
        for row in rows
        if (row.process.code, row.number) in wanted
    }
