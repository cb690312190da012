"""A whole programme as its file states it. Start reading here: :class:`ProgrammeDefinition`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo
from decimal import Decimal
from typing import Any, Self
from zoneinfo import ZoneInfo

from securit.machinery.shape import Reader
from securit.programmes.definition.calls import CallDefinition
from securit.programmes.definition.profile import RuleProfile
from securit.programmes.definition.schema import (
    CODE,
    COUNTRY,
    URL,
    Context,
    Defined,
    amount,
    choice,
    day,
    decimal,
    defined,
    lists,
    many,
    one,
    prose,
    table,
    text,
    texts,
)

SCHEMA = "securit.programme/1"
STANDINGS = ("fact", "illustrative")
ETHICS_QUESTIONS = ("biometrics", "public_space", "vulnerable", "data_protection", "dual_use")
DAY_OR_MONTH = r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?"


@defined
class Ceiling(Defined):
    """The most one recipient may receive, and over what it is measured."""

    amount_cents: int = amount("The ceiling.")
    scope: str = choice(
        "Per award, or cumulated over all calls.",
        ("award", "recipient_in_programme"),
        default="recipient_in_programme",
    )
    standing: str = choice("Fact or illustrative.", STANDINGS, default="fact")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class Partner(Defined):
    """An organisation of the consortium that runs the programme."""

    code: str = text("Short code.", pattern=CODE)
    name: str = text("Full name.")
    short: str = text("Short name.", default="", most=60)
    country: str = text("Country code.", pattern=COUNTRY)
    kind: str = choice(
        "What it is.",
        ("cluster", "centre_of_excellence", "funding_platform", "research", "company", "public", "foundation", "other"),
        default="cluster",
    )
    role: str = choice("Its role.", ("coordinator", "partner"), default="partner")
    description: str = prose("What it does.", default="")
    website: str = text("Its site.", default="", pattern=URL, most=2_000)
    expertise: tuple[str, ...] = texts("What it knows about.", default=(), most=50)
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class Ambassador(Defined):
    """An organisation that carries the calls into its own country and ecosystem."""

    code: str = text("Short code.", pattern=CODE)
    name: str = text("Full name.")
    country: str = text("Country code.", pattern=COUNTRY)
    website: str = text("Its site.", default="", pattern=URL, most=2_000)
    description: str = prose("What it does.", default="")
    standing: str = choice("Fact or illustrative.", STANDINGS, default="fact")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class Domain(Defined):
    """A field of the programme that groups challenges."""

    code: str = text("Short code; challenges refer to it.", pattern=CODE)
    title: str = text("Name for people.")
    description: str = prose("What it covers.", default="")
    colour: str = text("Colour in charts, #1f6feb.", default="", pattern=r"#[0-9a-fA-F]{6}")
    standing: str = choice("Whether the description is fact or illustrative.", STANDINGS, default="fact")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class EthicsAnswer(Defined):
    """An answer on the ethics-legal-social sheet of a challenge."""

    question: str = choice("Which of the five questions it answers.", ETHICS_QUESTIONS)
    answer: str = choice("Yes, no, or not known yet.", ("yes", "no", "unknown"), default="unknown")
    words: str = text("What it means here, and what is done about it; a yes needs it.", default="", most=1_000)


@defined
class ChallengeDefinition(Defined):
    """A problem offered to the market."""

    number: str = text("Its number, such as 1.10: a text.", pattern=CODE)
    domain: str = text("Code of its domain.", pattern=CODE)
    title: str = text("Its title.")
    scope: str = prose("What is asked for, and what is not.", default="")
    expected_outcome: str = prose("What a good answer achieves.", default="")
    acceptance: str = text("Figures by which its owner will know that an answer works.", default="", most=5_000)
    owner: str = text("Who has the problem and would try an answer; absent where not known.", default="", most=200)
    test_site: str = text("Where an answer could be tried; absent where not known.", default="", most=200)
    ethics: tuple[EthicsAnswer, ...] = many(
        "The ethics-legal-social sheet; a question left out is not known yet.", EthicsAnswer, default=(), most=5
    )
    state: str = choice("How far it is.", ("drafted", "proposed", "validated", "published"), default="published")
    standing: str = choice("Fact or illustrative.", STANDINGS, default="fact")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class CalendarEntry(Defined):
    """One line of the programme's calendar: where we are, what is next."""

    on: str = text("Day or month: 2022-04-26 or 2022-01.", pattern=DAY_OR_MONTH)
    until: str = text("Last day or month, when it lasts.", default="", pattern=DAY_OR_MONTH)
    title: str = text("What happens.")
    description: str = prose("More about it.", default="")
    outcome: str = prose("What came of it; shown once it is over.", default="")
    place: str = text("Where.", default="")
    kind: str = choice(
        "What sort of line it is.",
        ("event", "workshop", "webinar", "call", "decision", "report", "milestone"),
        default="event",
    )
    call: str = text("Code of the call it belongs to.", default="", pattern=CODE)
    standing: str = choice("Fact, plan or illustrative.", ("fact", "plan", "illustrative"), default="fact")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class MeasurementDefinition(Defined):
    """One dated value of an indicator, planned or published."""

    value: Decimal = decimal("The value.", most="1000000000000")
    standing: str = choice("Planned, published or illustrative.", ("plan", "published", "illustrative"))
    on: date | None = day("The day it stands for.", default=None)
    note: str = text("How it is to be read.", default="")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class IndicatorDefinition(Defined):
    """Something the programme counts."""

    code: str = text("Short code.", pattern=CODE)
    title: str = text("Name for people.")
    unit: str = text("What is counted: projects, euro.", default="", most=60)
    measurements: tuple[MeasurementDefinition, ...] = many("Its values.", MeasurementDefinition, default=())


@defined
class ShowcaseEntry(Defined):
    """A funded project known from a public source, shown beside, never among, the installation's own records."""

    acronym: str = text("Its acronym.", most=60)
    title: str = text("Its title.", default="")
    summary: str = prose("What it does.", default="")
    domain: str = text("Code of its domain.", default="", pattern=CODE)
    secondary_domains: tuple[str, ...] = texts("Further domains.", default=(), pattern=CODE)
    challenge: str = text("Number of its challenge.", default="", pattern=CODE)
    instrument: str = text("Code of the instrument, when known.", default="", pattern=CODE)
    call: str = text("Code of the call, when known.", default="", pattern=CODE)
    members: tuple[str, ...] = texts("Names of the recipients.", default=())
    end_users: tuple[str, ...] = texts("Names of the end users.", default=())
    amount_cents: int | None = amount("The grant, when known.", default=None)
    standing: str = choice("Fact or illustrative.", STANDINGS, default="fact")
    source: str = text("Key of the source.", default="", pattern=CODE)


@defined
class ProgrammeDefinition(Defined):
    """The whole programme: who runs it, under which rules, which calls it opens."""

    schema: str = choice("The version of this schema.", (SCHEMA,))
    slug: str = text("Name in addresses: small letters, digits, hyphens.", pattern=r"[a-z][a-z0-9-]{1,39}")
    acronym: str = text("Acronym.", most=40)
    title: str = text("Full title.")
    tagline: str = text("One sentence for the front page.", default="")
    summary: str = prose("What the programme is.")
    notice: str = prose("What a visitor must know about this file, such as: an example.", default="")
    called: str = choice("What the consortium calls itself.", ("project", "programme"), default="project")
    recipient_word: str = choice("What a recipient is called.", ("third party", "recipient"), default="recipient")
    funding_programme: str = text("The funder's programme.", default="")
    grant_agreement: str = text("Number of the grant agreement.", default="", most=40)
    funding_statement: str = prose("The statement of funding and the disclaimer.", default="")
    starts_on: date = day("First day.")
    ends_on: date = day("Last day.")
    time_zone: str = text("Time zone of deadlines.", default="Europe/Brussels", most=60)
    languages: tuple[str, ...] = texts("Languages of the programme.", default=("en",), pattern=r"[a-z]{2}")
    contact_email: str = text("Where questions go.", pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+")
    website: str = text("Its public site.", default="", pattern=URL, most=2_000)
    currency: str = choice("Only euro.", ("EUR",), default="EUR")
    budget_cents: int = amount("All money for recipients.")
    ceiling: Ceiling = one("The most for one recipient.", Ceiling)
    profile: RuleProfile = one("Rules from above the call.", RuleProfile)
    sources: Mapping[str, str] = table("Keys of sources, with their addresses.", default={}, pattern=URL)
    lists: Mapping[str, tuple[str, ...]] = lists("Named lists of country codes.", default={}, pattern=COUNTRY)
    partners: tuple[Partner, ...] = many("The consortium.", Partner)
    ambassadors: tuple[Ambassador, ...] = many("Ambassador organisations.", Ambassador, default=())
    domains: tuple[Domain, ...] = many("The domains.", Domain, default=(), most=50)
    challenges: tuple[ChallengeDefinition, ...] = many("The challenges.", ChallengeDefinition, default=())
    calendar: tuple[CalendarEntry, ...] = many("The calendar.", CalendarEntry, default=())
    indicators: tuple[IndicatorDefinition, ...] = many("What is counted.", IndicatorDefinition, default=())
    showcase: tuple[ShowcaseEntry, ...] = many("Known funded projects.", ShowcaseEntry, default=())
    calls: tuple[CallDefinition, ...] = many("The open calls.", CallDefinition, default=(), most=50)

    @classmethod
    def from_reader(cls, reader: Reader, context: Context | None = None) -> Self:
        """As :meth:`Defined.from_reader`; the named lists are read first, since rules in calls refer to them."""
        named = _lists_ahead(reader)
        return super().from_reader(reader, Context(named))

    def to_data(self, zone: tzinfo | None = None) -> dict[str, Any]:
        """Plain data, moments in the programme's own time zone."""
        return super().to_data(zone or ZoneInfo(self.time_zone or "UTC"))

    def call(self, code: str) -> CallDefinition:
        """The call with this code; ``KeyError`` when there is none."""
        return {call.code: call for call in self.calls}[code]


def _lists_ahead(reader: Reader) -> dict[str, tuple[str, ...]]:
    """The named lists as they stand; their problems are noted later, when the field itself is read."""
    found = reader.data.get("lists")
    if not isinstance(found, Mapping):
        return {}
    return {str(name): tuple(str(code) for code in codes) for name, codes in found.items() if isinstance(codes, list)}
