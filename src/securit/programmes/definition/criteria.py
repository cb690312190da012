"""How applications are judged: criteria on a scale, thresholds, disagreement, ties, quotas."""

from __future__ import annotations

from decimal import Decimal

from securit.programmes.definition.schema import CODE, Defined, choice, decimal, defined, flag, many, prose, text, whole

TIE_BREAK = rf"criterion:{CODE}|applicants_in_list:{CODE}|countries|sme_share|uncovered_challenge|submitted_first|draw"


@defined
class Anchor(Defined):
    """What one score of a criterion means in words."""

    score: Decimal = decimal("The score.", most="1000")
    text: str = prose("What an application with this score is like.")


@defined
class Criterion(Defined):
    """One award criterion. Thresholds hold on raw scores; weights count for the order."""

    code: str = text("Short code.", pattern=CODE)
    title: str = text("Name for people.")
    description: str = prose("What evaluators look at.", default="")
    weight: Decimal = decimal("Weight for the order; above zero.", default=Decimal(1), most="1000")
    threshold: Decimal | None = decimal("Least score.", default=None, most="1000")
    anchors: tuple[Anchor, ...] = many("What the scores mean.", Anchor, default=(), most=50)


@defined
class CriteriaScheme(Defined):
    """The criteria of a call and how scores become one total. Rounding is half up, as written."""

    least: Decimal = decimal("Lowest score of the scale.", default=Decimal(0), most="1000")
    most: Decimal = decimal("Highest score of the scale.", default=Decimal(5), most="1000")
    step: Decimal = decimal("Distance between two scores.", default=Decimal("0.5"), most="1000")
    criteria: tuple[Criterion, ...] = many("The criteria, in order.", Criterion, most=30)
    combining: str = choice("How the reports on one application combine.", ("mean", "median"), default="mean")
    rounding_decimals: int = whole("Decimals a combined score is rounded to, half up.", default=2, most=6)
    ranked_by: str = choice("The total that orders.", ("weighted_sum", "weighted_mean"), default="weighted_sum")
    overall_threshold: Decimal | None = decimal("Least total.", default=None, most="100000")
    overall_threshold_on: str = choice(
        "The total the overall threshold holds on.", ("raw_sum", "weighted_sum", "weighted_mean"), default="raw_sum"
    )


@defined
class Discrepancy(Defined):
    """What happens when the reports on one application lie far apart."""

    policy: str = choice("What follows.", ("none", "third_evaluator", "consensus"), default="none")
    measured: str = choice(
        "How the gap is measured: in points, or as a share of the higher score.",
        ("points", "share_of_higher"),
        default="points",
    )
    on: str = choice("What is compared.", ("total", "criterion"), default="total")
    trigger: Decimal | None = decimal("The gap from which the policy applies.", default=None, most="1000")
    then: str = choice(
        "How scores combine once the further report is in: as all others do, the median of all, the mean of the two "
        "nearest each other, or in a consensus.",
        ("combining", "median", "nearest_two", "consensus"),
        default="combining",
    )


@defined
class RulePoints(Defined):
    """What one rule of the call gives when it is met."""

    rule: str = text("Code of a rule of the call.", pattern=CODE)
    points: int = whole("Points.", least=1, most=1_000)


@defined
class PreScoring(Defined):
    """A first gate, before the full evaluation: points for facts, or one question that people look at."""

    title: str = text("Name for people.")
    description: str = prose("What is looked at, by whom.", default="")
    least: Decimal = decimal("Lowest score.", default=Decimal(0), most="1000")
    most: Decimal = decimal("Highest score.", default=Decimal(5), most="1000")
    threshold: Decimal = decimal("Score, or points, needed to go on.", most="100000")
    points: tuple[RulePoints, ...] = many("What gives points.", RulePoints, default=(), most=50)
    enabled: bool = flag("Whether the gate is in use.", default=True)


@defined
class TieBreak(Defined):
    """One key of the chain that orders equal totals."""

    key: str = text(
        "criterion:CODE, applicants_in_list:LIST, countries, sme_share, uncovered_challenge, submitted_first or draw.",
        pattern=TIE_BREAK,
    )
    title: str = text("The key in words, as published.")

    @property
    def refers_to(self) -> str:
        """The criterion or list the key names; empty when it names none."""
        return self.key.partition(":")[2]


@defined
class Quota(Defined):
    """A least or a most number of funded applications in one domain, challenge, instrument or country."""

    code: str = text("Short code.", pattern=CODE)
    title: str = text("The quota in words, as published.")
    field: str = choice("What is counted by.", ("domain", "challenge", "instrument", "country"))
    value: str = text("Which one, or * for each of them.", pattern=rf"\*|{CODE}")
    at_least: int | None = whole("Least number funded, if that many reach the thresholds.", default=None, most=10_000)
    at_most: int | None = whole("Most number funded.", default=None, most=10_000)
