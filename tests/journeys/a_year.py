"""Fills a fresh site with last year's call, associations and people; prints what a browser needs.

Run by test_year_of_a_call.py in the environment of the site: `python -m tests.journeys.a_year`.
"""

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import django

COUNCIL = "Conseil citoyen des Trois Ponts"
LEAD = "Les Jardins de Trois Ponts"
PARTNER = "Ateliers du Pile"


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    timezone = import_module("django.utils.timezone")
    year = import_module("tests.year_of_a_call").Year()
    now = timezone.now()
    year.call.title = "Appel à projets de l'an dernier"
    year.call.opens_at = now - timedelta(days=375)
    year.call.closes_at = now - timedelta(days=345)
    year.call.save()
    lead, partner = year.organisation(LEAD), year.organisation(PARTNER)
    state, metropolis, caf = year.funders
    people = {
        "cheffe": year.mandated("cheffe", "officer"),
        "awa": year.person("awa"),
        "bob": year.person("bob"),
        "etat": year.mandated("etat", "partner", state),
        "mel": year.mandated("mel", "partner", metropolis),
        "lea": year.mandated("lea", "partner", metropolis),
        "caf": year.mandated("caf", "partner", caf),
        "citoyenne": year.mandated("citoyenne", "council", COUNCIL),
    }
    facts = {
        "sessions": {name: session_of(person) for name, person in people.items()},
        "last_call": year.call.code,
        "year": year.call.first_year + 1,
        "funders": [each.pk for each in year.funders],
        "lead": lead.pk,
        "partner": partner.pk,
        "place": year.quarter.code,
    }
    print(json.dumps(facts))


def session_of(person: Any) -> str:
    """The key of a session of a person whose address is proved."""
    settings = import_module("django.conf").settings
    auth = import_module("django.contrib.auth")
    address = import_module("allauth.account.models").EmailAddress
    address.objects.create(user=person, email=person.email, verified=True, primary=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[auth.SESSION_KEY] = str(person.pk)
    session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    key: str = session.session_key
    return key


if __name__ == "__main__":
    main()
