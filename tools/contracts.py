"""One import contract that import-linter does not bring: neighbours meet only at their door."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class MeetAtDoor(Contract):
    """A package in ``container`` may import from its neighbours nothing but the module called ``door``.

    Configuration options:

        container: the package whose children are the neighbours.
        door:      the name of the module that a neighbour may be entered by.
    """

    container: Any = fields.StringField()
    door: Any = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import between neighbours."""
        beside = [
            (importer, imported)
            for importer in sorted(graph.find_descendants(self.container))
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._enters_wrongly(importer, imported)
        ]
        return ContractCheck(kept=not beside, metadata={"beside": beside})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name every import that goes past the door."""
        for importer, imported in check.metadata["beside"]:
            output.print_error(f"- {importer} imports {imported}, not {self._neighbour(imported)}.{self.door}")
        output.new_line()

    def _enters_wrongly(self, importer: str, imported: str) -> bool:
        if not imported.startswith(f"{self.container}.") or self._neighbour(importer) == self._neighbour(imported):
            return False
        return imported != f"{self._neighbour(imported)}.{self.door}"

    def _neighbour(self, module: str) -> str:
        return f"{self.container}.{module.removeprefix(f'{self.container}.').split('.', 1)[0]}"
