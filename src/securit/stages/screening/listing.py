"""The checks of a call as they are asked for: in a tab, narrowed, ordered, page by page; all of it by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from securit.kernel.actor import Actor
from securit.stages.applications.public import Application, barred_for
from securit.stages.calls.public import Call
from securit.stages.screening.lifecycle import SCREENING
from securit.stages.screening.models import Check, Letter, ScreeningQuerySet
from securit.stages.screening.selectors import screenings_of

PAGE_SIZE = 50
#: Where tests are open, not met, or either; the words that stand in the address.
RESULTS = {"open": ("unresolved",), "unmet": ("not_met",), "either": ("unresolved", "not_met")}
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
        return cls(
            query.get("group", ""),
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
    found = Case(When(settled_result="", then=F("result")), default=F("settled_result"))
    rows = Check.objects.filter(screening=OuterRef(outer)).annotate(stands=found).filter(stands__in=results)
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
        """Each check with whether something stands in its way."""
        rows = screenings_of(self.call).exclude(application_id__in=self.barred)
        return rows.annotate(in_the_way=_standing(RESULTS["either"], blocking=True))


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
    if group in ("ready", "look"):
        return rows.filter(state="opened", in_the_way=group == "look")
    return rows.filter(state=group) if group in SCREENING.states else rows


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
