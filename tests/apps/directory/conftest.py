"""A small invented town, its neighbourhood, and people who keep records of help."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import shapely
from shapely import box

from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.apps.directory.models import Organisation, Service
from faire_ensemble.apps.directory.selectors.finding import forget, forget_where
from faire_ensemble.apps.directory.services import RecordContent, fold, save_service
from faire_ensemble.apps.territory.models import Perimeter, Territory, TerritoryKind

TOWN, OTHER, QUARTER = box(3.0, 50.0, 3.1, 50.1), box(3.1, 50.0, 3.2, 50.1), box(3, 50, 3.05, 50.05)


@pytest.fixture(autouse=True)
def fresh_index() -> Iterator[None]:
    """The catalogue kept by the process belongs to one test's database."""
    forget()
    forget_where()
    yield
    forget()
    forget_where()


def perimeter(place: Territory, shape: shapely.Geometry) -> Territory:
    west, south, east, north = shape.bounds
    Perimeter.objects.create(
        territory=place,
        valid_from=date(2015, 1, 1),
        shape=shapely.to_wkb(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        area_km2=1,
        source="essai",
    )
    return place


@pytest.fixture
def town(db: Any) -> Territory:
    """Rivebourg, with the neighbourhood « Les Rives » in it, beside Valbois."""
    epci = Territory.objects.create(kind=TerritoryKind.EPCI, code="200000001", name="Métropole")
    rows = (
        (TerritoryKind.COMMUNE, "59001", "Rivebourg", TOWN),
        (TerritoryKind.COMMUNE, "59002", "Valbois", OTHER),
        (TerritoryKind.PRIORITY, "QP059901", "Les Rives", QUARTER),
    )
    made = [
        perimeter(Territory.objects.create(kind=kind, code=code, name=name, epci=epci), shape)
        for kind, code, name, shape in rows
    ]
    made[2].communes.set([made[0]])
    return made[0]


@pytest.fixture
def quarter(town: Territory) -> Territory:
    return Territory.objects.get(code="QP059901")


def person(name: str, role: str = "", organisation: str = "") -> User:
    made = User.objects.create_user(email=f"{name}@example.org", first_name=name)
    if role:
        Mandate.objects.create(
            person=made, role=role, organisation=organisation, valid_from=date(2020, 1, 1)
        )
    return made


@pytest.fixture
def officer(db: Any) -> User:
    return person("chef", "officer", "Métropole")


@pytest.fixture
def association(db: Any) -> Organisation:
    name = "Association Les Mots"
    return Organisation.objects.create(name=name, name_key=fold(name), kind="association")


@pytest.fixture
def holder(association: Organisation) -> User:
    return person("porteuse", "holder", association.name)


@pytest.fixture
def write(officer: User, town: Territory) -> Callable[..., Service]:
    """Write a record; what is not said has a plain value."""

    def make(name: str = "Cours de français", **said: Any) -> Service:
        organisation = said.pop("organisation", None)
        values: dict[str, Any] = {
            "kinds": ["reading"],
            "commune_name": "Rivebourg",
            "address": "3 rue des Lilas",
            "postcode": "59999",
            "lon": 3.02,
            "lat": 50.02,
        }
        return save_service(
            actor=said.pop("actor", officer),
            content=RecordContent(name=name, **(values | said)),
            organisation_id=organisation.pk if organisation else None,
        )

    return make
