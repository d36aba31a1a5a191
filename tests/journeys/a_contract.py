"""Fills a fresh site with a signed contract; prints what a browser needs.

Run by test_contract.py in the environment of the site: `python -m tests.journeys.a_contract`.
"""

import json
from datetime import date
from importlib import import_module

import django


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    session_of = import_module("tests.journeys.a_year").session_of
    year = import_module("tests.year_of_a_call").Year()
    agreement = import_module("tests.apps.contract.agreement").Agreement(year)
    services = import_module("faire_ensemble.apps.contract.services")
    agreement.operational("Ouvrir une permanence", owner_id=agreement.metropolis.pk)
    services.write_plan(
        actor=agreement.officer, contract_id=agreement.pk, kind="gusp",
        title="Charte de gestion urbaine", starts_on=date(2016, 6, 30),
    )  # fmt: skip
    agreement.sign()
    facts = {
        "sessions": {
            "cheffe": session_of(agreement.officer),
            "caf": session_of(agreement.partner),
        },
        "year": 0,
        "contract": agreement.pk,
        "objective": agreement.first.pk,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
