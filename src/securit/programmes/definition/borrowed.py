"""The two parts of a call that other libraries read and write: eligibility rules and the application form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from securit.machinery.forms import FormSpec, parse_form
from securit.machinery.rules import Rule, parse_rules
from securit.machinery.shape import Malformed, Path, Problem, Reader
from securit.programmes.definition.schema import Context

T = TypeVar("T")


def read_rules(reader: Reader, key: str, context: Context) -> tuple[Rule, ...]:
    """The rules under ``key``; every problem is noted at its place in the whole file."""
    data = reader.raw(key)
    if data in (None, ""):
        return ()
    return _rooted(reader, key, lambda: tuple(parse_rules(data, lists=context.lists)), ())


def write_rules(rules: tuple[Rule, ...]) -> list[Any]:
    """Plain data that :func:`read_rules` reads back."""
    return [rule.to_data() for rule in rules]


def read_form(reader: Reader, key: str, context: Context) -> FormSpec | None:
    """The form under ``key``; every problem is noted at its place in the whole file."""
    data = reader.raw(key)
    if data in (None, ""):
        return None
    return _rooted(reader, key, lambda: parse_form(data), None)


def write_form(form: FormSpec) -> Any:
    """Plain data that :func:`read_form` reads back."""
    return form.to_data()


def _rooted(reader: Reader, key: str, parse: Callable[[], T], otherwise: T) -> T:
    try:
        return parse()
    except Malformed as malformed:
        root: Path = (*reader.path, key)
        reader.problems.extend(Problem((*root, *problem.path), problem.sentence) for problem in malformed.problems)
        return otherwise
