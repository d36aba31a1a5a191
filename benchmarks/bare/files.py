"""20 000 submitted files with three requests each, an officer, and the cookie of their session.

DJANGO_SETTINGS_MODULE=faire_ensemble.config.settings python -m benchmarks.bare.files 20000
"""

import random
import sys
from datetime import date, timedelta
from decimal import Decimal

import django
from django.utils import timezone

BATCH = 2000


def fill(count: int) -> str:
    """Make them in an empty base, from one seed; gives the value of the session cookie."""
    from django.test import Client  # noqa: PLC0415 - after django.setup()

    from faire_ensemble.apps.accounts.models import Mandate, User  # noqa: PLC0415
    from faire_ensemble.apps.contract.models import (  # noqa: PLC0415
        Contract,
        Objective,
        Pillar,
    )
    from faire_ensemble.apps.directory.models import Organisation  # noqa: PLC0415
    from faire_ensemble.apps.directory.services import fold  # noqa: PLC0415
    from faire_ensemble.apps.funding import models as funding  # noqa: PLC0415
    from faire_ensemble.apps.territory.models import Territory  # noqa: PLC0415

    drawn, now = random.Random(2015), timezone.now()
    epci = Territory.objects.create(kind="epci", code="200093201", name="Métropole")
    places = [
        Territory.objects.create(kind="priority", code=f"QP{rank:06}", name=f"Quartier {rank}",
                                 epci=epci)
        for rank in range(26)
    ]  # fmt: skip
    contract = Contract.objects.create(
        epci=epci, name="Contrat de ville", starts_on=date(2015, 1, 1)
    )
    pillar = Pillar.objects.create(contract=contract, rank=1, title="Cohésion sociale")
    objectives = [
        Objective.objects.create(pillar=pillar, rank=rank, title=f"Objectif {rank}")
        for rank in range(1, 11)
    ]
    names = ["État", "Métropole", "Région", "Département", "CAF", "Ville", "Bailleurs"]
    funders = [Organisation.objects.create(name=each, name_key=fold(each)) for each in names]
    leads = Organisation.objects.bulk_create(
        Organisation(name=f"Association n° {rank}", name_key=f"association no {rank}",
                     rna=f"W59{rank:07}")
        for rank in range(300)
    )  # fmt: skip
    call = funding.Call.objects.create(
        contract=contract, code="2016", title="Appel 2016", first_year=2016, last_year=2016,
        state="published",
    )  # fmt: skip
    for rank, funder in enumerate(funders, 1):
        funding.CallFunder.objects.create(call=call, funder=funder, rank=rank)
    officer = User.objects.create_user("chef@exemple.org", "secret", first_name="Chef")
    Mandate.objects.create(person=officer, role="officer", organisation="Métropole",
                           valid_from=date(2015, 1, 1))  # fmt: skip
    for start in range(0, count, BATCH):
        ranks = range(start, min(start + BATCH, count))
        projects = funding.Project.objects.bulk_create(
            funding.Project(number=f"P-{rank:05}", holder=leads[rank % 300], created_at=now,
                            title=f"Projet n° {rank}")
            for rank in ranks
        )  # fmt: skip
        files = funding.Application.objects.bulk_create(
            funding.Application(
                project=project, call=call, lead_id=project.holder_id, year=2016,
                title=project.title, state="submitted", objective=drawn.choice(objectives),
                total_budget=Decimal(drawn.randrange(2, 90) * 1000), created_at=now,
                score=Decimal(drawn.randrange(100)), submitted_at=now - timedelta(minutes=rank),
            )
            for rank, project in zip(ranks, projects, strict=True)
        )  # fmt: skip
        funding.ApplicationPlace.objects.bulk_create(
            funding.ApplicationPlace(application=file, territory=place)
            for file in files
            for place in drawn.sample(places, 2)
        )
        requests = funding.FundingRequest.objects.bulk_create(
            funding.FundingRequest(
                application=file, funder=funder, minimum=500,
                state=drawn.choice(["received", "read"]),
                asked=Decimal(drawn.randrange(1, 20) * 500),
            )
            for file in files
            for funder in drawn.sample(funders, 3)
        )  # fmt: skip
        funding.Opinion.objects.bulk_create(
            funding.Opinion(
                application_id=each.application_id, request=each, kind="funder",
                organisation_id=each.funder_id, author=officer, advice="favourable",
                amount=each.asked, text="Utile.", written_at=now,
            )
            for each in requests
            if each.state == "read"
        )  # fmt: skip
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    django.setup()
    print(fill(int(sys.argv[1])))
