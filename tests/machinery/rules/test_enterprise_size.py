"""The SME definition. Examples 4 and 5 are those of the Commission's User Guide; all others are our own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from securit.machinery.rules.enterprise_size import (
    Case,
    Enterprise,
    Figures,
    Kind,
    Relation,
    Size,
    SizeFinding,
    Tie,
    UnusableCase,
    case_in,
    open_questions,
    size_of,
)

M = 1_000_000_00
TODAY = date(2022, 4, 26)


def figures(people: int | str | None, turnover: int | None = 0, balance: int | None = 0) -> Figures:
    return Figures(None if people is None else Fraction(people), turnover, balance)


def firm(
    name: str, people: int | None = 100, kind: Kind = Kind.ENTERPRISE, *, periods: tuple[Figures, ...] = ()
) -> Enterprise:
    return Enterprise(name, name, kind, periods or (figures(people, M, M),))


def tie(owner: str, owned: str, percent: int, votes: int | None = None, *, controls: bool = False) -> Tie:
    return Tie(owner, owned, Fraction(percent), Fraction(percent if votes is None else votes), controls)


def asked(case: Case) -> SizeFinding:
    return size_of(case, on=TODAY)


def counted(case: Case) -> dict[str, str]:
    """Who counts with which percentage; those who do not are left out."""
    return {one.enterprise.id: str(one.percent) for one in asked(case).standings if one.percent}


def alone(*periods: Figures, is_young: bool = False) -> SizeFinding:
    return asked(Case((Enterprise("A", "A", periods=periods),), is_young=is_young))


# --- Ceilings: Article 2 of the Annex ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "turnover", "balance", "size"),
    [
        (9, 2 * M, 99 * M, "micro"),
        (9, 99 * M, 2 * M, "micro"),
        (9, 2 * M + 1, 2 * M + 1, "small"),
        (10, 0, 0, "small"),
        ("9.99", 0, 0, "micro"),
        (49, 10 * M, 99 * M, "small"),
        (50, 0, 0, "medium"),
        (249, 50 * M, 99 * M, "medium"),
        (249, 99 * M, 43 * M, "medium"),
        (249, 50 * M + 1, 43 * M + 1, "large"),
        (250, 0, 0, "large"),
    ],
)
def test_fewer_people_and_one_of_the_two_amounts_make_the_size(
    people: int | str, turnover: int, balance: int, size: str
) -> None:
    assert alone(figures(people, turnover, balance), is_young=True).size == size


# --- Two periods: Article 4(2) ----------------------------------------------------------------------

WITHIN, OVER = figures(100, M, M), figures(300, M, M)


@pytest.mark.parametrize(
    ("newest_first", "is_sme"),
    [
        ((WITHIN, WITHIN, WITHIN), True),
        ((WITHIN, WITHIN, OVER), True),
        ((WITHIN, OVER, WITHIN), True),
        ((WITHIN, OVER, OVER), False),
        ((OVER, WITHIN, WITHIN), True),
        ((OVER, WITHIN, OVER), False),
        ((OVER, OVER, WITHIN), False),
        ((OVER, OVER, OVER), False),
        ((WITHIN, WITHIN), True),
        ((OVER, OVER), False),
        ((OVER, WITHIN), None),
        ((WITHIN, OVER), None),
        ((WITHIN,), None),
        ((OVER,), None),
    ],
)
def test_a_status_changes_only_after_two_periods_in_a_row(
    newest_first: tuple[Figures, ...], is_sme: bool | None
) -> None:
    assert alone(*newest_first).is_sme is is_sme


def test_a_size_inside_the_definition_changes_after_two_periods_as_well() -> None:
    small, medium = figures(20, M, M), figures(60, M, M)
    assert [alone(*line).size for line in ((medium, small, small), (medium, medium, small))] == ["small", "medium"]


def test_an_enterprise_in_its_first_period_has_the_size_of_that_period() -> None:
    assert (alone(WITHIN, is_young=True).size, alone(WITHIN).size) == (Size.MEDIUM, None)
    assert "Only one period is stated" in alone(WITHIN).doubts[0]


# --- Who counts: Articles 3 and 6 -------------------------------------------------------------------


def test_example_4_of_the_user_guide_university_and_investor_do_not_count_and_the_partner_does() -> None:
    case = Case(
        (firm("A"), firm("B", kind=Kind.UNIVERSITY), firm("C"), firm("D", kind=Kind.INSTITUTIONAL)),
        (tie("B", "A", 25), tie("C", "A", 30), tie("D", "A", 25)),
    )
    assert counted(case) == {"A": "100", "C": "30"}
    assert asked(case).totals[0].headcount == 130


def test_example_5_of_the_user_guide_linked_to_each_other_they_hold_55_percent_and_count_whole() -> None:
    case = Case(
        (firm("A"), firm("B", kind=Kind.UNIVERSITY), firm("C"), firm("D", kind=Kind.VENTURE_CAPITAL)),
        (tie("B", "A", 25), tie("C", "A", 25), tie("D", "A", 30), tie("D", "B", 0, controls=True)),
    )
    assert counted(case) == {"A": "100", "B": "100", "C": "25", "D": "100"}
    assert asked(case).totals[0].headcount == 325


@pytest.mark.parametrize(
    ("capital", "votes", "relation", "percent"),
    [
        (24, 24, "apart", 0),
        (25, 0, "partner", 25),
        (10, 40, "partner", 40),
        (50, 50, "partner", 50),
        (0, 51, "linked", 100),
        (60, 50, "partner", 60),
    ],
)
@pytest.mark.parametrize("up", [True, False])
def test_the_higher_of_capital_and_votes_makes_a_partner_and_most_votes_link(
    capital: int, votes: int, relation: str, percent: int, up: bool
) -> None:
    ends = ("B", "A") if up else ("A", "B")
    found = asked(Case((firm("A"), firm("B")), (tie(*ends, capital, votes),))).standings[1]
    assert (found.relation, found.percent) == (relation, percent)


def test_control_by_statute_links_without_a_single_vote() -> None:
    assert counted(Case((firm("A"), firm("B")), (tie("B", "A", 1, controls=True),))) == {"A": "100", "B": "100"}


def test_links_go_through_any_number_of_enterprises_and_partners_of_a_linked_one_are_ones_own() -> None:
    case = Case((firm("A"), firm("B"), firm("C"), firm("D")), (tie("B", "A", 60), tie("B", "C", 60), tie("C", "D", 30)))
    assert counted(case) == {"A": "100", "B": "100", "C": "100", "D": "30"}


def test_a_partner_brings_those_it_is_linked_with_and_not_its_own_partners() -> None:
    case = Case((firm("A"), firm("B"), firm("C"), firm("D")), (tie("A", "B", 40), tie("B", "C", 80), tie("B", "D", 30)))
    assert counted(case) == {"A": "100", "B": "40", "C": "40"}
    assert [one.relation for one in asked(case).standings] == ["itself", "partner", "linked_to_partner", "apart"]


def test_holdings_of_linked_enterprises_are_added_up() -> None:
    case = Case((firm("A"), firm("B"), firm("C")), (tie("B", "A", 15), tie("C", "A", 20), tie("B", "C", 70)))
    assert counted(case) == {"A": "100", "B": "35", "C": "35"}


@pytest.mark.parametrize("kind", [Kind.UNIVERSITY, Kind.VENTURE_CAPITAL, Kind.BUSINESS_ANGEL, Kind.LOCAL_AUTHORITY])
def test_an_investor_of_the_listed_kinds_does_not_count_up_to_half(kind: Kind) -> None:
    half, more = (Case((firm("A"), firm("B", kind=kind)), (tie("B", "A", share),)) for share in (50, 51))
    assert (asked(half).standings[1].relation, counted(more)) == (Relation.EXEMPT, {"A": "100", "B": "100"})


@pytest.mark.parametrize(("through", "percent", "is_sme"), [(False, 24, True), (False, 25, False), (True, 25, False)])
def test_a_quarter_held_by_public_bodies_directly_or_not_makes_no_sme(
    through: bool, percent: int, is_sme: bool
) -> None:
    town = firm("Town", None, Kind.PUBLIC_BODY)
    holding = firm("H", 1, Kind.ENTERPRISE)
    ties = (tie("Town", "H", 60), tie("H", "A", percent)) if through else (tie("Town", "A", percent),)
    case = Case((Enterprise("A", "A", periods=(WITHIN, WITHIN)), town, holding), ties)
    assert asked(case).is_sme is is_sme


def test_what_stands_in_the_consolidated_accounts_already_is_not_added_again() -> None:
    inside = Enterprise("B", "B", periods=(WITHIN,), is_included=True)
    case = Case((firm("A"), inside), (tie("A", "B", 100),))
    assert (counted(case), asked(case).standings[1].relation) == ({"A": "100"}, Relation.INCLUDED)


def test_one_person_who_controls_two_enterprises_is_left_to_a_person() -> None:
    case = Case((firm("A"), firm("P", None, Kind.PERSON), firm("B")), (tie("P", "A", 60), tie("P", "B", 90)))
    found = asked(case)
    assert counted(case) == {"A": "100"}
    assert found.doubts[0].startswith("P control A and B: both are linked if they work in the same or in adjacent")


# --- What is not known ------------------------------------------------------------------------------


def test_a_missing_figure_leaves_the_size_open_unless_the_rest_is_over_the_ceiling_already() -> None:
    def beside(people: int) -> SizeFinding:
        own = Enterprise("A", "A", periods=(figures(people, M, M),) * 2)
        return asked(Case((own, Enterprise("B", "B")), (tie("B", "A", 40),)))

    assert (beside(9).size, beside(9).is_sme, beside(250).is_sme) == (None, None, False)
    assert beside(9).totals[0].at_least
    assert "The headcount of B is not stated, and B counts with 40 %." in beside(9).doubts


def test_one_of_the_two_amounts_may_lack() -> None:
    assert alone(figures(9, M, None), is_young=True).size == "micro"
    assert alone(figures(9, 3 * M, None), is_young=True).size is None


def test_somebody_who_holds_himself_or_more_than_everything_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnusableCase) as refused:
        Case((firm("A"), firm("B")), (tie("A", "A", 10), tie("A", "B", 101)))
    assert len(refused.value.sentences) == 2


def test_more_of_anything_never_makes_an_enterprise_smaller() -> None:
    order = [*Size]
    for people, extra, share in product((5, 9, 49, 249), (0, 1, 60, 300), (0, 24, 25, 50, 51)):
        case = Case((firm("A", people), firm("B", extra)), (tie("B", "A", share),), is_young=True)
        lone = Case((firm("A", people),), is_young=True)
        bigger, smaller = asked(case).size, asked(lone).size
        assert bigger
        assert smaller
        assert order.index(bigger) >= order.index(smaller)


# --- What an applicant states -----------------------------------------------------------------------


def row(ref: str, **values: object) -> dict[str, object]:
    usual = {"name": ref, "kind": "enterprise", "of": "itself", "side": "up", "capital": "25", "votes": "25"}
    return {"id": ref, "headcount": "100", "turnover_cents": M, "balance_cents": M, **usual, **values}


def test_a_statement_reads_as_the_case_it_describes() -> None:
    own = {"headcount": "9.5", "turnover_cents": M, "balance_cents": M}
    stated = {
        "figures": [own, own],
        "held": "yes",
        "holds": "no",
        "related": [row("B", kind="university"), row("D", capital="30", votes="30", linked_with="B"), row("C")],
    }
    assert counted(case_in(stated, "Alpha")) == {"itself": "100", "B": "100", "D": "100", "C": "25"}
    assert open_questions(stated) == ()


@pytest.mark.parametrize(
    ("stated", "sentences"),
    [
        ({}, 3),
        ({"figures": [{}], "held": "no", "holds": "no"}, 0),
        ({"figures": [{}], "held": "yes", "holds": "no"}, 1),
        ({"figures": [{}], "held": "no", "holds": "no", "related": [row("B")]}, 1),
    ],
)
def test_a_question_left_open_or_contradicted_is_named(stated: dict[str, object], sentences: int) -> None:
    assert len(open_questions(stated)) == sentences
