"""What the gallery shows: each exhibit is the very template code a page would write, so it cannot drift from use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exhibit:
    """A component in one state: when to use it and the template code that draws it."""

    title: str
    note: str
    code: str
    wide: bool = False


@dataclass(frozen=True)
class Room:
    """Exhibits of one family."""

    key: str
    title: str
    exhibits: tuple[Exhibit, ...]


ROOMS = (
    Room(
        "actions",
        "Buttons and links",
        (
            Exhibit(
                "Button",
                "One primary per view; the rest plain, quiet or danger.",
                '<div class="k-row">{% button "Submit application" icon="send" %}\n'
                '{% button "Save draft" tone="plain" %}\n'
                '{% button "Later" tone="quiet" %}\n{% button "Withdraw" tone="danger" icon="trash" %}\n'
                '{% button "Small" tone="plain" small=True %}</div>',
            ),
            Exhibit(
                "Disabled with its reason",
                "Never hide what a person may do later: grey it and say what is missing.",
                '{% button "Submit application" disabled_reason="A second country is missing in your team." %}',
            ),
            Exhibit(
                "Link that acts",
                "Leads to a page where something is done.",
                '<div class="k-row">{% link_button "Start an application" "#" tone="primary" icon="arrow-right" %}\n'
                '{% link_button "Download the guide" "#" icon="download" %}\n'
                '{% link_button "Open the ranking" "#" disabled_reason="The evaluation is still running." %}</div>',
            ),
        ),
    ),
    Room(
        "states",
        "States, times, amounts",
        (
            Exhibit(
                "Badge",
                "A state in words; the tone only supports them.",
                '{% badge "drafted" %} {% badge "published" "info" %} {% badge "in evaluation" "progress" %}\n'
                '{% badge "accepted" "success" %} {% badge "revision requested" "warning" %} '
                '{% badge "rejected" "danger" %}',
            ),
            Exhibit(
                "Deadline",
                "Brussels time first, UTC beside it; with now it counts down by the server’s clock.",
                "{% deadline later now %}<br>{% deadline soon now %}<br>{% deadline past now %}<br>"
                "{% deadline later %}",
            ),
            Exhibit("Money", "Whole cents in; never broken over lines.", "{% money 4125000 %} · {% money 1050 %}"),
            Exhibit(
                "Progress",
                "How much of a whole is reached.",
                '{% progress 3 4 "Checklist" %}\n{% progress 120 100 "Over the ceiling" tone="danger" '
                'text="€120 of €100" %}\n{% progress 0 0 "Nothing planned" %}',
            ),
            Exhibit("Facts", "What is so, as terms and values.", "{% facts facts %}"),
            Exhibit("Timeline", "What happened, newest first.", "{% timeline entries %}"),
            Exhibit(
                "Decision",
                "A person, a moment, a reason; the recommendation stays apart.",
                '{% decision "Funded" who="Ilze Ozola" role="coordinator" when=now tone="success" '
                'reason="Third in the ranking and within the budget of the call." '
                'advice="fund (ranking, position 3)" url="#" %}',
            ),
            Exhibit(
                "Decision against",
                "The same weight for a refusal.",
                '{% decision "Not eligible" who="Rui Prado" when=now tone="danger" '
                'reason="The lead is established in a country that the call does not list." %}',
            ),
        ),
    ),
    Room(
        "numbers",
        "Tiles",
        (
            Exhibit(
                "Tile",
                "A number, what it counts, and where it comes from.",
                '<div class="k-grid k-grid-tiles">{% tile 61 "applications submitted" source="this installation" %}'
                '{% tile "€565,000" "for sub-grants" source="grant agreement" source_url="#" %}'
                '{% tile 17 "countries" note="two more than in the first call" url="#" %}'
                '{% tile 0 "payments" note="The first are due in autumn." %}</div>',
                wide=True,
            ),
        ),
    ),
    Room(
        "way",
        "Where we are",
        (
            Exhibit("Stage bar", "The programme’s line and where it stands.", "{% stage_bar stages %}", wide=True),
            Exhibit("Breadcrumb", "The way here.", "{% breadcrumb trail %}"),
            Exhibit("Tabs", "Parts of one subject, each with its own address.", '{% tabs tabs "Application" %}'),
        ),
    ),
    Room(
        "frames",
        "Panels and notices",
        (
            Exhibit(
                "Panel",
                "A framed part of a page; a later stage may add one.",
                '{% panel "Your team" url="#" action="Change" %}<p>Two firms from two countries.</p>{% endpanel %}',
            ),
            Exhibit(
                "Notice",
                "Something to know, at its place.",
                '{% notice "info" "Sealed until the deadline" %}<p>Nobody reads it before.</p>{% endnotice %}\n'
                '{% notice "success" %}<p>Saved.</p>{% endnotice %}\n'
                '{% notice "warning" "Two days left" %}<p>One member has not signed off yet.</p>{% endnotice %}\n'
                '{% notice "danger" "Not submitted" %}<p>The deadline passed at 17:00. <a href="#">What now?</a></p>'
                "{% endnotice %}",
            ),
            Exhibit(
                "Bands",
                "Persistent marks of synthetic and illustrative content.",
                '{% band "synthetic" url="#" action="Show only real records" %}\n{% band "illustrative" %}',
            ),
            Exhibit(
                "Empty state",
                "Nothing yet, and what to do about it.",
                '{% empty "No applications yet" "They appear here once the call is open." action="See the call" '
                'url="#" %}',
            ),
        ),
    ),
    Room(
        "tables",
        "Tables",
        (
            Exhibit("Table", "Sortable, paged; on a phone rows become cards.", "{% data_table table %}", wide=True),
            Exhibit("Empty table", "Says so in its place.", "{% data_table empty_table %}", wide=True),
        ),
    ),
    Room(
        "forms",
        "Forms",
        (
            Exhibit(
                "Fields",
                "Label, help, thing and error at one place.",
                '<form method="post" action="#">{% form_fields form %}<div class="k-form-actions">{% button "Send" %}'
                "</div></form>",
            ),
            Exhibit(
                "A refused form",
                "Summary above, the same sentence at each field; what was typed stays.",
                '<form method="post" action="#">{% form_errors refused %}{% form_fields refused %}</form>',
            ),
        ),
    ),
    Room(
        "figures",
        "Charts and the map",
        (
            Exhibit("Bars", "Compare amounts.", "{% chart charts.bars %}"),
            Exhibit("Columns", "A spread over short steps.", "{% chart charts.columns %}"),
            Exhibit("Funnel", "What is left of the first step.", "{% chart charts.funnel %}"),
            Exhibit("Donut", "Parts of a whole, at most six.", "{% chart charts.donut %}"),
            Exhibit("Stacked bar", "Parts of a budget.", "{% chart charts.stacked %}"),
            Exhibit("Sparkline", "How something grew.", "{% chart charts.sparkline %}"),
            Exhibit("Line of calls", "When calls are open.", "{% chart charts.calls %}"),
            Exhibit("Work plan", "What is done in which months.", "{% chart charts.plan %}"),
            Exhibit("No numbers", "An empty chart says so.", "{% chart charts.no_numbers %}"),
            Exhibit("Map", "Counts by country; what it cannot show is named.", "{% europe_map map %}", wide=True),
        ),
    ),
)
