"""The governance of the demonstration: bodies of the report, and a year of invented meetings.

Dates count back from the day the demonstration is built, so that what is due and late is as alive
as on a real site; meetings and decisions are plainly invented (`facts/governance.toml`).
"""

from datetime import date

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.governance.models import Body, Seat, SeatTerm
from faire_ensemble.config.demonstration import facts, governing_meetings
from faire_ensemble.config.demonstration.governing_councils import add_citizens, add_quarters
from faire_ensemble.config.demonstration.ground import Ground, read

SINCE = date(2015, 9, 1)


def add_governance(contract: Contract) -> dict[str, int]:
    """Bodies, councils and meetings; what was written, by kind."""
    ground = read(contract)
    bodies = _metropolitan(ground) | _local(ground)
    bodies |= add_quarters(ground) | add_citizens(ground)
    _sit(ground, bodies)
    meetings, decisions = governing_meetings.hold(ground, bodies)
    return {"bodies": len(bodies), "meetings": meetings, "followed": decisions}


def _metropolitan(ground: Ground) -> dict[str, Body]:
    """The bodies that the report names, by key."""
    found = {}
    lead = ground.organisations[ground.words["lead"]]
    for fact in ground.words["bodies"]:
        rules = {name: value for name, value in fact.items() if name not in ("key", "seats")}
        body = Body.objects.create(
            contract=ground.contract, secretariat_id=lead, source=ground.words["source"], **rules
        )
        Seat.objects.bulk_create(
            Seat(body=body, label=name, organisation_id=pk)
            for name, pk in _members(ground, fact.get("seats", ""))
        )
        found[fact["key"]] = body
    Seat.objects.create(body=found["pilotage"], label="Réseau des conseils citoyens")
    return found


def _members(ground: Ground, who: str) -> list[tuple[str, int]]:
    towns = {town.organisation for town in facts.towns()}
    lead = ground.words["lead"]
    return [
        (name, pk)
        for name, pk in sorted(ground.organisations.items())
        if who == "partners" or (who == "towns" and (name in towns or name == lead))
    ]


def _local(ground: Ground) -> dict[str, Body]:
    """A local steering committee for each commune, by « local:code »; associated communes bear
    the code of Lille and their own name."""
    words, found = ground.words["local"], {}
    for town in facts.towns():
        body = Body.objects.create(
            contract=ground.contract, kind="local", name=words["name"].format(name=town.name),
            description=words["description"], territory=ground.communes[town.commune],
            secretariat_id=ground.organisations[town.organisation], source=words["source"],
            notice_days=3,
        )  # fmt: skip
        for label in words["seats"]:
            organisation = town.organisation if label == "Mairie" else label
            Seat.objects.create(
                body=body, label=label, office="chair" if label == "Mairie" else "member",
                organisation_id=ground.organisations.get(organisation),
            )  # fmt: skip
        key = f"local:{town.commune}"
        found[key if key not in found else f"{key}:{town.name}"] = body
    return found


def _sit(ground: Ground, bodies: dict[str, Body]) -> None:
    """The invented persons of the demonstration, where their role would have them sit."""
    people = {user.first_name: user for user in User.objects.filter(email__endswith=".invalid")}
    for first_name, key, label, function in (
        ("Aïcha", "pilotage", "Secrétariat", "cheffe de projet"),
        ("Bruno", "pilotage", "Préfecture du Nord", "instructeur de l'État"),
        ("Chloé", "technique", "Caisse d'allocations familiales", "instructrice"),
        ("Driss", "pilotage", "Réseau des conseils citoyens", "membre d'un conseil citoyen"),
        ("Élise", "intercommunal", "Métropole européenne de Lille", "élue"),
    ):
        person = people.get(first_name)
        if person is None:
            continue
        desk = label == "Secrétariat"
        seat, _created = Seat.objects.get_or_create(
            body=bodies[key], label=label,
            defaults={"office": "secretary" if desk else "member", "voting": not desk},
        )  # fmt: skip
        SeatTerm.objects.create(
            seat=seat, person=person, function=function, starts_on=SINCE, named_in_public=True,
            origin="office", origin_reference="démonstration",
        )  # fmt: skip
