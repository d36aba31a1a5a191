"""What instructors and residents said of the files: opinions and points, drawn from the seed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.funding.lifecycle.requests import RequestState
from faire_ensemble.apps.funding.models import (
    Advice,
    Application,
    Call,
    Criterion,
    FundingRequest,
    Opinion,
    OpinionKind,
    Score,
)
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.asking import File
from faire_ensemble.config.demonstration.draw import Draw
from faire_ensemble.config.demonstration.keys import Keys
from faire_ensemble.config.demonstration.known import known
from faire_ensemble.config.demonstration.submitted import BATCH, Pair
from faire_ensemble.core.scoring import GridLine, kept, spread, total

OFFICER, COUNCIL = "cheffe-de-projet", "conseil-citoyen"
COUNCIL_ON = 4  # the council says something of one file in so many
INTERNAL_ON = 9
NOT_READ_ON = 3  # under instruction, one request in so many waits for its opinion
SECOND_ON = 2  # one file in so many is scored by a second person
LATER = timedelta(days=20)


def judge(keys: Keys, call: Call, pairs: Sequence[Pair], people: Mapping[str, User]) -> None:
    """Opinions on the requests, the council's, and the grid of every file."""
    source = Draw(facts.table("invented.toml")["seed"] + 10 + call.first_year)
    _Judging(keys, source, people).run(call, pairs)


class _Judging:
    def __init__(self, keys: Keys, source: Draw, people: Mapping[str, User]) -> None:
        self.draw, self.people = source, people
        self.words, self.names = keys.words["words"], keys.funder_names

    def run(self, call: Call, pairs: Sequence[Pair]) -> None:
        requests: dict[int, list[FundingRequest]] = {}
        for request in FundingRequest.objects.filter(application__call=call).order_by("pk"):
            requests.setdefault(request.application_id, []).append(request)
        opinions: list[Opinion] = []
        read: list[FundingRequest] = []
        for file, row in pairs:
            for request in requests[row.pk]:
                if request.awarded is None:
                    if not self.draw.below(NOT_READ_ON):
                        continue
                    request.state = RequestState.READ
                    read.append(request)
                opinions += self._of_funder(row, request)
            if not self.draw.below(COUNCIL_ON):
                opinions.append(self._of_council(file, row))
        Opinion.objects.bulk_create(opinions, batch_size=BATCH)
        FundingRequest.objects.bulk_update(read, ["state"], batch_size=BATCH)
        self._score(call, pairs, requests)

    def _of_funder(self, row: Application, request: FundingRequest) -> list[Opinion]:
        good = bool(request.awarded) or (request.awarded is None and self.draw.below(3) > 0)
        amount = request.awarded if request.awarded is not None else (
            request.asked * (6 + self.draw.below(5)) // 10 if good else 0
        )  # fmt: skip
        advice = Advice.UNFAVOURABLE
        if good:
            advice = Advice.RESERVED if amount < request.asked else Advice.FAVOURABLE
        tone = "favourable" if good else "unfavourable"
        common = {
            "application": row, "request": request, "kind": OpinionKind.FUNDER,
            "organisation_id": request.funder_id, "advice": advice,
            "author": self.people[self.names[request.funder_id]],
            "written_at": known(row.submitted_at) + LATER,
        }  # fmt: skip
        found = [Opinion(**common, amount=amount, text=self.draw.one(self.words[tone]))]
        if not self.draw.below(INTERNAL_ON):
            text = self.draw.one(self.words["internal"])
            found.append(Opinion(**common, amount=amount, text=text, internal=True))
        return found

    def _of_council(self, file: File, row: Application) -> Opinion:
        person = self.people[COUNCIL]
        pleased = file.funded or self.draw.below(2)
        return Opinion(
            application=row, kind=OpinionKind.COUNCIL, author=person,
            on_behalf_of="Conseil citoyen de Roubaix (démonstration)",
            advice=Advice.FAVOURABLE if pleased else Advice.RESERVED,
            text=self.draw.one(self.words["council"]), written_at=known(row.submitted_at) + LATER,
        )  # fmt: skip

    def _score(
        self, call: Call, pairs: Sequence[Pair], requests: Mapping[int, Sequence[FundingRequest]]
    ) -> None:
        criteria = list(Criterion.objects.filter(call=call))
        grid = {each.pk: GridLine(each.max_points, each.weight) for each in criteria}
        scores: list[Score] = []
        for file, row in pairs:
            judges = [self.people[OFFICER]]
            first = requests[row.pk][0].funder_id
            other = self.people[self.names[first]]
            if other != judges[0] and not self.draw.below(SECOND_ON):
                judges.append(other)
            totals = []
            for person in judges:
                points = {each.pk: self._points(each.max_points, file.funded) for each in criteria}
                totals.append(total(grid, points))
                scores += [
                    Score(application=row, criterion_id=pk, person=person, points=given,
                          organisation_id=first if person == other else None,
                          given_at=known(row.submitted_at) + LATER)
                    for pk, given in points.items()
                ]  # fmt: skip
            together = spread([each for each in totals if each is not None])
            row.score = kept(together.mean) if together else None
        Score.objects.bulk_create(scores, batch_size=BATCH)
        Application.objects.bulk_update([row for _, row in pairs], ["score"], batch_size=BATCH)

    def _points(self, most: int, funded: bool) -> int:
        """Funded files are often better judged; never surely."""
        return min(most, self.draw.below(most) + (1 if funded or not self.draw.below(3) else 0))
