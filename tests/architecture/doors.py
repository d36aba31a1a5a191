"""An import-linter contract: another app is entered through its `selectors` and `services` only."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Direct imports between children of `container` may name only the `doors` of the other.

    Options: `container`, the package whose children are the apps; `doors`, names of shelves.
    """

    container = fields.ModuleField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        container = self.container.name  # type: ignore[attr-defined]
        doors = set(self.doors)  # type: ignore[call-overload]
        broken: list[dict[str, Any]] = []
        for importer in sorted(graph.find_descendants(container)):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if not imported.startswith(container + "."):
                    continue
                here, there = self._parts(importer), self._parts(imported)
                if here[0] != there[0] and not (len(there) > 1 and there[1] in doors):
                    broken.append({"importer": importer, "imported": imported})
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _parts(self, module: str) -> list[str]:
        return module.removeprefix(self.container.name + ".").split(".")  # type: ignore[attr-defined]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for pair in check.metadata["broken"]:
            output.print_error(f"{pair['importer']} -> {pair['imported']} is not a door")
