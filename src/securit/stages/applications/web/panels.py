"""What this stage shows on the page of a call: how many applications there are, never what they say."""

from __future__ import annotations

from django.utils.translation import get_language

from securit.kernel.actor import Actor
from securit.kit.maps import country_name
from securit.kit.panels import Context, Panel
from securit.stages.applications.selectors import counts_of
from securit.stages.calls.public import Call


def _counts(call: Call, actor: Actor) -> Context:
    counts, language = counts_of(call), get_language() or "en"
    titles = {domain.code: domain.title for domain in call.programme.terms.domains}
    countries = [(country_name(code, language), drafts, sent) for code, drafts, sent in counts.by_country]
    return {
        "counts": counts,
        "domains": [(titles.get(code, code), drafts, sent) for code, drafts, sent in counts.by_domain],
        "countries": sorted(countries, key=lambda row: (-row[2], row[0])),
    }


COUNTS = Panel(
    subject_kind="call",
    place="work",
    order=10,
    action="call.view_counts",
    selector=_counts,
    template="applications/panels/counts.html",
)
