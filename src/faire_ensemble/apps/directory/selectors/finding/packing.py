"""A catalogue as bytes, and back: arrays only, nothing that runs when it is read.

`FORM` is the digest of all the code that a catalogue depends on: what another version of the site
packed is not read, but built again.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faire_ensemble.apps.directory.models import hours, words
from faire_ensemble.apps.directory.models.hours import changes_from, keep_changes
from faire_ensemble.apps.directory.selectors.finding import catalogue
from faire_ensemble.apps.directory.selectors.finding.catalogue import Catalogue
from faire_ensemble.core import similarity
from faire_ensemble.core.finding import Index, Table, Vocabulary, index, vocabulary
from faire_ensemble.core.finding import words as reading

Arrays = Mapping[str, NDArray[Any]]
PLAIN = ("lon", "lat", "kinds", "audiences", "languages", "free", "spans", "order")


def _form() -> str:
    made = hashlib.sha256(np.__version__.encode())
    for module in (hours, words, catalogue, similarity, index, vocabulary, reading):
        made.update(Path(str(module.__file__)).read_bytes())
    made.update(Path(__file__).read_bytes())
    return made.hexdigest()


FORM = _form()


def pack(found: Catalogue) -> bytes:
    """Everything a catalogue holds, compressed."""
    inverted, table = found.index, found.index.vocabulary.table
    arrays: dict[str, NDArray[Any]] = {
        **{name: getattr(found, name) for name in PLAIN},
        "keys": inverted.keys,
        "offsets": inverted.offsets,
        "rows": inverted.rows,
        "weights": inverted.weights,
        "gram_offsets": table.offsets,
        "gram_owners": table.owners,
        "words": _text("\n".join(inverted.vocabulary.words)),
        "grams": _text("\n".join(table.slots)),
        "changed": _text(
            json.dumps([[row, keep_changes(changes)] for row, changes in found.changed])
        ),
    }
    for name, groups in (("communes", found.communes), ("territories", found.territories)):
        arrays |= _grouped(name, groups)
    made = io.BytesIO()
    np.savez_compressed(made, allow_pickle=False, **arrays)
    return made.getvalue()


def unpack(content: bytes) -> Catalogue:
    """The catalogue that was packed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    grams = _lines(arrays["grams"])
    table = Table(
        {gram: slot for slot, gram in enumerate(grams)},
        arrays["gram_offsets"],
        arrays["gram_owners"],
    )
    inverted = Index(
        arrays["keys"],
        Vocabulary(_lines(arrays["words"]), table),
        arrays["offsets"],
        arrays["rows"],
        arrays["weights"],
    )
    return Catalogue(
        index=inverted,
        communes=_groups(arrays, "communes"),
        territories=_groups(arrays, "territories"),
        changed=tuple(
            (row, changes_from(said)) for row, said in json.loads(arrays["changed"].tobytes())
        ),
        **{name: arrays[name] for name in PLAIN},
    )


def _text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _lines(array: NDArray[Any]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def _grouped(name: str, groups: Mapping[Any, NDArray[np.int32]]) -> dict[str, NDArray[Any]]:
    held = list(groups.values())
    return {
        name: _text(json.dumps(list(groups))),
        f"{name}_ends": np.cumsum([len(rows) for rows in held], dtype=np.int64),
        f"{name}_rows": np.concatenate(held) if held else np.zeros(0, dtype=np.int32),
    }


def _groups(arrays: Arrays, name: str) -> dict[Any, NDArray[np.int32]]:
    keys = json.loads(arrays[name].tobytes())
    parts = np.split(arrays[f"{name}_rows"], arrays[f"{name}_ends"][:-1]) if keys else []
    return dict(zip(keys, parts, strict=True))
