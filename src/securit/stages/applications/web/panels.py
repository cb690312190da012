"""What this stage shows on the page of a call: how many applications there are, never what they say."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kit.maps import country_name
from securit.kit.panels import Context, Panel
from securit.stages.applications.selectors import counts_of
from securit.stages.calls.public import Call


def _counts(call: Call, actor: Actor) -> Context:
    counts, language = counts_of(call), get_language() or "en"
    titles = {domain.code: domain.title for domain in call.programme.terms.domains}
    others = _("others, together: too few to be named before the deadline")
    countries = [
        (country_name(code, language) if code else others, drafts, sent) for code, drafts, sent in counts.by_country
    ]
    return {
        "counts": counts,
        "domains": [(titles.get(code, code) or others, drafts, sent) for code, drafts, sent in counts.by_domain],
        "countries": sorted(countries, key=lambda row: (row[0] == others, -row[2], row[0])),
    }


COUNTS = Panel(
    subject_kind="call",
    place="work",
    order=10,
    action="call.view_counts",
    selector=_counts,
    template="applications/panels/counts.html",
)
