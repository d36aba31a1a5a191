"""How many people support a contribution: each once, those of what was merged into it included."""

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from faire_ensemble.apps.participation.models import Contribution, Support


def supporters(contribution: Contribution) -> int:
    """People of this process, then those counted on the platform it was imported from."""
    family = Q(contribution=contribution) | Q(contribution__merged_into=contribution)
    people = Support.objects.filter(family).aggregate(n=Count("contributor", distinct=True))["n"]
    elsewhere = Contribution.objects.filter(
        Q(pk=contribution.pk) | Q(merged_into=contribution)
    ).aggregate(n=Sum("supports_elsewhere"))["n"]
    return int(people) + int(elsewhere or 0)


def supporters_of(outer: str = "pk") -> Combinable:
    """The same for each row of a query of contributions, within that query."""
    people = (
        Support.objects.filter(
            Q(contribution=OuterRef(outer)) | Q(contribution__merged_into=OuterRef(outer))
        )
        .order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(n=Count("contributor", distinct=True))
        .values("n")
    )
    merged = (
        Contribution.objects.filter(merged_into=OuterRef(outer))
        .order_by()
        .values("merged_into")
        .annotate(n=Sum("supports_elsewhere"))
        .values("n")
    )
    return (
        Coalesce(Subquery(people, output_field=IntegerField()), 0)
        + Coalesce(Subquery(merged, output_field=IntegerField()), 0)
        + F("supports_elsewhere")
    )
