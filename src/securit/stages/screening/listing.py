"""The checks of a call as they are asked for: in a tab, narrowed, ordered, page by page; all of it by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q

from securit.kernel.actor import Actor
from securit.stages.applications.public import Application, barred_for
from securit.stages.calls.public import Call
from securit.stages.screening.lifecycle import SCREENING
from securit.stages.screening.models import Check, Letter, Screening, ScreeningQuerySet
from securit.stages.screening.selectors import screenings_of

PAGE_SIZE = 50
#: Where tests are open, not met, or either; the words that stand in the address.
RESULTS = {"open": ("unresolved",), "unmet": ("not_met",), "either": ("unresolved", "not_met")}
#: Those to be checked stand in two tabs, by whether something is in their way.
TABS = ("ready", "look", *(state for state in SCREENING.states if state != "opened"))
SORTS = {"number": "application__number", "arrived": "screened_version__arrived_at", "state": "state"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Tab, filters, order and page; ``sort`` begins with a minus for the other direction."""

    group: str = ""
    test: str = ""
    result: str = ""
    country: str = ""
    sort: str = "number"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From the address; what is unknown is left out."""
        page, sort, result = query.get("page", "")[:6], query.get("sort", "number"), query.get("result", "")
        group = query.get("group", "")
        return cls(
            group if group in TABS else "",
            query.get("test", "")[:40],
            result if result in RESULTS else "",
            query.get("country", "")[:2],
            sort if sort.removeprefix("-") in SORTS else "number",
            max(1, int(page)) if page.isascii() and page.isdecimal() else 1,
        )

    def query(self, **other: str | int) -> str:
        """The address that gives the same list, with what is other; another tab or filter begins at its first page."""
        pairs: dict[str, str | int] = {
            "group": self.group,
            "test": self.test,
            "result": self.result,
            "country": self.country,
            "sort": "" if self.sort == "number" else self.sort,
            "page": self.page if not other or set(other) <= {"cell", "page"} else 1,
        }
        pairs |= other
        kept = {name: value for name, value in pairs.items() if value not in ("", 1) or name == "cell"}
        return "?" + urlencode(kept)


def _standing(results: tuple[str, ...], test: str = "", *, blocking: bool = False, outer: str = "pk") -> Exists:
    """Whether a test of the screening stands at one of these results."""
    stands = Q(settled_result__in=results) | Q(settled_result="", result__in=results)
    rows = Check.objects.filter(stands, screening=OuterRef(outer))
    if test:
        rows = rows.filter(code=test)
    return Exists(rows.filter(severity="blocking") if blocking else rows)


@dataclass(frozen=True, slots=True)
class Desk:
    """The checks of one call for one reader, who may see its list: without those they have a conflict with."""

    call: Call
    barred: frozenset[int]

    @classmethod
    def of(cls, call: Call, actor: Actor) -> Desk:
        """One query, for the conflicts."""
        return cls(call, barred_for(actor.user_id))

    @property
    def rows(self) -> ScreeningQuerySet:
        """The checks, by number."""
        return screenings_of(self.call).exclude(application_id__in=self.barred)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many checks stand in each tab, how many are not opened, how many rejected teams have no letter."""

    groups: Mapping[str, int]
    missing: int
    untold: int

    @property
    def total(self) -> int:
        """All that are open or done."""
        return sum(self.groups.values())


def counts_of(desk: Desk) -> Counts:
    """All of it in one query over the applications that count."""
    told = Letter.objects.filter(screening__application=OuterRef("pk"), result="rejected")
    rows = Application.objects.in_programme(desk.call.programme).filter(call=desk.call, state="submitted")
    grouped = (
        rows.filter(Q(screening__isnull=True) | ~Q(pk__in=desk.barred))
        .annotate(in_the_way=_standing(RESULTS["either"], blocking=True, outer="screening__pk"), told=Exists(told))
        .order_by()
        .values_list("screening__state", "in_the_way", "told")
        .annotate(Count("id"))
    )
    groups: Counter[str] = Counter()
    missing = untold = 0
    for state, in_the_way, was_told, count in grouped:
        if state is None:
            missing += count
            continue
        groups[state if state != "opened" else "look" if in_the_way else "ready"] += count
        untold += count if state == "rejected" and not was_told else 0
    return Counts(dict(groups), missing, untold)


def in_group(rows: ScreeningQuerySet, group: str) -> ScreeningQuerySet:
    """Those of one tab: a state, and of those to be checked ``ready`` or ``look``."""
    in_the_way = _standing(RESULTS["either"], blocking=True)
    if group in ("ready", "look"):
        return rows.filter(in_the_way if group == "look" else ~in_the_way, state="opened")
    return rows.filter(state=group) if group else rows


def chosen(desk: Desk, wanted: Wanted) -> ScreeningQuerySet:
    """What is asked for, all pages of it, in a total order."""
    rows = in_group(desk.rows, wanted.group)
    if wanted.test or wanted.result:
        rows = rows.filter(_standing(RESULTS[wanted.result or "either"], wanted.test))
    if wanted.country:
        members = Q(
            application__members__organisation__country=wanted.country,
            application__members__state__in=("invited", "signed_off"),
        )
        rows = rows.filter(pk__in=screenings_of(desk.call).order_by().filter(members).values("pk"))
    column = SORTS[wanted.sort.removeprefix("-")]
    return rows.order_by(f"-{column}" if wanted.sort.startswith("-") else column, "id")


def page_of(desk: Desk, rows: ScreeningQuerySet, page: int) -> list[Screening]:
    """One page of what was chosen; only its rows are read whole."""
    keys = rows.values("pk")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return list(screenings_of(desk.call).filter(pk__in=keys).order_by(*rows.query.order_by))
