"""What the demonstration is made from: script, programme files and the synthetic world, each read once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from securit.integrations.demo.script import Script
from securit.integrations.synthetic.applications import SyntheticApplication, open_call
from securit.integrations.synthetic.material import Material
from securit.integrations.synthetic.people import Evaluator, Staff, evaluators, staff
from securit.programmes.definition import ProgrammeDefinition, parse

#: Beside the sources of a checkout; an installed package brings no demonstration.
FOLDER = Path(__file__).resolve().parents[4] / "demo"


class NoDemoHere(Exception):
    """The data of the demonstration are not beside the program."""


class World:
    """Everything invented, and the programmes as their files state them. Deterministic."""

    def __init__(self, folder: Path = FOLDER) -> None:
        if not (folder / "world.yaml").is_file():
            raise NoDemoHere(f"The data of the demonstration are missing: there is no {folder / 'world.yaml'}.")
        self.folder = folder
        self.script = Script.read(folder / "world.yaml")
        self._applications: dict[int, tuple[SyntheticApplication, ...]] = {}
        self._programmes: dict[str, ProgrammeDefinition] = {}

    @property
    def seed(self) -> int:
        """What all chance is drawn from."""
        return self.script.seed

    @cached_property
    def material(self) -> Material:
        """Word lists and fragments."""
        return Material.read(self.folder / self.script.programme / "synthetic")

    @cached_property
    def staff(self) -> dict[str, Staff]:
        """The people of the programme's side, by the code of their post."""
        return {each.code: each for each in staff(self.material, seed=self.seed)}

    @cached_property
    def evaluators(self) -> tuple[Evaluator, ...]:
        """The pool of experts."""
        return evaluators(self.material, seed=self.seed)

    def applications(self, number: int) -> tuple[SyntheticApplication, ...]:
        """All applications of the first or second call, whatever became of them."""
        if number not in self._applications:
            self._applications[number] = open_call(self.material, number, seed=self.seed)
        return self._applications[number]

    def programme(self, name: str) -> ProgrammeDefinition:
        """The definition in ``programmes/<name>.yaml``."""
        if name not in self._programmes:
            text = (self.folder / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")
            self._programmes[name] = parse(text)
        return self._programmes[name]
