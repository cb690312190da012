"""Partner search of the main programme: invented companies state profiles, ask each other, talk, share, decline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from ruamel.yaml import YAML

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.people import applicants_application, represented_company
from securit.integrations.synthetic.companies import Company
from securit.integrations.synthetic.material import draw
from securit.kernel import refs
from securit.kernel.actor import Actor
from securit.programmes.public import Partner, Programme
from securit.stages.challenges.public import published_challenges
from securit.stages.matchmaking.public import (
    Introduction,
    Profile,
    Statement,
    accept_introduction,
    begin_profile,
    decline_introduction,
    express_interest,
    introduce_two,
    publish_profile,
    report_abuse,
    share_contact,
    shut_out,
    write_message,
)

Words = Mapping[str, Any]


class Searching:
    """Those who look for partners, in the order in which they came; ``words`` is the file they speak from."""

    def __init__(self, cast: Cast, programme: Programme, words: Words) -> None:
        self.cast = cast
        self.programme = programme
        self.words = words
        self.begins, self.ends = (_moment(words[name]) for name in ("from", "until"))
        self.partners = list(Partner.objects.filter(programme=programme).order_by("code"))
        self.challenges = [row.number for row in published_challenges(programme)]
        self.found: list[tuple[Profile, Actor]] = []

    def play(self) -> None:
        """Profiles first, spread over the weeks; then who meets whom."""
        companies = self._companies()
        pace = (self.ends - self.begins) * 2 / (3 * max(1, len(companies)))
        for place, company in enumerate(companies):
            self._state(company, place, self.begins + place * pace)
        self._meet(self.ends - timedelta(days=10))

    def _companies(self) -> list[Company]:
        """The three companies that a visitor can be first, then those of the first call, in their order."""
        world = self.cast.world
        first = [applicants_application(world, key).members[0].company for key in ("1", "2")]
        first.append(represented_company(world))
        written = sorted(world.applications(1), key=lambda each: each.key)
        known = [m.company for each in written if each.submitted_at for m in each.members if m.declared_kind == "sme"]
        by_code = {company.code: company for company in [*first, *known]}
        return list(by_code.values())[: int(self.words["count"])]

    def _state(self, company: Company, place: int, at: datetime) -> None:
        chance = draw(self.cast.world.seed, "partner search", place)
        actor = self.cast.representative(company, kind="sme", at=at)
        profile = begin_profile(
            programme=self.programme,
            organisation=self.cast.organisation(company, kind="sme", at=at),
            said=self._statement(company, chance),
            invited_by=chance.choice(self.partners).code if chance.randrange(3) == 0 else "",
            actor=actor,
            at=at,
            synthetic=True,
        )
        if place % 12 != 11:
            profile = publish_profile(profile=profile, actor=actor, at=at + timedelta(minutes=20))
            self.found.append((profile, actor))

    def _statement(self, company: Company, chance: Random) -> Statement:
        fields = self.words["fields"]
        own = fields[company.expertise[0]]
        lacking = chance.choice(own["seeks"])
        skill = chance.choice(self.cast.world.material.prose["skills"][lacking])
        said = Statement(
            summary=company.profile,
            offers=" ".join(chance.choice(fields[tag]["offers"]) for tag in company.expertise[:2]),
            seeks=chance.choice(self.words["seeking"]).format(skill=skill),
            offered=tuple(dict.fromkeys(fields[tag]["capability"] for tag in company.expertise)),
            sought=(fields[lacking]["capability"],),
            challenges=tuple(sorted(chance.sample(self.challenges, min(2, len(self.challenges))))),
            cluster="" if self._of_a_hundred(chance, "helped_by_nobody") else chance.choice(self.partners).code,
        )
        audiences = dict.fromkeys(said.audiences, "members")
        return replace(said, audiences=audiences) if self._of_a_hundred(chance, "members_only") else said

    def _of_a_hundred(self, chance: Random, name: str) -> bool:
        return chance.randrange(100) < int(self.words[name])

    def _meet(self, at: datetime) -> None:
        """The visitor's companies are asked and ask; others talk, share, decline; one is hidden from, one reported."""
        found = self.found
        for place in range(8):
            met = self._ask(place * 2 + 4, place * 2 + 5, at + timedelta(hours=place))
            if place < 5:
                self._talk(
                    met, found[place * 2 + 4][1], found[place * 2 + 5][1], place, at + timedelta(hours=place + 1)
                )
            elif place == 5:
                later = at + timedelta(hours=9)
                decline_introduction(introduction=met, reason=self.words["declined"], actor=found[15][1], at=later)
        self._ask(20, 0, at + timedelta(days=2))
        self._talk(self._ask(0, 21, at), found[0][1], found[21][1], 1, at + timedelta(days=1))
        profile, actor = found[22]
        shut_out(profile=profile, organisation=found[23][0].organisation, cause="competitor", actor=actor, at=at)
        profile, actor = found[4]
        report_abuse(profile=found[24][0], text=self.words["report"], actor=actor, at=at + timedelta(days=3))
        introduce_two(
            one=found[25][0],
            other=found[26][0],
            reason=self.words["partner_reason"],
            actor=self.cast.staff("partner_lsec"),
            at=at + timedelta(days=4),
        )

    def _ask(self, asker: int, asked: int, at: datetime) -> Introduction:
        (one, actor), (other, _other_actor) = self.found[asker], self.found[asked]
        reason = self.words["reasons"][asker % len(self.words["reasons"])]
        return express_interest(asker=one, asked=other, message=reason, actor=actor, at=at)

    def _talk(self, met: Introduction, one: Actor, other: Actor, place: int, at: datetime) -> None:
        met = accept_introduction(introduction=met, actor=other, at=at)
        speakers = (one, other, one)
        for minutes, (text, speaker) in enumerate(zip(self.words["talk"], speakers, strict=True), start=1):
            met = write_message(introduction=met, text=text, actor=speaker, at=at + timedelta(minutes=40 * minutes))
        for speaker in speakers[: place % 3]:
            met = share_contact(introduction=met, actor=speaker, at=at + timedelta(hours=3))


def play_meeting(cast: Cast, programme: Programme, *, until: datetime) -> None:
    """All of partner search, once the second call is open; refs are drawn from a source of their own."""
    folder = cast.world.folder / cast.world.script.programme / "synthetic"
    words: Words = YAML(typ="safe", pure=True).load((folder / "partner-search.yaml").read_text(encoding="utf-8"))
    if until < _moment(words["until"]):
        return
    cast.forget_actors()
    with refs.drawn_from(draw(cast.world.seed, "partner search")):
        Searching(cast, programme, words).play()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
