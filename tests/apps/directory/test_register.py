"""One organisation is one row, whatever the file and the order."""

import itertools
from typing import Any

import pytest

from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.directory.services import identify, register

pytestmark = pytest.mark.django_db
SIRET, OTHER_SIRET, SIREN, RNA = "41921355800028", "41921355800036", "419213558", "W333216789"


def test_same_number_is_same_organisation_whatever_the_name() -> None:
    first, second = register(
        [identify("ADEMN", SIRET, SIREN), identify("Ademn asso", SIRET, SIREN)]
    )
    assert first == second
    assert Organisation.objects.get().name == "ADEMN"


def test_registering_twice_changes_nothing() -> None:
    parties = [
        identify("A", SIRET, SIREN),
        identify("B", siren="215905126"),
        identify("C", rna=RNA),
        identify("Dé  d"),
    ]
    assert register(parties) == register(parties)
    assert Organisation.objects.count() == 4


def test_a_name_never_designates_an_organisation_with_a_number() -> None:
    numbered, named = (
        register([identify("Collège Saint-Joseph", SIRET, SIREN)]),
        register([identify("COLLEGE SAINT JOSEPH")]),
    )
    assert numbered != named
    assert register([identify("Collège  Saint-Joseph")]) == named


def test_a_siren_is_the_legal_person_not_one_of_its_establishments() -> None:
    establishment, legal_person = register(
        [identify("A", SIRET, SIREN), identify("A", siren=SIREN)]
    )
    assert establishment != legal_person


PARTIES = [
    identify("Asso", rna=RNA),
    identify("Asso", SIRET, SIREN, RNA),
    identify("Asso", OTHER_SIRET, SIREN, RNA),
    identify("Asso", siren=SIREN, rna=RNA),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
@pytest.mark.parametrize("together", [True, False])
def test_rna_joins_whatever_the_order(order: tuple[int, ...], together: bool) -> None:
    parties = [PARTIES[rank] for rank in order]
    if together:
        register(parties)
    else:
        for party in parties:
            register([party])
    assert Organisation.objects.filter(rna=RNA).count() == 1
    assert set(Organisation.objects.exclude(siret=None).values_list("siret", flat=True)) == {
        SIRET,
        OTHER_SIRET,
    }
    assert Organisation.objects.filter(siret=None, rna=None, siren="").count() == 0


def test_constant_queries(django_assert_max_num_queries: Any) -> None:
    parties = [identify(f"Organisation {rank}") for rank in range(300)]
    with django_assert_max_num_queries(7):  # savepoints included
        register(parties)
    with django_assert_max_num_queries(3):
        register(parties)
