"""Find or create organisations in bulk: the same organisation is one row, whatever the file.

The rules are written in docs/methods/subventions.md. A name alone never designates an
organisation that bears a number: a single file may hold three « Collège Saint-Joseph ».
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from faire_ensemble.apps.directory.models import Organisation, OrganisationKind
from faire_ensemble.apps.directory.services.identity import Party, fold


@transaction.atomic
def register(parties: Sequence[Party]) -> list[int]:
    """The primary key of each party's organisation, created when unknown.

    At most five queries (savepoints aside) whatever the number of parties, below 5 000. What is
    already written stays: a later file adds a missing number, it never renames.
    """
    wanted = {party.key: party for party in reversed(parties)}
    known = _Known(_candidates(wanted.values()))
    completed = [found for party in wanted.values() if (found := known.complete(party))]
    if completed:
        Organisation.objects.bulk_update(completed, ["siret", "siren", "rna"], batch_size=500)
    missing = [party for party in wanted.values() if known.find(party) is None]
    if missing:
        Organisation.objects.bulk_create(
            known.creatable(missing), ignore_conflicts=True, batch_size=500
        )
        known = _Known(_candidates(wanted.values()))
    found_by_key = {key: known.find(party) for key, party in wanted.items()}
    result = []
    for party in parties:
        organisation = found_by_key[party.key]
        if organisation is None:
            raise RuntimeError(f"organisation not registered: {party}")
        result.append(organisation.pk)
    return result


class _Known:
    """The organisations that a batch may be about, by each of their identities."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.by_siret: dict[str, Organisation] = {}
        self.by_rna: dict[str, Organisation] = {}
        self.by_siren: dict[str, Organisation] = {}
        self.by_name: dict[str, Organisation] = {}
        for organisation in organisations:
            self._add(organisation)

    def _add(self, organisation: Organisation) -> None:
        if organisation.siret:
            self.by_siret[organisation.siret] = organisation
        if organisation.rna:
            self.by_rna[organisation.rna] = organisation
        if organisation.siren and not organisation.siret:
            self.by_siren[organisation.siren] = organisation
        if not (organisation.siret or organisation.rna or organisation.siren):
            self.by_name[organisation.name_key] = organisation

    def find(self, party: Party) -> Organisation | None:
        """The organisation of a party; the strongest number decides."""
        if party.siret:
            return self.by_siret.get(party.siret)
        if party.rna and party.rna in self.by_rna:
            return self.by_rna[party.rna]
        if party.siren:
            return self.by_siren.get(party.siren)
        return None if party.rna else self.by_name.get(fold(party.name))

    def complete(self, party: Party) -> Organisation | None:
        """Give a known organisation the number it lacks; `None` when there is nothing to add."""
        if not party.rna:
            return None
        association = self.by_rna.get(party.rna)
        if association is None:
            named = self.find(party)
            if named is None or named.rna:
                return None
            named.rna = party.rna
            self._add(named)
            return named
        if association.siret:
            return None
        if party.siret and party.siret not in self.by_siret:
            association.siret, association.siren = party.siret, party.siren
        elif party.siren and not association.siren and party.siren not in self.by_siren:
            association.siren = party.siren
        else:
            return None
        self._add(association)
        return association

    def creatable(self, parties: Iterable[Party]) -> list[Organisation]:
        """Rows to create. Two establishments may share an RNA: the first one bears it."""
        taken, made = set(self.by_rna), []
        for party in sorted(parties, key=lambda party: not party.siret):
            organisation = _organisation(party)
            if party.rna in taken:
                if not party.siret:
                    continue
                organisation.rna = None
            elif party.rna:
                taken.add(party.rna)
            made.append(organisation)
        return made


def _candidates(parties: Iterable[Party]) -> list[Organisation]:
    """Every organisation that bears a number or, for the unnumbered, a name of the batch."""
    batch = list(parties)
    sirets = {party.siret for party in batch if party.siret}
    rnas = {party.rna for party in batch if party.rna}
    sirens = {party.siren for party in batch if party.siren and not party.siret}
    names = {fold(party.name) for party in batch if not (party.siret or party.rna or party.siren)}
    query = Q(pk__in=[])
    if sirets:
        query |= Q(siret__in=sirets)
    if rnas:
        query |= Q(rna__in=rnas)
    if sirens:
        query |= Q(siren__in=sirens, siret__isnull=True)
    if names:
        query |= Q(name_key__in=names, siret__isnull=True, rna__isnull=True, siren="")
    return list(Organisation.objects.filter(query))


def _organisation(party: Party) -> Organisation:
    return Organisation(
        name=party.name,
        name_key=fold(party.name),
        kind=party.kind or OrganisationKind.OTHER,
        siret=party.siret or None,
        siren=party.siren,
        rna=party.rna or None,
    )
