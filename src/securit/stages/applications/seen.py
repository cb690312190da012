"""What a page showed of each field when it was loaded, as short marks: so that two people who write in different
places of one page never stand in each other's way, and nobody's text is overwritten by one that was never touched.

A *slot* is one field of a part by its name in the form: ``abstract``, or ``task__REF`` for the answer of one member.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from securit.kernel.canonical import digest
from securit.machinery.forms import FieldType, FormSpec

Seen = Mapping[str, str]
_MARK = re.compile(r"[0-9a-f]{12}")


def mark(value: Any) -> str:
    """The mark of a stored value; ``None`` is no answer."""
    return digest(value)[:12]


def slot_name(code: str, member: str = "") -> str:
    """The name of a slot."""
    return f"{code}__{member}" if member else code


def slots(form: FormSpec, answers: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The clean value in ``answers`` of every slot that ``asked`` (what was typed, by code) speaks of; files apart."""
    return {slot_name(code, member): value for code, member, value in _values(form, answers, asked)}


def _values(form: FormSpec, answers: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for field in form.fields:
        if field.code not in asked or field.type is FieldType.FILE:
            continue
        value = answers.get(field.code)
        if not field.per_member:
            yield field.code, "", value
            continue
        given, wanted = value if isinstance(value, Mapping) else {}, asked[field.code]
        for member in wanted if isinstance(wanted, Mapping) else ():
            yield field.code, member, given.get(member)


@dataclass(frozen=True, slots=True)
class Compared:
    """What was typed beside what is stored and what the page had shown, slot by slot."""

    typed: Mapping[str, Any]
    stored: Mapping[str, Any]
    seen: Seen

    def _shown(self, name: str) -> str:
        return self.seen.get(name) or mark(None)

    @property
    def touched(self) -> frozenset[str]:
        """The slots that were changed on the page."""
        return frozenset(name for name, value in self.typed.items() if mark(value) != self._shown(name))

    @property
    def changed_elsewhere(self) -> frozenset[str]:
        """The slots that somebody else changed since the page was loaded, to something else than what stands here."""
        return frozenset(
            name
            for name, value in self.typed.items()
            if mark(self.stored[name]) not in (self._shown(name), mark(value))
        )

    def is_up_to_date(self, name: str) -> bool:
        """Whether what stands on the page is what is stored."""
        return name not in self.typed or mark(self.typed[name]) == mark(self.stored[name])

    @property
    def clashing(self) -> frozenset[str]:
        """The slots that were changed here and elsewhere."""
        return self.touched & self.changed_elsewhere


def only(form: FormSpec, typed: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """What was typed, without the answers whose slots are not among ``names``."""
    kept: dict[str, Any] = {}
    for field in form.fields:
        value = typed.get(field.code)
        if field.per_member and isinstance(value, Mapping):
            own = {member: one for member, one in value.items() if slot_name(field.code, member) in names}
            kept |= {field.code: own} if own else {}
        elif field.code in names:
            kept[field.code] = value
    return kept


def read_seen(text: str) -> dict[str, str] | None:
    """The marks that a page sent back; ``None`` when it sent none or something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict) or not found:
        return None
    return {name: m for name, m in found.items() if isinstance(m, str) and _MARK.fullmatch(m)}
