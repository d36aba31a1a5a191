"""How many people support a contribution: each once, those of what was merged into it included.

Lists read the column `supporters`, which `recount` writes: counting people over merged rows for ten
thousand contributions takes minutes.
"""

from django.db.models import Count, Q, Sum

from faire_ensemble.apps.participation.models import Contribution, Support


def supporters(contribution: Contribution) -> int:
    """People of this process, then those counted on the platform it was imported from."""
    family = Q(contribution=contribution) | Q(contribution__merged_into=contribution)
    people = Support.objects.filter(family).aggregate(n=Count("contributor", distinct=True))["n"]
    elsewhere = Contribution.objects.filter(
        Q(pk=contribution.pk) | Q(merged_into=contribution)
    ).aggregate(n=Sum("supports_elsewhere"))["n"]
    return int(people) + int(elsewhere or 0)
