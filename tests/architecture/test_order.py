"""The order of the house where import-linter cannot see it: foreign keys, sizes, stubs."""

import ast
from pathlib import Path

from django.apps import apps

from faire_ensemble.config import settings

SOURCE = Path(settings.__file__).parents[1]
ORDER = {
    "kit": 0,
    "accounts": 1,
    "territory": 2,
    "directory": 3,
    "initiatives": 4,
    "observatory": 5,
    "contract": 6,
    "governance": 7,
    "funding": 8,
    "participation": 8,
    "reporting": 9,
    "portal": 10,
}
MAX_MODULE_LINES, MAX_FUNCTION_LINES = 400, 50


def modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_foreign_keys_follow_the_order_of_the_apps():
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in ORDER:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None:
                continue
            there = target._meta.app_label
            beside = there != here and ORDER.get(there) == ORDER[here]
            if there in ORDER and (ORDER[there] > ORDER[here] or beside):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not wrong


def test_every_app_has_its_place_in_the_order():
    ours = {config.label for config in apps.get_app_configs() if "faire_ensemble" in config.name}
    assert ours == set(ORDER)


def test_modules_stay_small():
    long = {
        str(path.relative_to(SOURCE)): count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_MODULE_LINES
    }
    assert not long


def test_functions_stay_small():
    long = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    long.append(f"{path.relative_to(SOURCE)}:{node.name} {length}")
    assert not long


def test_no_room_for_odds_and_ends():
    names = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert not [path for path in modules() if path.name in names]


def test_every_app_says_what_it_is_for():
    missing = [
        label
        for label in set(ORDER) - {"kit"}
        if not (SOURCE / "apps" / label / "README.md").is_file()
    ]
    assert not missing
