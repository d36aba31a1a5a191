"""Fills a fresh site with a conseil citoyen whose residents are to be drawn; prints its facts.

Run by test_sortition.py in the environment of the site: `python -m tests.journeys.a_sortition`.
"""

import json
from importlib import import_module

import django


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    session_of = import_module("tests.journeys.a_year").session_of
    colleges = import_module("faire_ensemble.apps.governance.models").College
    year = import_module("tests.year_of_a_call").Year()
    room = import_module("tests.apps.governance.room").Room(year)
    council = room.make_body("Conseil citoyen des Trois Ponts", kind="citizens",
                             territory=year.quarter)  # fmt: skip
    colleges.objects.create(body=council, name="Habitants", minimum=4, maximum=10, drawn=True)
    facts = {
        "sessions": {"cheffe": session_of(room.officer), "membre": session_of(room.member)},
        "year": 0,
        "council": council.pk,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
