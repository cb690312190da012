"""An open call as the programme file states it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from securit.machinery.forms import FormSpec
from securit.machinery.rules import Rule
from securit.programmes.definition.borrowed import read_form, read_rules, write_form, write_rules
from securit.programmes.definition.criteria import CriteriaScheme, Discrepancy, PreScoring, Quota, TieBreak
from securit.programmes.definition.schema import (
    CODE,
    URL,
    Defined,
    amount,
    choice,
    custom,
    decimal,
    defined,
    flag,
    instant,
    instants,
    many,
    one,
    prose,
    text,
    texts,
    whole,
)

MODES = ("dated", "cut_offs", "rolling")
FORMS_OF_SUPPORT = ("lump_sum", "actual_costs", "reimbursement", "voucher")
TRIGGERS = ("signature", "milestone_accepted", "coach_confirmation", "final_report_approved", "completion")
MARGINAL = ("skip", "stop")
PARTS_OF_A_CALL = (
    "dates", "budget", "envelopes", "challenges", "instruments", "amounts", "payment_plan", "eligibility", "form",
    "criteria", "evaluation", "tie_breaks", "quotas", "text",
)  # fmt: skip


@defined
class Tranche(Defined):
    """One instalment of the payment plan: a share of the grant or an amount, and what releases it."""

    code: str = text("Short code.", pattern=CODE)
    title: str = text("Name for people, such as pre-financing.")
    share: Decimal | None = decimal("Part of the grant, 0.4 for 40 %.", default=None, most="1")
    amount_cents: int | None = amount("A fixed amount, instead of a share.", default=None)
    trigger: str = choice("What releases it.", TRIGGERS)


@defined
class Instrument(Defined):
    """A kind of support inside the call."""

    code: str = text("Short code; applications choose one.", pattern=CODE)
    title: str = text("Name for people.")
    summary: str = prose("What it is for.", default="")
    min_grant_cents: int = amount("Least grant of one application.", default=0)
    max_grant_cents: int = amount("Most grant of one application.")
    rate: Decimal = decimal("Part of the eligible cost that is paid, 0.7 for 70 %.", default=Decimal(1), most="1")
    form: str = choice("How the support is calculated.", FORMS_OF_SUPPORT, default="lump_sum")
    duration_months: int = whole("Longest duration of a project.", least=1, most=60)
    trl_in: int | None = whole("Technology readiness level needed at the start.", default=None, least=1, most=9)
    trl_out: int | None = whole("Technology readiness level to be reached.", default=None, least=1, most=9)
    payment_plan: tuple[Tranche, ...] = many("The instalments, in order.", Tranche, most=20)


@defined
class Envelope(Defined):
    """A part of the call's budget kept for one domain, for one instrument, or apart."""

    code: str = text("Short code.", pattern=CODE)
    title: str = text("Name for people.")
    amount_cents: int = amount("The money in it.")
    domain: str = text("Domain it is kept for.", default="", pattern=CODE)
    instrument: str = text("Instrument it is kept for.", default="", pattern=CODE)


@defined
class CallText(Defined):
    """What the call says, section by section."""

    objectives: str = prose("What the call wants to achieve.")
    activities: tuple[str, ...] = texts("The closed list of activities that can be supported.", most=40)
    who_can_apply: str = prose("The persons or categories of persons that may apply.")
    amounts: str = prose("How the exact amount is found.")
    procedure: str = prose("From submission to agreement: steps, criteria, dates.")
    obligations: str = prose("What a recipient takes on.")
    european_dimension: str = prose("Why this is a European matter.", default="")


@defined
class CallDocument(Defined):
    """A document published with the call."""

    code: str = text("Short code.", pattern=CODE)
    title: str = text("Its title.")
    summary: str = prose("What a reader finds in it.", default="")
    url: str = text("Where it is, when it lies elsewhere.", default="", pattern=URL, most=2_000)


@defined
class CallDefinition(Defined):
    """One open call: dates, money, rules, form, criteria, text."""

    code: str = text("Short code, such as C1.", pattern=CODE)
    title: str = text("Title of the call.")
    summary: str = prose("What it is, in one paragraph.")
    mode: str = choice("One deadline, several cut-offs, or open until the money is spent.", MODES, default="dated")
    follows: str = text(
        "Code of the call before it in a funnel: only those selected there can apply here.", default="", pattern=CODE
    )
    announced_month: str = text("Month announced beforehand, 2022-01.", default="", pattern=r"\d{4}-(0[1-9]|1[0-2])")
    opens_at: datetime = instant("When applications open.")
    deadline_at: datetime = instant("When the call closes: what arrives before it counts.")
    cut_offs: tuple[datetime, ...] = instants("The cut-offs, in order; the last is the deadline.", default=())
    gathered_every_days: int | None = whole(
        "A rolling call: after so many days what has come in is gathered and decided; when absent, at the deadline.",
        default=None,
        least=7,
        most=365,
    )
    questions_close_at: datetime | None = instant(
        "Until when questions are taken; when absent, to the end of the seventh day before the deadline.", default=None
    )
    planned_decision_on: str = text(
        "Day or month of the planned award decision.", default="", pattern=r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?"
    )
    languages: tuple[str, ...] = texts("Languages of applications.", default=("en",), pattern=r"[a-z]{2}")
    budget_cents: int = amount("The money of the call.")
    per_cut_off_cents: int | None = amount(
        "Most money that one cut-off before the last gives; when absent, what is left.", default=None
    )
    grant_per_member_cents: int | None = amount("Most that one member receives in this call.", default=None)
    applications_per_organisation: int | None = whole(
        "Most applications one organisation takes part in.", default=None, least=1, most=100
    )
    envelopes: tuple[Envelope, ...] = many("Parts of the budget kept apart.", Envelope, default=(), most=100)
    challenges: tuple[str, ...] = texts("Numbers of the challenges addressed.", default=(), pattern=CODE)
    instruments: tuple[Instrument, ...] = many("The kinds of support.", Instrument, most=20)
    eligibility: tuple[Rule, ...] = custom(
        "The yes/no tests before evaluation.", "list of rules", read_rules, write_rules, default=()
    )
    checks_need_two: bool = flag("Whether a test counts as settled by hand only once two people agree.", default=False)
    form: FormSpec | None = custom("The application form.", "form", read_form, write_form, default=None)
    pre_scoring: PreScoring | None = one("A first gate before the full evaluation.", PreScoring, default=None)
    criteria: CriteriaScheme = one("Criteria, scale, weights and thresholds.", CriteriaScheme)
    evaluators_per_application: int = whole("Independent reports per application.", default=3, least=1, most=15)
    max_load: int = whole("Most applications one evaluator reads.", default=20, least=1, most=500)
    discrepancy: Discrepancy = one("What happens when reports differ.", Discrepancy, default=Discrepancy())
    tie_breaks: tuple[TieBreak, ...] = many("How equal totals are ordered, key by key.", TieBreak, default=(), most=20)
    quotas: tuple[Quota, ...] = many("Least and most numbers per domain, challenge …", Quota, default=(), most=100)
    marginal: str = choice("The first that does not fit the budget: pass over it, or stop.", MARGINAL, default="skip")
    sign_off_days: int = whole("Days after the deadline in which members may still sign off.", default=0, most=30)
    redress_days: int | None = whole("Days for redress, when not the profile's.", default=None, most=180)
    documents: tuple[CallDocument, ...] = many("Documents published with the call.", CallDocument, default=(), most=50)
    illustrative: tuple[str, ...] = texts(
        "Parts that are illustrative, not facts: " + ", ".join(PARTS_OF_A_CALL) + ".", default=()
    )
    source: str = text("Key of the source of what is fact.", default="", pattern=CODE)
    text: CallText = one("The call text.", CallText)

    def instrument(self, code: str) -> Instrument:
        """The instrument with this code; ``KeyError`` when there is none."""
        return {instrument.code: instrument for instrument in self.instruments}[code]
