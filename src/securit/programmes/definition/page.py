"""The reference page of the programme file, written from the schema itself."""

from __future__ import annotations

from dataclasses import MISSING
from decimal import Decimal
from typing import Any

from securit.programmes.definition.programme import ProgrammeDefinition
from securit.programmes.definition.reading import MOST_BYTES, MOST_CHARACTERS, MOST_DEPTH, MOST_PARTS
from securit.programmes.definition.schema import Defined, parts

_INTRODUCTION = f"""\
# The programme file

*Generated from the schema; do not edit. See also: [Write a programme file](../how-to/write-a-programme-file.md).*

A programme file is YAML 1.2 in UTF-8. Every value is read as text and the schema decides what the text means, so
`NO` is Norway and `1.10` a challenge number. Amounts are euro with a point, `'12500.00'`; days are `'2022-04-26'`;
moments carry their offset, `'2022-04-26T17:00:00+02:00'`.

Not read: duplicate names, anchors and aliases, type marks, more than one document, control characters, names that the
schema does not know. A file has at most {MOST_BYTES // 1024:,} KiB, {MOST_PARTS:,} values, {MOST_DEPTH} levels, and
lines of {MOST_CHARACTERS:,} characters. `securit programme check FILE` names the line of every mistake.

The parts are read one by one; when all are sound, they are compared with each other (dates in order, references that
exist, sums that hold). Eligibility rules are described in [Rule predicates](rule-predicates.md), the form in
[Form fields](form-fields.md).
"""


def schema_page() -> str:
    """The page in Markdown: one table per class of the schema, beginning with the programme."""
    return "\n".join([_INTRODUCTION, *(_section(cls) for cls in _classes())])


def _classes() -> list[type[Defined]]:
    """Every class of the schema, each after the one that first holds it."""
    found: list[type[Defined]] = [ProgrammeDefinition]
    for cls in found:  # grows while it is walked
        found += [part.holds for _, _, part, _ in parts(cls) if part.holds and part.holds not in found]
    return found


def _section(cls: type[Defined]) -> str:
    rows = [f"| `{key}` | {_looks(part)} | {_default(default)} | {part.says} |" for _, key, part, default in parts(cls)]
    head = [f"## {cls.__name__}", "", (cls.__doc__ or "").strip(), "", "| name | looks like | default | meaning |"]
    return "\n".join([*head, "|---|---|---|---|", *rows, ""])


def _looks(part: Any) -> str:
    if part.holds is None:
        return str(part.looks).replace("|", "\\|")
    name = part.holds.__name__
    return str(part.looks).replace(name, f"[{name}](#{name.lower()})")


def _default(default: Any) -> str:
    if default is MISSING:
        return "**required**"
    if default in ("", None, (), {}):
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return f"`[{', '.join(map(str, default))}]`"
    return f"`{default}`" if isinstance(default, (str, int, Decimal)) else "its defaults"
