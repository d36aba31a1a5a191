"""A small participatory budget for tests; what is upstream of their subject is written directly."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Contribution,
    Contributor,
    Phase,
    Process,
)
from faire_ensemble.apps.participation.services.projects.reviewing import decide, give_review
from faire_ensemble.apps.participation.services.projects.writing import create_project

KINDS = ("technical", "legal", "financial")


class Budget:
    """`process` (envelope of 1 000 €), its `officer`, a `carrier` and its agent `agent`."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self._rank = count(1)
        self.officer = year.mandated("cheffe", "officer")
        self.carrier = year.funders[1]
        self.agent = year.mandated("agent", "partner", self.carrier)
        self.process = self.make_process()

    def make_process(self, kind: str = "budget", **fields: Any) -> Process:
        rank = next(self._rank)
        values: dict[str, Any] = {
            "contract": self.year.contract, "code": f"budget-{rank}", "kind": kind,
            "title": f"Budget participatif {rank}", "state": "published", "salt": "s",
            "envelope": Decimal(1000), "created_at": timezone.now(),
        }  # fmt: skip
        return Process.objects.create(**(values | fields))

    def vote_phase(self, days: int = 3) -> Phase:
        now = timezone.now()
        return Phase.objects.create(
            process=self.process, kind="vote", opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=days),
        )  # fmt: skip

    def contribution(
        self, title: str = "Des bancs", state: str = "published", **fields: Any
    ) -> Any:
        rank = next(self._rank)
        now = timezone.now()
        author = Contributor.objects.create(
            process=self.process, name=f"Habitant {rank}", created_at=now
        )
        values = {"process": self.process, "number": 1000 + rank, "contributor": author,
                  "title": title, "body": "Devant l'école.", "state": state, "sent_at": now,
                  }  # fmt: skip
        return Contribution.objects.create(**(values | fields))

    def project(self, title: str = "Des bancs", **fields: Any) -> BudgetProject:
        """To review."""
        return create_project(actor=self.officer, process_id=self.process.pk, title=title, **fields)

    def review(self, project: BudgetProject, kind: str, verdict: str = "favourable",
               cost: str = "400", by: Any = None) -> None:  # fmt: skip
        give_review(
            actor=by or self.officer, project_id=project.pk, kind=kind, verdict=verdict,
            reason=f"Raison {kind}.", cost=Decimal(cost) if kind == "financial" else None,
        )  # fmt: skip

    def admitted(self, title: str = "Des bancs", cost: str = "400", **fields: Any) -> BudgetProject:
        """In the catalogue, after three favourable reviews."""
        project = self.project(title, **fields)
        for kind in KINDS:
            self.review(project, kind, cost=cost)
        return decide(actor=self.officer, project_id=project.pk, act="admit")
