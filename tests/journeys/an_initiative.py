"""Fills a fresh site with an initiative and people; prints what a browser needs.

Run by test_initiatives.py in the environment of the site: `python -m tests.journeys.an_initiative`.
"""

import json
from importlib import import_module
from typing import Any

import django


def help_around(place: Any) -> None:
    """A record of help in the neighbourhood, and the published addresses of one street."""
    directory = import_module("faire_ensemble.apps.directory.models")
    spot = directory.Place.objects.create(
        name="Maison de quartier", commune=place.year.commune, commune_name="Roubaix"
    )
    spot.neighbourhoods.add(place.year.quarter)
    directory.Service.objects.create(name="Café des voisins", place=spot, kinds=["meeting"])
    addresses = import_module("faire_ensemble.apps.territory.models").Address.objects
    for number in (1, 12):
        addresses.create(
            key=f"haute-{number}", commune=place.year.commune, postcode="59100",
            street="Rue Haute", street_key="rue haute", number=number, lon=3.18, lat=50.69,
        )  # fmt: skip


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    session_of = import_module("tests.journeys.a_year").session_of
    place = import_module("tests.apps.initiatives.words").Place()
    centre = place.year.organisation("Centre social du Pile")
    row = place.published(
        results="Trente familles jardinent.",
        worked="Le gardien ouvre l'eau.",
        partners=[centre.name],
        territory_id=place.year.quarter.pk,
    )
    place.published(
        "chloe", title="Potager de l'école", body="Les enfants et les voisins cultivent."
    )
    alone = place.published("driss", title="Un livre de mémoire du quartier")
    type(alone).objects.filter(pk=alone.pk).update(carrier=None)
    help_around(place)
    facts = {
        "sessions": {
            "cheffe": session_of(place.officer),
            **{name: session_of(place.person(name)) for name in ("nadia", "bruno", "chloe")},
        },
        "addresses": {name: place.person(name).email for name in ("nadia", "bruno")},
        "year": 0,
        "initiative": row.pk,
        "title": row.title,
        "alone": alone.pk,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
