"""Where the programme is and what is next: its line of stages, and its calendar around a moment."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.portal.addresses import address
from securit.programmes.definition import CalendarEntry
from securit.programmes.public import Programme
from securit.stages.calls.public import Call

PUBLISHED_STATES = ("published", "open", "closed", "decided", "archived")
KEPT_STANDINGS = ("plan", "illustrative")


@dataclass(frozen=True, slots=True)
class Stage:
    """One place of the programme's line; ``state`` is done, now or next."""

    label: str
    state: str
    when: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calendar, from its first day to its last (a month that has no day lasts to its end).

    ``ends_at`` is known of openings and deadlines; ``outcome`` is for after the last day.
    """

    sort_on: date
    ends_on: date
    when: str
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    standing: str = "fact"
    source: str = ""
    source_url: str = ""
    outcome: str = ""
    ends_at: datetime | None = None

    def is_over(self, today: date, at: datetime | None = None) -> bool:
        """Whether its last day is past or, where the moment ``at`` is asked about, its own moment."""
        return self.ends_on < today or (at is not None and self.ends_at is not None and self.ends_at <= at)

    @property
    def is_illustrative(self) -> bool:
        """Whether the line is a plan or an illustration, so that the page says so."""
        return self.standing in KEPT_STANDINGS


@dataclass(frozen=True, slots=True)
class Moment:
    """The calendar seen from a day: what has just been, and what comes."""

    past: tuple[Line, ...]
    coming: tuple[Line, ...]


def day_or_month(text: str) -> str:
    """``2022-04-26`` → ``26 April 2022``, ``2022-01`` → ``January 2022``."""
    if len(text) == len("2022-01"):
        return date_format(date.fromisoformat(f"{text}-01"), "F Y")
    return date_format(date.fromisoformat(text), "j F Y")


def local_day(moment: datetime, programme: Programme) -> date:
    """The day of a moment where the programme's deadlines are counted."""
    return moment.astimezone(ZoneInfo(programme.terms.time_zone)).date()


def stages(programme: Programme, calls: Sequence[Call], challenges_published: int, at: datetime) -> list[Stage]:
    """The programme's line: challenges, each call, the funded projects. The call in hand is shown in its steps."""
    line = [
        _Step(
            _("Challenges"), challenges_published > 0, _published(challenges_published), _page("challenges", programme)
        )
    ]
    shown = [call for call in calls if call.state not in ("drafted", "cancelled")]
    in_hand = next((call for call in shown if not _is_finished(call)), None)
    for call in shown:
        line += _steps(call, programme) if call is in_hand else [_whole(call, programme)]
    today = local_day(at, programme)
    finished = bool(shown) and in_hand is None
    line.append(_Step(_("Funded projects"), finished and today > programme.ends_on, _until(programme.ends_on)))
    return _numbered(line)


def calendar(programme: Programme, calls: Sequence[Call]) -> tuple[Line, ...]:
    """The whole calendar, day by day; opening and deadline come from the calls themselves."""
    known = {call.code for call in calls if call.state in PUBLISHED_STATES}
    entries = programme.terms.calendar
    lines = [_entry(entry, programme) for entry in entries if not (entry.kind == "call" and entry.call in known)]
    for call in calls:
        if call.code in known:
            lines += _dates_of(call, programme)
    return tuple(sorted(lines, key=lambda line: (line.sort_on, line.title)))


def around(lines: Sequence[Line], today: date, at: datetime | None = None, *, past: int = 2, coming: int = 3) -> Moment:
    """The last lines that are over today (at the moment ``at``, where it is given) and the first that are not."""
    before = [line for line in lines if line.is_over(today, at)]
    after = [line for line in lines if not line.is_over(today, at)]
    return Moment(tuple(before[-past:]), tuple(after[:coming]))


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    is_done: bool
    when: str = ""
    url: str = ""
    is_open: bool = False


def _numbered(line: Sequence[_Step]) -> list[Stage]:
    """Done, then one that is now, then the rest: the first step that is not done is where the programme is.

    A call that is open is now as well, while an earlier one still waits for its results.
    """
    here = next((index for index, step in enumerate(line) if not step.is_done), len(line))
    names = ["done"] * here + ["now"] + ["next"] * len(line)
    states = ["now" if step.is_open else name for step, name in zip(line, names, strict=False)]
    return [Stage(step.label, state, step.when, step.url) for step, state in zip(line, states, strict=True)]


def _is_finished(call: Call) -> bool:
    return call.results_published_at is not None or call.state == "archived"


def _whole(call: Call, programme: Programme) -> _Step:
    if call.results_published_at is not None:
        when = _("results %(day)s") % {"day": date_format(local_day(call.results_published_at, programme), "F Y")}
    else:
        when = _when_taken(call, programme)
    return _Step(call.title, _is_finished(call), when, _call_page(call, programme), call.state == "open")


def _steps(call: Call, programme: Programme) -> list[_Step]:
    decision = call.terms.planned_decision_on
    return [
        _Step(
            call.title,
            call.state in ("closed", "decided"),
            _when_taken(call, programme),
            _call_page(call, programme),
        ),
        _Step(_("Eligibility check and evaluation"), call.state == "decided"),
        _Step(
            _("Award decision"), False, _("planned for %(day)s") % {"day": day_or_month(decision)} if decision else ""
        ),
    ]


def _when_taken(call: Call, programme: Programme) -> str:
    if call.state in ("open", "closed"):
        return _("until %(day)s") % {"day": date_format(local_day(call.deadline_at, programme), "j F Y")}
    return _opening(call, programme)


def _opening(call: Call, programme: Programme) -> str:
    if call.state == "announced":
        month = call.terms.announced_month or call.opens_at.strftime("%Y-%m")
        return _("planned for %(month)s") % {"month": day_or_month(month)}
    return _("opens %(day)s") % {"day": date_format(local_day(call.opens_at, programme), "j F Y")}


def _dates_of(call: Call, programme: Programme) -> list[Line]:
    """Opening and deadline; a day that the programme's calendar states for this call brings its standing and source."""
    zone = ZoneInfo(programme.terms.time_zone)
    stated = {entry.on: entry for entry in programme.terms.calendar if entry.kind == "call" and entry.call == call.code}
    usual = "illustrative" if "dates" in call.terms.illustrative else "fact"
    lines = []
    for moment, title in ((call.opens_at, _("%(call)s opens")), (call.deadline_at, _("%(call)s closes"))):
        local = moment.astimezone(zone)
        entry = stated.get(local.date().isoformat())
        source = entry.source if entry else ""
        lines.append(
            Line(
                local.date(),
                local.date(),
                date_format(local, "j F Y, H:i"),
                title % {"call": call.title},
                url=_call_page(call, programme),
                standing=entry.standing if entry else usual,
                source=source,
                source_url=programme.terms.sources.get(source, ""),
                ends_at=moment,
            )
        )
    return lines


def _entry(entry: CalendarEntry, programme: Programme) -> Line:
    when = day_or_month(entry.on)
    if entry.until:
        when = f"{when} – {day_or_month(entry.until)}"
    return Line(
        _first_day(entry.on),
        _last_day(entry.until or entry.on),
        when,
        entry.title,
        entry.description,
        entry.place,
        outcome=entry.outcome,
        standing=entry.standing,
        source=entry.source,
        source_url=programme.terms.sources.get(entry.source, ""),
    )


def _first_day(text: str) -> date:
    return date.fromisoformat(text if len(text) > len("2022-01") else f"{text}-01")


def _last_day(text: str) -> date:
    first = _first_day(text)
    if len(text) > len("2022-01"):
        return first
    return first.replace(day=monthrange(first.year, first.month)[1])


def _published(count: int) -> str:
    return _("%(count)d published") % {"count": count} if count else _("in elaboration")


def _until(day: date) -> str:
    return _("until %(day)s") % {"day": date_format(day, "F Y")}


def _page(stage: str, programme: Programme) -> str:
    return address(f"{stage}:list", slug=programme.slug)


def _call_page(call: Call, programme: Programme) -> str:
    return address("calls:show", slug=programme.slug, code=call.code)
