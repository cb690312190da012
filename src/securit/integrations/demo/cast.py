"""The accounts and organisations of the demonstration: made when first needed, remembered while it is loaded."""

from __future__ import annotations

from datetime import datetime

from securit.integrations.demo.world import World
from securit.integrations.synthetic.companies import Company
from securit.kernel.actor import SYSTEM, Actor
from securit.people.public import Organisation, User, add_member, register_organisation
from securit.programmes.public import Programme, give_role, person

#: Roles of the platform by the roles of the invented staff, where they differ.
ROLE = {"partner": "partner_staff"}


class Cast:
    """Knows who is who. Actors are kept, so that a person is looked up once and not for every act."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._users: dict[str, User] = {}
        self._actors: dict[str, Actor] = {}
        self._organisations: dict[str, Organisation] = {}
        self._representatives: dict[str, User] = {}

    def account(self, email: str, name: str, country: str) -> User:
        """The account of that address; nobody can sign in to it with a password."""
        if email not in self._users:
            user = User.objects.create_user(email=email, name=name, country=country, synthetic=True)
            self._users[email] = user
        return self._users[email]

    def hire(self, programme: Programme, codes: tuple[str, ...], *, at: datetime) -> None:
        """Give the people of these posts their roles in the programme."""
        for code in codes:
            post = self.world.staff[code]
            user = self.account(post.email, post.name.full, post.country)
            role = ROLE.get(post.role, post.role)
            give_role(programme=programme, user=user, role=role, actor=SYSTEM, at=at)
        self.forget_actors()

    def forget_actors(self) -> None:
        """Look everybody up again: roles or memberships have changed."""
        self._actors.clear()

    def staff(self, code: str) -> Actor:
        """Who holds the post, signed in with a second factor."""
        post = self.world.staff[code]
        return self._actor(self._users[post.email], strong=True)

    def known(self, email: str) -> Actor:
        """Somebody met before, by address."""
        return self.acting(self._users[email])

    def acting(self, user: User) -> Actor:
        """A person without a staff role."""
        return self._actor(user, strong=False)

    def organisation(self, company: Company, *, kind: str, at: datetime) -> Organisation:
        """The company's record, as it describes itself."""
        if company.code not in self._organisations:
            self._organisations[company.code] = register_organisation(
                legal_name=company.legal_name,
                kind=kind,
                country=company.country,
                city=company.city,
                register_number="".join(company.register_number.split()).upper(),
                website=company.website,
                profile=company.profile,
                headcount=company.headcount,
                turnover_cents=company.turnover_cents,
                balance_cents=company.balance_cents,
                synthetic=True,
                actor=SYSTEM,
                at=at,
            )
        return self._organisations[company.code]

    def representative(self, company: Company, *, kind: str, at: datetime) -> Actor:
        """The company's contact, entitled to speak and sign for it."""
        if company.code not in self._representatives:
            user = self.account(company.email, company.contact.full, company.country)
            add_member(
                user=user,
                organisation=self.organisation(company, kind=kind, at=at),
                represents=True,
                actor=SYSTEM,
                at=at,
            )
            self._representatives[company.code] = user
        return self.acting(self._representatives[company.code])

    def _actor(self, user: User, *, strong: bool) -> Actor:
        if user.email not in self._actors:
            self._actors[user.email] = person(user, strong=strong)
        return self._actors[user.email]
