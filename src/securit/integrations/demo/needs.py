"""The first weeks: invented end users and integrators tell their needs, partners read, merge and group them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ruamel.yaml import YAML

from securit.integrations.demo.cast import Cast
from securit.integrations.synthetic.material import draw
from securit.integrations.synthetic.people import invent_name, slug
from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, link_holder
from securit.people.public import User, add_member
from securit.programmes.public import Partner, Programme
from securit.stages.challenges.public import Challenge, trace_challenge
from securit.stages.needs.public import (
    ContactDetails,
    Need,
    Reader,
    Statement,
    accept_need,
    advice_on_pairs,
    audience_of,
    begin_theme,
    decline_need,
    look_for_pairs,
    merge_need,
    publish_theme,
    shown_to,
    submit_need,
    tell_need,
    text_of,
    withdraw_need,
)

_KINDS = {
    "eui": "end_user_industry",
    "eup": "end_user_public",
    "euc": "end_user_infrastructure",
    "ini": "integrator_industry",
    "inp": "integrator_public",
}
_PLANNED_ON = date(2022, 9, 1)
CONFIRMED_AFTER = timedelta(minutes=40)

Row = Mapping[str, Any]


class Listening:
    """The needs of the programme's first weeks, as far as a moment."""

    def __init__(self, cast: Cast, programme: Programme, until: datetime) -> None:
        self.cast = cast
        self.programme = programme
        self.until = until
        folder = cast.world.folder / cast.world.script.programme / "synthetic"
        self.script: Row = YAML(typ="safe", pure=True).load((folder / "needs.yaml").read_text(encoding="utf-8"))
        self.begins = _moment(self.script["from"])
        self.partners = {
            partner.code: partner
            for partner in Partner.objects.filter(programme=programme).select_related("organisation").order_by("id")
        }
        self.told: dict[str, Need] = {}

    def play(self) -> None:
        """Tell and review in order of the days, then name the themes whose day has come."""
        rows = sorted(self.script["needs"], key=lambda row: (row["day"], row["id"]))
        for place, row in enumerate(rows):
            told_at = self.begins + timedelta(days=row["day"], minutes=23 * place)
            if told_at + CONFIRMED_AFTER < self.until:
                self.told[row["id"]] = self._tell(row, told_at)
        for row in rows:
            if row["id"] in self.told and self._read_at(row) < self.until:
                self._review(row)
            if "withdrawn_after" in row:
                self._withdraw(row)
        first, second = (_moment(text) for text in self.script["themes_named"])
        for theme in self.script["themes"]:
            named_at = first if theme.get("first") else second
            if named_at < self.until:
                self._name(theme, rows, named_at)

    def trace(self, at: datetime) -> None:
        """Say of each published challenge which needs it comes from."""
        origins: Mapping[str, list[str]] = self.script["origins"]
        manager = self.cast.staff("programme_manager")
        published = Challenge.objects.in_programme(self.programme).filter(state="published", number__in=origins)
        for challenge in published.order_by("position", "id"):
            names = origins[challenge.number]
            ids = [row["id"] for row in self.script["needs"] if {row["id"], row.get("theme")} & set(names)]
            refs = [self.told[name].ref for name in ids if name in self.told]
            needs = Need.objects.in_programme(self.programme).filter(ref__in=refs, state__in=("accepted", "grouped"))
            trace_challenge(challenge=challenge, needs=list(needs.order_by("id")), actor=manager, at=at)

    def _read_at(self, row: Row) -> datetime:
        return self.begins + timedelta(days=row["day"] + self.script["reviewed_after"], hours=row["day"] % 7)

    def _tell(self, row: Row, at: datetime) -> Need:
        country = self.cast.world.material.countries[row["country"]]
        chance = draw(self.cast.world.seed, "need", row["id"])
        owner = row["owner"].format(city=chance.choice(country["cities"]))
        name = invent_name(country, chance)
        need = tell_need(
            programme=self.programme,
            statement=_statement(row, owner),
            contact=ContactDetails(name.full, name.email_at(f"{slug(owner)}.example")),
            host=self.partners[row["host"]],
            tlp=row.get("tlp", "clear"),
            audience=audience_of(row.get("shows", "kind_and_country")),
            declared_unclassified=True,
            synthetic=True,
            actor=ANONYMOUS,
            at=at,
        )
        owner_of = link_holder(need.ref, f"need:{need.ref}")
        return submit_need(need=need, actor=owner_of, at=at + CONFIRMED_AFTER)

    def _review(self, row: Row) -> None:
        need, reader, at = self.told[row["id"]], self._reader(row), self._read_at(row)
        if "declined" in row:
            decline_need(need=need, reason=row["declined"], actor=reader, at=at)
        elif "into" in row:
            texts = {ref: text_of(shown_to(each, Reader.HOST)) for ref, each in self._open(need).items()}
            advice = advice_on_pairs(need.ref, texts)
            into = self.told[row["into"]]
            merge_need(need=need, into=into, actor=reader, at=at, reason="Both say the same.", advice=advice)
        else:
            accept_need(need=need, actor=reader, at=at)

    def _open(self, need: Need) -> dict[str, Need]:
        """The need, and those that it might be merged into."""
        rows = Need.objects.in_programme(self.programme).filter(state__in=("submitted", "accepted", "grouped"))
        return {each.ref: each for each in rows.with_all().order_by("id")} | {need.ref: need}

    def _withdraw(self, row: Row) -> None:
        """An owner who took the need back some days after it was told."""
        at = self.begins + timedelta(days=row["day"] + row["withdrawn_after"])
        need = self.told.get(row["id"])
        if need is not None and at < self.until:
            withdraw_need(need=need, actor=link_holder(need.ref, f"need:{need.ref}"), at=at)

    def _reader(self, row: Row) -> Actor:
        """Who reads a need: somebody of the partner that took it in, where the partner has somebody."""
        code = f"partner_{row['host'].lower()}"
        return self.cast.staff(code if code in self.cast.world.staff else "programme_manager")

    def _name(self, theme: Row, rows: list[Row], at: datetime) -> None:
        own = [self.told[row["id"]] for row in rows if row.get("theme") == theme["key"] and row["id"] in self.told]
        accepted = Need.objects.in_programme(self.programme).filter(
            pk__in=[need.pk for need in own], state="accepted", tlp__in=("clear", "green", "amber")
        )
        manager = self.cast.staff("programme_manager")
        made = begin_theme(
            programme=self.programme,
            domain=theme["domain"],
            title=theme["title"],
            summary=theme["summary"],
            needs=list(accepted.order_by("id")),
            synthetic=True,
            actor=manager,
            at=at,
        )
        publish_theme(theme=made, actor=manager, at=at + timedelta(minutes=10))


def play_needs(cast: Cast, programme: Programme, *, until: datetime) -> None:
    """Let end users and integrators tell their needs, as far as ``until``."""
    days = cast.world.script.preparation
    employ(cast, programme, at=days.set_up)
    listening = Listening(cast, programme, until)
    listening.play()
    look_for_pairs(until)
    if days.challenges_published <= until:
        listening.trace(days.challenges_published)


def employ(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """The people of the partners belong to their organisation; so a partner's own needs are theirs to read."""
    organisations = {
        partner.code: partner.organisation
        for partner in Partner.objects.filter(programme=programme).select_related("organisation").order_by("id")
    }
    for post in cast.world.staff.values():
        if post.partner in organisations:
            user = User.objects.get(email=post.email)
            add_member(user=user, organisation=organisations[post.partner], represents=False, actor=SYSTEM, at=at)
    cast.forget_actors()


def _statement(row: Row, owner: str) -> Statement:
    procurement = row.get("procurement", "none")
    return Statement(
        title=row["title"],
        situation=row["situation"],
        urgency=row["urgency"],
        domain=row["domain"],
        owner_name=owner,
        owner_kind=_KINDS[row["kind"]],
        owner_country=row["country"],
        gap=row.get("gap", ""),
        consequence=row.get("consequence", ""),
        scale=row.get("scale", ""),
        comparable_sites=row.get("sites"),
        current_solution=row.get("current", ""),
        procurement=procurement,
        procurement_on=_PLANNED_ON if procurement == "planned" else None,
        procurement_route=row.get("route", ""),
        would_pilot=row.get("pilot", "unknown"),
        would_buy=row.get("buy", "unknown"),
        further_domains=tuple(row.get("also", ())),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
