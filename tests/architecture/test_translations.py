"""The English catalogue has no hole, nothing stale, and is compiled as it stands; the journal is
kept in one language."""

import ast
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from faire_ensemble.config import settings

ROOT = Path(__file__).parents[2]
FOLDER = Path(settings.__file__).parents[1] / "locale" / "en" / "LC_MESSAGES"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "counted": (2, 3)}


def catalogue() -> Catalog:
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="en")


def extracted() -> set[str]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS)
    return {
        message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found
    } - {""}


def test_every_french_string_has_its_english():
    entries = {
        message.id[0] if isinstance(message.id, tuple) else message.id: message
        for message in catalogue()
        if message.id
    }
    said = extracted()
    missing = sorted(said - set(entries))
    assert not missing, f"run `make messages` and translate: {missing[:10]}"
    empty = [
        key
        for key, message in entries.items()
        if message.fuzzy
        or not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert not empty, f"untranslated: {empty[:10]}"
    assert not sorted(set(entries) - said)


def test_placeholders_survive_translation():
    wrong = [message.id for message in catalogue() if message.id and list(message.check())]
    assert not wrong


def test_the_compiled_catalogue_is_the_written_one():
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert (FOLDER / "django.mo").read_bytes() == compiled.getvalue(), "run `make messages`"


def test_the_journal_is_kept_in_one_language():
    """A verb is kept as written: translated, it would be in the language of whoever acted."""
    translated = [
        f"{path.relative_to(ROOT)}:{keyword.value.lineno}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "verb"
        and isinstance(keyword.value, ast.Call)
        and getattr(keyword.value.func, "id", "") in KEYWORDS
    ]
    assert not translated
