"""Invented values for the gallery: every component in its states, from empty to far too long."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.html import format_html

from securit.kit import charts, maps, tables
from securit.kit.charts import Datum

NOW = datetime(2031, 3, 12, 9, 30, tzinfo=UTC)
LONG = (
    "Verification of interoperability between heterogeneous supervisory-control-and-data-acquisition installations "
    "of cross-border district-heating operators"
)


class SampleForm(forms.Form):
    """One field of each kind, as a stage would declare it."""

    title = forms.CharField(label="Title", help_text="As it will stand on the public page.", max_length=120)
    summary = forms.CharField(
        label="Summary",
        help_text="What hurts today, and what would be different?",
        widget=forms.Textarea(attrs={"data-max-words": "60"}),
    )
    acronym = forms.CharField(
        label="Acronym", required=False, widget=forms.TextInput(attrs={"data-max-characters": "12"})
    )
    country = forms.ChoiceField(label="Country", choices=[("", "Choose …"), ("LV", "Latvia"), ("PT", "Portugal")])
    starts_on = forms.DateField(label="Start", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    budget = forms.CharField(
        label="Total cost",
        help_text="In euros, like 12000.00.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    role = forms.ChoiceField(
        label="Your role",
        help_text="You can change it until the application is submitted.",
        choices=[("lead", "We lead the team"), ("member", "We are a member"), ("user", "We are the end user")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        required=False,
        choices=[("water", "Water"), ("heat", "Heat"), ("grid", "Grid")],
        widget=forms.CheckboxSelectMultiple,
    )
    annex = forms.FileField(label="Annex", required=False, help_text="PDF, at most 10 MiB.")
    honour = forms.BooleanField(label="I declare on my honour that what stands here is true.")
    locked = forms.CharField(label="Reference", initial="ABCDE12345", disabled=True, required=False)


def _refused_form() -> SampleForm:
    form = SampleForm({"title": "", "summary": "Too short.", "country": "XX", "role": "lead"}, prefix="refused")
    form.is_valid()
    return form


def _table() -> tables.Table:
    state = format_html('<span class="k-badge k-tone-{}">{}</span>', "success", "accepted")
    return tables.Table(
        caption="Applications",
        note="Sorted by their number.",
        columns=(
            tables.Column("Title", sort_url="?sort=title", sorted="ascending"),
            tables.Column("Team"),
            tables.Column("State"),
            tables.Column("Sub-grant", numeric=True, sort_url="?sort=grant"),
        ),
        rows=(
            tables.Row(("Quiet Valves", "Two firms from Latvia and Portugal", state, "€41,250"), url="#"),
            tables.Row((LONG, "Aguas-Limpas-e-Seguras-do-Norte-Intermunicipal S.A.", state, "€9,999,999.99"), url="#"),
            tables.Row(("Third without a team", "", state, "€12,000"), url="#"),
        ),
        total=tables.Row(("Sum", "", "", "€10,053,249.99")),
        pages=tables.pages(4, 12, lambda number: f"?page={number}"),
    )


def _charts() -> dict[str, charts.Chart]:
    topics = [Datum("Water", 34), Datum("Heat and cooling networks", 21), Datum("Grid", 13), Datum("Other", 0)]
    return {
        "bars": charts.bars(topics, title="Applications by topic", head=("Topic", "Applications"), note="All calls."),
        "columns": charts.columns(
            [Datum(str(score), count) for score, count in enumerate((0, 1, 3, 9, 14, 11, 6, 2, 1))],
            title="How scores spread",
            head=("Score", "Applications"),
        ),
        "funnel": charts.funnel(
            [Datum("Started", 88), Datum("Submitted", 61), Datum("Eligible", 54), Datum("Funded", 12)],
            title="From draft to sub-grant",
            head=("Step", "Applications"),
        ),
        "donut": charts.donut(topics[:3], title="Share of topics", head=("Topic", "Applications")),
        "stacked": charts.stacked(
            [
                Datum("Committed", 410_000, "€410,000"),
                Datum("Reserved", 95_000, "€95,000"),
                Datum("Free", 60_000, "€60,000"),
            ],
            title="Where the budget stands",
            head=("Part", "Amount"),
        ),
        "sparkline": charts.sparkline(
            [Datum(f"Week {week}", count) for week, count in enumerate((2, 3, 3, 7, 12, 20, 44), start=1)],
            title="Drafts started",
            head=("Week", "Drafts"),
            note="Seven weeks before the deadline.",
        ),
        "calls": charts.line_of_calls(
            [
                charts.Span("First call", date(2030, 2, 1), date(2030, 5, 15), "Feb – May 2030", 1),
                charts.Span("Second call", date(2031, 1, 20), date(2031, 4, 2), "Jan – Apr 2031", 2),
            ],
            starts_on=date(2029, 10, 1),
            ends_on=date(2032, 3, 1),
            today=NOW.date(),
            title="The calls",
            head=("Call", "Open"),
        ),
        "plan": charts.work_plan(
            [("Design with two users", 1, 4), ("Prototype", 3, 9), ("Trial in the network", 9, 12)],
            months=12,
            title="Months of the work plan",
            head=("Work", "Months"),
        ),
        "no_numbers": charts.bars([], title="Payments by month", head=("Month", "Payments")),
    }


def stages() -> list[dict[str, str]]:
    """A programme in the middle of its line."""
    return [
        {"label": "Needs", "state": "done", "when": "autumn 2029", "url": "#"},
        {"label": "Challenges", "state": "done", "when": "January 2030", "url": "#"},
        {"label": "Open call", "state": "now", "when": "until 2 April", "url": "#"},
        {"label": "Evaluation", "state": "next", "when": "April – June"},
        {"label": "Award", "state": "next", "when": "July"},
        {"label": "Delivery", "state": "next", "when": "to 2032"},
    ]


def samples() -> dict[str, Any]:
    """The context of the gallery: what its template code names."""
    return {
        "now": NOW,
        "soon": datetime(2031, 3, 12, 16, 0, tzinfo=UTC),
        "later": datetime(2031, 4, 2, 15, 0, tzinfo=UTC),
        "past": datetime(2031, 3, 1, 23, 30, tzinfo=UTC),
        "long": LONG,
        "form": SampleForm(),
        "refused": _refused_form(),
        "table": _table(),
        "empty_table": tables.Table("Applications", (tables.Column("Title"), tables.Column("State")), ()),
        "stages": stages(),
        "entries": [
            {
                "when": NOW,
                "title": "Submitted",
                "who": "Ilze Ozola",
                "tone": "success",
                "text": "Sealed; receipt sent.",
            },
            {"when": datetime(2031, 3, 11, 18, 2, tzinfo=UTC), "title": "Signed off by both members", "tone": "info"},
            {"when": "3 March 2031", "title": "Draft started", "who": "Ilze Ozola", "url": "#"},
        ],
        "facts": [("Reference", "ABCDE12345"), ("Lead", "Quiet Valves SIA, Riga"), ("Title", LONG)],
        "tabs": [
            {"label": "Overview", "url": "#", "current": True},
            {"label": "Team", "url": "#", "count": 2},
            {"label": "Budget", "url": "#"},
            {"label": "Questions and answers", "url": "#", "count": 14},
        ],
        "trail": [("Calls", "#"), ("Second call", "#"), ("Quiet Valves", "")],
        "charts": _charts(),
        "map": maps.europe(
            {
                "LV": 12,
                "PT": 9,
                "FR": 21,
                "DE": 7,
                "EL": 2,
                "XK": 1,
                "MT": 3,
                "TR": 4,
                "IL": 2,
                "AM": 1,
                "NO": 5,
                "CA": 1,
            },
            title="Where applicants come from",
            head=("Country", "Applicants"),
            none="none",
            description="Most applicants come from France and Latvia.",
        ),
    }


def site(person: str = "") -> dict[str, Any]:
    """What the base templates take, filled as an installation would."""
    return {
        "programme_name": "Clear Water",
        "programme_url": "#",
        "now": NOW,
        "nav": [
            {"label": "Programme", "url": "#", "current": True},
            {"label": "Challenges", "url": "#"},
            {"label": "Calls", "url": "#"},
            {"label": "Results", "url": "#"},
            {"label": "Partners", "url": "#"},
        ],
        "foot_nav": [{"label": "Privacy", "url": "#"}, {"label": "Accessibility", "url": "#"}],
        "funding_statement": (
            "Funded by the European Union. Views and opinions expressed are those of the authors only and do not "
            "necessarily reflect those of the European Union. Neither the European Union nor the granting authority "
            "can be held responsible for them."
        ),
        "demo": {"date_label": "12 March 2031", "move_url": "#"},
        "sign_in_url": "#",
        "person": {"name": person, "home_url": "#", "logout_url": "#"} if person else None,
        "programmes": [{"label": "Clear Water", "url": "#", "current": True}, {"label": "Warm Homes", "url": "#"}],
        "work_nav": [
            {
                "title": "",
                "entries": [
                    {"label": "Home", "url": "#", "icon": "house", "current": True},
                    {"label": "Tasks", "url": "#", "icon": "list-check", "count": 7},
                ],
            },
            {
                "title": "Second call",
                "entries": [
                    {"label": "Applications", "url": "#", "icon": "file-earmark-text"},
                    {"label": "Eligibility check", "url": "#", "icon": "shield-check", "count": 3},
                    {"label": "Evaluation", "url": "#", "icon": "people"},
                    {"label": "Ranking", "url": "#", "icon": "funnel"},
                ],
            },
        ],
    }
