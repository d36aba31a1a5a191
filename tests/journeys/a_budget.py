"""Fills a fresh site with a participatory budget and what people proposed; prints what a browser
needs. Run by test_budget_projects.py: `python -m tests.journeys.a_budget`.
"""

import json
from importlib import import_module

import django


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    year = import_module("tests.year_of_a_call").Year()
    budget = import_module("tests.apps.participation.projects.budget").Budget(year)
    session_of = import_module("tests.journeys.a_year").session_of
    partner = import_module("faire_ensemble.apps.contract.models").Partner
    partner.objects.create(contract=year.contract, organisation=budget.carrier)
    process = budget.process
    process.title, process.code = "Budget participatif de Trois Ponts", "trois-ponts"
    process.summary = "Proposez et choisissez ce qui change le quartier."
    process.categories = ["Nature", "Sport", "Solidarité"]
    process.minimum_age = 16
    process.save()
    for title, category, longitude, latitude in (
        ("Des bancs à l'ombre devant l'école", "Nature", 3.172, 50.691),
        ("Un frigo solidaire", "Solidarité", 3.181, 50.695),
        ("Un terrain de basket", "Sport", 3.176, 50.684),
    ):
        budget.contribution(
            title, category=category, longitude=longitude, latitude=latitude,
            territory=year.quarter, place="Trois Ponts",
        )  # fmt: skip
    facts = {
        "sessions": {"cheffe": session_of(budget.officer), "agent": session_of(budget.agent)},
        "year": 2026,
        "code": process.code,
        "carrier": budget.carrier.name,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
