"""budget.js reads amounts and adds them up exactly as the core does."""

import json
import random
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, Page, Route, expect
from tests.core.budget.amount_cases import AMOUNTS

from faire_ensemble.apps import funding
from faire_ensemble.apps.funding.selectors.wording import (
    balance_words,
    fault_words,
    line_label,
    script_words,
    share_words,
)
from faire_ensemble.core.budget import (
    CHART,
    AmountRefused,
    check_budget,
    other_field,
    parse_amount,
    read_budget,
    request_field,
)
from faire_ensemble.kit.numbers import euros

pytestmark = pytest.mark.journey

SCRIPT = Path(str(funding.__file__)).parent / "static" / "funding" / "budget.js"
POLICY = "default-src 'self'"
FUNDERS, SLOTS = ("4", "12"), ("1", "2")
TOTALS = ("charges", "charges_in_kind", "income", "income_in_kind", "subsidies")


def form(language: str) -> str:
    """A page with every line of the chart, as a template would write it."""
    fields, places = [], []

    def add(name: str, **data: str) -> None:
        attributes = " ".join(f'data-{key}="{escape(value)}"' for key, value in data.items())
        fields.append(
            f'<label>{name} <input name="{name}" {attributes}></label>'
            f'<p data-fault-of="{name}"></p>'
        )

    for line in CHART:
        places.append(f'<output data-total="{line.code}"></output>')
        if line.typed:
            data = {"line": line.code, "side": line.side.value, "part": line.part.value}
            add(line.field, **data, parent=line.parent, label=line_label(line))
    for funder in FUNDERS:
        add(request_field(funder), request=funder)
    for slot in SLOTS:
        add(other_field(slot), other=slot)
    places += [f'<output data-total="{name}"></output>' for name in TOTALS]
    shares = [*FUNDERS, "subsidies", "self_financing"]
    places += [f'<output data-share-of="{key}"></output>' for key in shares]
    words = escape(json.dumps(script_words()))
    return (
        f'<!doctype html><html lang="{language}"><title>Budget</title>'
        f'<script src="/budget.js" defer></script><form data-budget data-words="{words}">'
        f"{''.join(fields)}{''.join(places)}<output data-balance></output></form>"
    )


def opened(browser: Browser, language: str) -> Page:
    """The page under the site's own policy: no script or style inline."""
    page = browser.new_page()

    def answer(route: Route) -> None:
        if route.request.url.endswith("/budget.js"):
            body, kind = SCRIPT.read_text(encoding="utf-8"), "text/javascript"
        else:
            body, kind = form(language), "text/html"
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", headers=headers)

    page.route("**/*", answer)
    page.goto("http://budget.test/")
    return page


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = opened(browser, "fr")
    yield page
    page.close()


def test_every_amount_is_read_as_the_core_reads_it(page: Page):
    texts = [text for text, _ in AMOUNTS]
    found = page.evaluate("texts => texts.map(text => faireBudget.parse(text))", texts)
    read = [answer.get("cents", answer.get("fault")) for answer in found]
    assert read == [expected for _, expected in AMOUNTS]


def test_random_texts_are_read_the_same(page: Page):
    chance = random.Random(12156)  # noqa: S311
    pieces = [*"0123456789", *" .,-'k€", "000", "00", "\u202f", " euros", "mille", "(", ")", "É"]
    texts = ["".join(chance.choices(pieces, k=chance.randint(1, 7))) for _ in range(4000)]
    found = page.evaluate("texts => texts.map(text => faireBudget.parse(text))", texts)
    ours = []
    for text in texts:
        try:
            ours.append(int(parse_amount(text) * 100))
        except AmountRefused as refused:
            ours.append(refused.fault.code.value)
    theirs = [answer.get("cents", answer.get("fault")) for answer in found]
    assert [pair for pair in zip(texts, ours, theirs, strict=True) if pair[1] != pair[2]] == []
    assert len({value for value in ours if isinstance(value, str)}) >= 7


FILL = """typed => {
  const form = document.forms[0];
  for (const input of form.elements) if (input.name) input.value = typed[input.name] || '';
  faireBudget.refresh(form, null);
  const read = (kind) => Object.fromEntries([...form.querySelectorAll(`[data-${kind}]`)].map(
    place => [place.getAttribute(`data-${kind}`), place.textContent]));
  return {totals: read('total'), shares: read('share-of')};
}"""


def drafts(count: int) -> Iterator[dict[str, str]]:
    """Forms filled in at random, some fields wrong, some lines both in total and in detail."""
    chance = random.Random(15059)  # noqa: S311
    keys = [line.field for line in CHART if line.typed]
    keys += [request_field(funder) for funder in FUNDERS] + [other_field(slot) for slot in SLOTS]
    for _ in range(count):
        some = chance.sample(keys, chance.randint(0, 15))
        yield {
            key: chance.choice(
                [
                    f"{chance.randint(0, 10**7) / 100:.2f}".replace(".", ","),
                    str(chance.randint(0, 10**12 - 1)),
                    "cinq mille euros",
                    "1.234",
                ]
            )
            for key in some
        }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_totals_and_shares_are_those_of_the_core(browser: Browser, language: str):
    page = opened(browser, language)
    with override(language):
        for typed in drafts(60):
            shown = page.evaluate(FILL, typed)
            budget = read_budget(typed).budget
            totals = {line.code: budget.line(line.code) for line in CHART}
            totals |= {name: getattr(budget, name) for name in TOTALS}
            assert shown["totals"] == {key: euros(value, 2) for key, value in totals.items()}
            assert shown["shares"] == {
                "4": share_words(budget.share_of("4")),
                "12": share_words(budget.share_of("12")),
                "subsidies": share_words(budget.subsidy_share),
                "self_financing": share_words(budget.self_financing_share),
            }
    page.close()


def test_the_balance_is_said_once_typing_stops_in_the_words_of_the_server(page: Page):
    page.reload()
    typed = {
        "budget.charges.606": "8 000",
        request_field("4"): "6800",
        "budget.charges.864": "50",
        "budget.charges.625": "à voir",
    }
    page.evaluate(
        """() => {
      window.spoken = [];
      const place = document.querySelector('[data-balance]');
      const note = () => window.spoken.push(place.textContent);
      new MutationObserver(note).observe(place, {childList: true});
    }"""
    )
    for name, text in typed.items():
        page.locator(f'[name="{name}"]').press_sequentially(text)
    reading = read_budget(typed)
    words = balance_words(reading.budget, unread=True)
    assert words.startswith("Il manque")
    expect(page.locator("[data-balance]")).to_have_text(words, use_inner_text=False)
    assert page.evaluate("window.spoken.at(-1)") == words
    assert len(page.evaluate("window.spoken")) <= 2
    for place in page.locator("[data-total]").all()[:3]:
        expect(place).to_have_attribute("aria-live", "off")


def test_a_wrong_amount_is_named_on_leaving_and_forgiven_on_mending(page: Page):
    page.reload()
    field = page.locator('[name="budget.charges.60"]')
    fault = page.locator('[data-fault-of="budget.charges.60"]')
    field.press_sequentially("12k")
    expect(fault).to_be_empty()
    field.press("Tab")
    assert fault.text_content() == fault_words(_fault("12k"))
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("12000")
    expect(fault).to_be_empty()
    assert field.get_attribute("aria-invalid") is None


@pytest.mark.parametrize(
    "text",
    [
        text
        for text, expected in AMOUNTS
        if isinstance(expected, str) and expected not in ("empty",) and text != "cinq mille euros"
    ],
)
def test_every_refusal_has_the_words_of_the_server(page: Page, text: str):
    page.reload()
    field = page.locator('[name="budget.charges.60"]')
    field.fill(text)
    field.press("Tab")
    found = page.locator('[data-fault-of="budget.charges.60"]').text_content()
    assert found == fault_words(_fault(text))


def test_a_detail_that_differs_is_named_on_its_line(page: Page):
    page.reload()
    typed = {"budget.charges.61": "100", "budget.charges.613": "60"}
    for name, text in typed.items():
        page.locator(f'[name="{name}"]').fill(text)
        page.locator(f'[name="{name}"]').press("Tab")
    (fault, *_) = check_budget(read_budget(typed).budget)
    found = page.locator('[data-fault-of="budget.charges.61"]').text_content()
    assert found == fault_words(fault)
    assert page.locator('[data-total="charges"]').text_content() == euros(60, 2)


def test_what_is_asked_on_another_page_counts(page: Page):
    page.reload()
    page.evaluate(
        """() => {
      const field = document.createElement('input');
      Object.assign(field, {type: 'hidden', value: '6 800'});
      field.dataset.request = '77';
      document.forms[0].append(field);
      faireBudget.refresh(document.forms[0], null);
    }"""
    )
    assert page.locator('[data-total="income"]').text_content() == euros(6800, 2)
    assert page.locator('[data-total="74"]').text_content() == euros(6800, 2)


def _fault(text: str):
    with pytest.raises(AmountRefused) as refused:
        parse_amount(text)
    return refused.value.fault
