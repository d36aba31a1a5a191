"""The sections about where and for whom: places of the EPCI, then people by place, age, sex."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Age, Sex
from faire_ensemble.apps.funding.selectors.form.fields import Basis, Field, Kind, Section

ELSEWHERE = "elsewhere"


def places_section(basis: Basis) -> Section:
    """A box for each neighbourhood and commune."""
    fields = tuple(
        Field(
            f"place.{place.code}",
            place.name,
            kind=Kind.BOX,
            choices=(("1", _("coché")), ("", _("non coché"))),
            group=place.group,
        )
        for place in basis.places
    )
    return Section(
        "places",
        "lieux",
        _("Lieux"),
        _("Où le projet se passe. Chaque financeur n'aide que certains quartiers et communes."),
        fields,
    )


def audience_section(basis: Basis) -> Section:
    """How many people, for each chosen place and for elsewhere, by age and sex."""
    names = {place.code: place.name for place in basis.places}
    places = [(code, names[code]) for code in basis.chosen if code in names]
    fields = tuple(
        Field(
            f"audience.{code}.{age.value}.{sex.value}",
            f"{age.label}, {sex.label}",
            kind=Kind.NUMBER,
            group=name,
        )
        for code, name in [*places, (ELSEWHERE, _("Venus d'ailleurs"))]
        for age in Age
        for sex in Sex
    )
    return Section(
        "audience",
        "publics",
        _("Publics"),
        _(
            "Combien de personnes vous attendez, d'où elles viennent. La loi demande que les "
            "données soient présentées par sexe ; une estimation suffit."
        ),
        fields,
    )
