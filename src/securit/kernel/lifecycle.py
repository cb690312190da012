"""Lifecycles are data: states, transitions, who sees which label. Everything else is derived from them.

From one :class:`Lifecycle` come the model's choices and CHECK constraint, the buttons, the diagram in the
documentation and the table of the law that tries every transition from every state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from securit.kernel.refusals import Sentence

if TYPE_CHECKING:
    from django.db.models import CheckConstraint


TONES = ("neutral", "info", "progress", "success", "warning", "danger")


class LifecycleError(Exception):
    """A lifecycle contradicts itself; raised at import, so it never reaches a user."""


@dataclass(frozen=True, slots=True)
class State:
    """``label`` is what staff read, ``applicant_label`` what applicants read (the same when empty).

    ``tone`` is one of ``TONES``; it colours the badge. A ``final`` state is never left.
    """

    name: str
    label: Sentence
    applicant_label: Sentence = ""
    tone: str = "neutral"
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A verb. ``target`` empty: the subject stays in its state (an edit is an act like any other, and audited).

    ``event`` is the past participle that later stages may hear; empty when nothing is to be told.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: Sentence
    event: str = ""


Named = TypeVar("Named", State, Transition)


class Lifecycle:
    """The states and transitions of one kind of subject. The first state is where it begins."""

    def __init__(self, subject: str, states: Iterable[State], transitions: Iterable[Transition]) -> None:
        self.subject = subject
        self.states = self._by_name(states)
        self.transitions = self._by_name(transitions)
        if not self.states:
            raise LifecycleError(f"{subject} has no states.")
        self.initial = next(iter(self.states))
        self._check_names()
        self._check_ways()

    def _by_name(self, declared: Iterable[Named]) -> dict[str, Named]:
        found: dict[str, Named] = {}
        for item in declared:
            if item.name in found:
                raise LifecycleError(f"{self.subject}: “{item.name}” is declared twice.")
            found[item.name] = item
        return found

    def _check_names(self) -> None:
        for state in self.states.values():
            if state.tone not in TONES:
                raise LifecycleError(f"{self.subject}: “{state.name}” has an unknown tone “{state.tone}”.")
        for transition in self.transitions.values():
            if not transition.sources:
                raise LifecycleError(f"{self.subject}.{transition.name} begins nowhere.")
            for name in (*transition.sources, *([transition.target] if transition.target else [])):
                if name not in self.states:
                    raise LifecycleError(f"{self.subject}.{transition.name} names an unknown state “{name}”.")

    def _check_ways(self) -> None:
        reached, front = {self.initial}, [self.initial]
        while front:
            here = front.pop()
            for name in self._next(here) - reached:
                reached.add(name)
                front.append(name)
        for state in self.states.values():
            if state.name not in reached:
                raise LifecycleError(f"{self.subject}: the state “{state.name}” can never be reached.")
            if not state.final and not self._next(state.name):
                raise LifecycleError(f"{self.subject}: “{state.name}” has no way out and is not marked final.")
            if state.final and self._next(state.name):
                raise LifecycleError(f"{self.subject}: “{state.name}” is marked final and has a way out.")

    def _next(self, source: str) -> set[str]:
        return {t.target for t in self.transitions.values() if source in t.sources and t.target not in ("", source)}

    @property
    def choices(self) -> list[tuple[str, Sentence]]:
        """For the model field."""
        return [(state.name, state.label) for state in self.states.values()]

    def constraint(self, table: str, field: str = "state") -> CheckConstraint:
        """The CHECK that no other state can be stored; ``table`` names it, unique in the database."""
        from django.db.models import CheckConstraint, Q

        return CheckConstraint(condition=Q(**{f"{field}__in": list(self.states)}), name=f"{table}_{field}_known")

    def target(self, transition: str, source: str) -> str:
        """The state after the transition, or ``''`` when it is not declared from ``source``."""
        declared = self.transitions[transition]
        return (declared.target or source) if source in declared.sources else ""

    def open_transitions(self, source: str) -> list[Transition]:
        """What may be tried from here, in order of declaration."""
        return [t for t in self.transitions.values() if source in t.sources]

    def label(self, state: str, *, for_applicant: bool = False) -> Sentence:
        """The words a person reads for a state."""
        found = self.states[state]
        return (found.applicant_label or found.label) if for_applicant else found.label

    def mermaid(self) -> str:
        """The diagram, as Mermaid text, for the generated reference."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for t in self.transitions.values():
            lines += [f"    {source} --> {t.target or source}: {t.name}" for source in t.sources]
        lines += [f"    {state.name} --> [*]" for state in self.states.values() if state.final]
        return "\n".join(lines)
