"""Which evaluators could have a conflict with an application at all, found without looking at every pair. Pure.

:mod:`conflicts` compares people, names of organisations, refs and hosts. Whatever it can find leaves a key on both
sides, so only pairs that share one need be asked about; sharing one proves nothing by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields
from typing import Any

from securit.stages.evaluation.contracts import Profile, Reading
from securit.stages.evaluation.names import host_of, plain_name

#: What a profile says that names nobody: too many would share it.
_NO_NAMES = frozenset(("ref", "country", "expertise", "languages", "max_load", "kind"))


class Near:
    """The pool by what it shares with applications."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        for place, profile in enumerate(profiles):
            for key in _keys(_of_profile(profile)) | {f"u:{profile.user_id}"}:
                self._by_key[key].append(place)

    def places(self, reading: Reading) -> list[int]:
        """The places of those who share something with the application, in order."""
        keys = _keys(_texts(reading.content.get("members", ()))) | {f"u:{one}" for one in reading.editor_ids}
        return sorted({place for key in keys for place in self._by_key.get(key, ())})


def _of_profile(profile: Profile) -> Iterator[str]:
    for each in fields(profile):
        if each.name not in _NO_NAMES:
            yield from _texts(getattr(profile, each.name))


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data or a dataclass, but for what names nobody."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name in value:
            yield from _texts(value[name])
    elif hasattr(value, "__dataclass_fields__"):
        yield from (
            text for each in fields(value) if each.name not in _NO_NAMES for text in _texts(getattr(value, each.name))
        )
    elif isinstance(value, (list, tuple, Set)):
        for entry in value:
            yield from _texts(entry)


def _keys(texts: Iterable[str]) -> set[str]:
    found = set()
    for text in texts:
        name = plain_name(text)
        if name:
            found.add(f"n:{name}")
        host = (
            text.rpartition("@")[2].casefold() if "@" in text else host_of(text) if "." in text or "//" in text else ""
        )
        labels = host.split(".")
        found |= {f"h:{'.'.join(labels[place:])}" for place in range(max(1, len(labels) - 1)) if host}
    return found
