"""Fills a fresh site with an initiative and people; prints what a browser needs.

Run by test_initiatives.py in the environment of the site: `python -m tests.journeys.an_initiative`.
"""

import json
from importlib import import_module

import django


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
    facts = {
        "sessions": {
            "cheffe": session_of(place.officer),
            **{name: session_of(place.person(name)) for name in ("nadia", "bruno", "chloe")},
        },
        "addresses": {name: place.person(name).email for name in ("nadia", "bruno")},
        "year": 0,
        "initiative": row.pk,
        "title": row.title,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
