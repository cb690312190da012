"""The people a visitor of the demonstration can be, as far as they are in this installation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from securit.people.public import User


class Introduced(Protocol):
    """How a person of the demonstration is introduced; ``settings.DEMO_PEOPLE`` names a function that lists them."""

    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def does(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person to be: who, for whom, what there is to do."""

    ref: str
    name: str
    role: str
    organisation: str
    does: str


def demo_people() -> list[PersonCard]:
    """The introduced people who have an account here, in the order of their introduction. One query."""
    listed: Callable[[], Sequence[Introduced]] = import_string(settings.DEMO_PEOPLE)
    introduced = listed()
    accounts = User.objects.filter(email__in=[each.email.lower() for each in introduced], is_active=True)
    refs = dict(accounts.filter(synthetic=True).values_list("email", "ref"))
    return [
        PersonCard(refs[each.email.lower()], each.name, each.role, each.organisation, each.does)
        for each in introduced
        if each.email.lower() in refs
    ]
