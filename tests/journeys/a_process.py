"""Fills a fresh site with a process where people write; prints what a browser needs.

Run by test_participation.py in the environment of the site: `python -m tests.journeys.a_process`.
"""

import json
from datetime import timedelta
from importlib import import_module

import django


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    timezone = import_module("django.utils.timezone")
    session_of = import_module("tests.journeys.a_year").session_of
    room = import_module("tests.apps.participation.words").Room()
    process = room.process
    process.title, process.summary = "Le square Trulin", "Dites comment vous voulez votre square."
    process.save()
    late = room.published("Réparer le lampadaire de la rue des Arts", category="Cadre de vie")
    late.answer_due_on = timezone.localdate() - timedelta(days=12)
    late.save()
    room.published("Des bancs à l'ombre", body="Les personnes âgées ne peuvent pas s'asseoir.",
                   territory_id=room.year.quarter.pk, longitude=3.06, latitude=50.63)  # fmt: skip
    bruno = room.year.person("bruno")
    facts = {
        "sessions": {"cheffe": session_of(room.officer), "bruno": session_of(bruno)},
        "year": 0,
        "code": process.code,
        "late": late.title,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
