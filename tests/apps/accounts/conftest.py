"""Persons of every kind."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from faire_ensemble.apps.accounts.models import Mandate, Role, User

Person = Callable[..., User]


@pytest.fixture
def person(db: Any) -> Person:
    """Make a person with a verified address and, when given, a mandate in force."""

    def make(name: str = "amina", role: str = "", **fields: Any) -> User:
        user = User.objects.create_user(f"{name}@exemple.fr", **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if role:
            Mandate.objects.create(
                person=user, role=role, organisation="Ville", valid_from=date(2020, 1, 1)
            )
        return user

    return make


@pytest.fixture
def steward(person: Person) -> User:
    return person("intendante", Role.STEWARD)


@pytest.fixture
def superuser(person: Person) -> User:
    return person("racine", is_superuser=True, is_staff=True)
