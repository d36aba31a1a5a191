"""Fills a fresh site with a steering committee and a conseil citoyen; prints what a browser needs.

Run by test_governance.py in the environment of the site: `python -m tests.journeys.a_governance`.
"""

import json
from importlib import import_module

import django


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    session_of = import_module("tests.journeys.a_year").session_of
    year = import_module("tests.year_of_a_call").Year()
    room = import_module("tests.apps.governance.room").Room(year)
    # Convened and held the same day: the delay has its own tests.
    room.body.notice_days = 0
    room.body.description = "Tous les partenaires y valident ce qui est prévu."
    room.body.save()
    council = room.make_body("Conseil citoyen des Trois Ponts", kind="citizens",
                             territory=year.quarter)  # fmt: skip
    people = {"cheffe": room.officer, "secretaire": room.secretary, "membre": room.member}
    facts = {
        "sessions": {name: session_of(person) for name, person in people.items()},
        "year": 0,
        "body": room.body.pk,
        "council": council.pk,
        "seats": [room.state.pk, room.residents.pk],
        "member": room.member.email,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
