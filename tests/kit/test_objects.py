"""Streaming a JSON array: the same objects as the standard library, whatever the window."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from faire_ensemble.kit.tabular import Unreadable, objects, stream_objects

ITEMS = [{"a": 'é[{,}]"\\', "n": 1.10, "deep": {"x": [1, 2, {"y": None}]}} for _ in range(50)]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("window", [1, 7, 64, 1 << 16])
@pytest.mark.parametrize("indent", [None, 2])
def test_same_as_the_standard_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int, indent: int | None
) -> None:
    monkeypatch.setattr(objects, "WINDOW", window)
    path = write(tmp_path / "x.json", " \n" + json.dumps(ITEMS, indent=indent) + "\n")
    found = list(stream_objects(path))
    assert [rank for rank, _ in found] == list(range(1, 51))
    assert [item for _, item in found] == json.loads(path.read_text(), parse_float=Decimal)


def test_money_stays_exact(tmp_path: Path) -> None:
    ((_, item),) = stream_objects(write(tmp_path / "x.json", '[{"m": 22555.73}]'))
    assert item["m"] == Decimal("22555.73")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "tableau JSON"),
        ("[1]", "élément 1"),
        ('[{"a": 1}, {"a":', "élément 2"),
        ('[{"a": 1}', "élément 2"),
        ('[{"a": 1} {"a": 2}]', "élément 2"),
        ('[{"a": 1},]', "élément 2"),
        ('[{"a": 1}] x', "élément 2"),
        ("[" * 100_000, "élément 1"),
    ],
)
def test_what_is_broken_says_where(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        list(stream_objects(write(tmp_path / "x.json", text)))
