"""Invented accounts, without a password: the page `/demonstration/` alone opens them."""

from datetime import date
from typing import Any

from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.apps.contract.selectors import codes_of
from faire_ensemble.config.demonstration import draw, facts
from faire_ensemble.config.demonstration.keys import Keys

SINCE = date(2015, 9, 1)


def address(key: str) -> str:
    """`.invalid` is reserved (RFC 2606): no message can reach anybody."""
    return f"{key}@{facts.table('year.toml')['domain']}"


def add_people(keys: Keys, holders: list[str]) -> dict[str, User]:
    """Persons and their mandate, by key (`year.toml`), and an instructor by funder's name.

    `holders` are names of associations with a file under instruction.
    """
    code = min(codes_of(keys.contract.pk))
    wanted = [(each, _organisation(each, holders)) for each in keys.words["people"]]
    served = {name for each, name in wanted if each["role"] == "partner"}
    served |= {name for each, name in wanted if each["role"] == "officer"}
    wanted += [
        ({"key": f"financeur-{pk}", "first_name": "Instruction", "last_name": name[:100],
          "role": "partner"}, name)
        for pk, name in sorted(_funder_names(keys).items(), key=lambda item: item[1])
        if name not in served
    ]  # fmt: skip
    persons = [
        User(email=address(_slug(each, rank)), first_name=each["first_name"],
             last_name=each["last_name"])
        for rank, (each, _name) in enumerate(wanted)
    ]  # fmt: skip
    for person in persons:
        person.set_unusable_password()
    User.objects.bulk_create(persons)
    Mandate.objects.bulk_create(
        Mandate(person=person, role=each["role"], organisation=name, contract=code,
                valid_from=SINCE)
        for person, (each, name) in zip(persons, wanted, strict=True)
    )  # fmt: skip
    found = {each["key"]: person for person, (each, _) in zip(persons, wanted, strict=True)}
    found |= {
        name: person
        for person, (each, name) in zip(persons, wanted, strict=True)
        if each["role"] in ("partner", "officer")
    }
    return found


def _slug(fact: dict[str, Any], rank: int) -> str:
    """Instructors that no fact names are numbered: the same address at each build."""
    return fact["key"] if "door" in fact else f"instruction-{rank}"


def _organisation(fact: dict[str, Any], holders: list[str]) -> str:
    return str(holders[fact["holder"]] if "holder" in fact else fact["organisation"])


def _funder_names(keys: Keys) -> dict[int, str]:
    """Every organisation that may be asked for money: the named funders and the towns."""
    found = set()
    for name in keys.natures:
        communes = {town.commune for town in facts.towns()} if name == draw.COMMUNES else {""}
        found |= {keys.funder(name, commune) for commune in communes}
    return {pk: keys.funder_names[pk] for pk in found}
