"""Who may be drawn, the quotas that a panel keeps, and the size of the panel."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


class InvalidDraw(ValueError):
    """Data that contradict each other; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the pool. `features`: their feature in each category.

    `household`: at most one person of a household is drawn; empty when that is not asked.
    """

    id: str
    features: Mapping[str, str]
    household: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """From `low` to `high` seats for those who have this feature, both included."""

    category: str
    feature: str
    low: int
    high: int

    @property
    def name(self) -> str:
        return f"« {self.category} : {self.feature} »"


@dataclass(frozen=True)
class Problem:
    """One draw: a pool, quotas, a size.

    Raises InvalidDraw when the data contradict each other. Quotas that no panel can keep are
    found later (`Infeasible`), with what would make them possible.
    """

    people: tuple[Person, ...]
    quotas: tuple[Quota, ...]
    size: int

    def __post_init__(self) -> None:
        self._check_size()
        self._check_quotas()
        self._check_people()

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """In the order of the quotas."""
        return tuple(dict.fromkeys(quota.category for quota in self.quotas))

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    def holders(self, quota: Quota) -> int:
        """How many of the pool have the feature."""
        return sum(person.features[quota.category] == quota.feature for person in self.people)

    def _check_size(self) -> None:
        if self.size < 1:
            raise InvalidDraw(f"Le tirage demande {self.size} places ; il en faut au moins une.")
        if self.size > len(self.people):
            raise InvalidDraw(
                f"Le tirage demande {self.size} places et la réserve ne compte que "
                f"{len(self.people)} personnes : réduisez le nombre de places ou "
                "élargissez l'appel."
            )

    def _check_quotas(self) -> None:
        seen = set[tuple[str, str]]()
        for quota in self.quotas:
            if not quota.category or not quota.feature:
                raise InvalidDraw("Un quota n'a pas de catégorie ou pas de valeur : complétez-le.")
            if (quota.category, quota.feature) in seen:
                raise InvalidDraw(f"Le quota {quota.name} est écrit deux fois : gardez-en un.")
            seen.add((quota.category, quota.feature))
            if quota.low < 0 or quota.low > quota.high:
                raise InvalidDraw(
                    f"Quota {quota.name} : le minimum ({quota.low}) doit être entre 0 et le "
                    f"maximum ({quota.high})."
                )

    def _check_people(self) -> None:
        twice = [name for name, times in Counter(p.id for p in self.people).items() if times > 1]
        if twice:
            raise InvalidDraw(
                f"L'identifiant « {twice[0]} » est celui de plusieurs personnes : donnez-en un à "
                "chacune."
            )
        known = {(quota.category, quota.feature) for quota in self.quotas}
        for person in self.people:
            for category in self.categories:
                feature = person.features.get(category, "")
                if not feature:
                    raise InvalidDraw(
                        f"La personne « {person.id} » n'a pas de valeur pour « {category} » : "
                        "complétez-la ou retirez la personne."
                    )
                if (category, feature) not in known:
                    raise InvalidDraw(
                        f"La personne « {person.id} » a « {feature} » pour « {category} », et "
                        "aucun quota ne porte cette valeur : corrigez-la ou ajoutez le quota."
                    )
