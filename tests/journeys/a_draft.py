"""Fills a fresh site with a call and a draft that two persons write; prints what a browser needs.

Run by test_writing.py in the site's own process environment: `python -m tests.journeys.a_draft`.
"""

import json
from importlib import import_module

import django


def main() -> None:
    """Sessions are made directly: signing in has its own journey."""
    django.setup()
    settings = import_module("django.conf").settings
    auth = import_module("django.contrib.auth")
    year = import_module("tests.year_of_a_call").Year()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    awa, bob = year.person("awa"), year.person("bob")
    draft = year.draft(writer=awa)
    draft.members.create(email=bob.email, person=bob, right="write", invited_at=draft.created_at)
    sessions = {}
    for name, person in (("awa", awa), ("bob", bob)):
        session = store()
        session[auth.SESSION_KEY] = str(person.pk)
        session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        sessions[name] = session.session_key
    funders = [funder.pk for funder in year.funders]
    print(json.dumps({"sessions": sessions, "draft": draft.pk, "funders": funders,
                      "place": year.quarter.code, "call": year.call.code}))  # fmt: skip


if __name__ == "__main__":
    main()
