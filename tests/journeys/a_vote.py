"""Fills a fresh site with a participatory budget in its vote phase; prints what a browser needs.

Run by test_vote.py in the environment of the site: `python -m tests.journeys.a_vote`.
"""

import json
from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import django
from tests.journeys.a_year import session_of

PROJECTS = (
    ("Jardin partagé des Trois Ponts", "20000", "Des bacs à hauteur de fauteuil, un point d'eau."),
    ("Terrain de jeux couvert", "35000", "Ouvert jusqu'à vingt heures."),
    ("Ludothèque itinérante", "15000", ""),
    ("Pistes cyclables du canal", "40000", "Du pont au collège."),
)


def main() -> None:
    django.setup()
    now = import_module("django.utils.timezone").now()
    models = import_module("faire_ensemble.apps.participation.models")
    year = import_module("tests.year_of_a_call").Year()
    process = models.Process.objects.create(
        contract=year.contract, code="budget", kind="budget", title="Budget des habitants",
        state="published", envelope=Decimal("60000"), salt="00" * 32, created_at=now,
    )  # fmt: skip
    models.Phase.objects.create(
        process=process, kind="vote", opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
    )  # fmt: skip
    for number, (title, cost, body) in enumerate(PROJECTS, start=1):
        models.BudgetProject.objects.create(
            process=process, number=number, title=title, cost=Decimal(cost), body=body,
            state="admitted", territory=year.quarter if number == 1 else None,
        )  # fmt: skip
    people = {name: year.mandated(name, "officer") for name in ("cheffe", "lea")}
    print(json.dumps({
        "sessions": {name: session_of(person) for name, person in people.items()},
        "year": now.year,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
