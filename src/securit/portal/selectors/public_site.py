"""What the public pages of a programme show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit import money
from securit.kernel.actor import ANONYMOUS
from securit.kit.maps import country_name
from securit.machinery.documents.markdown import to_flowing_html
from securit.portal.addresses import address
from securit.portal.selectors.calendar import Moment, Stage, around, calendar, local_day, stages
from securit.portal.selectors.figures import ProgrammeFigures, public_figures
from securit.programmes.definition import Ambassador, Partner
from securit.programmes.public import Programme
from securit.stages.calls.public import Call, visible_calls
from securit.stages.challenges.public import published_challenges

COMING_STATES = ("published", "announced")


@dataclass(frozen=True, slots=True)
class DomainCard:
    """A domain with the number of its published challenges."""

    title: str
    description: str
    challenges: int
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call as the public sees it; ``opens`` is empty once it is open or over."""

    call: Call
    url: str
    results_url: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The first page of a programme."""

    programme: Programme
    leading: Call | None
    stages: list[Stage]
    moment: Moment
    figures: ProgrammeFigures
    calls: list[CallCard]
    domains: list[DomainCard]


def public_page(programme: Programme, *, at: datetime, records: str = "all") -> PublicPage:
    """The programme as anybody may see it at this moment."""
    calls = list(visible_calls(programme, ANONYMOUS).exclude(state="cancelled"))
    challenges = list(published_challenges(programme))
    return PublicPage(
        programme=programme,
        leading=_leading(calls),
        stages=stages(programme, calls, len(challenges), at),
        moment=around(calendar(programme, calls), local_day(at, programme), at),
        figures=public_figures(programme, calls, records=records),
        calls=[_card(call) for call in reversed(calls)],
        domains=_domains(programme, Counter(challenge.domain.code for challenge in challenges)),
    )


def texts_of(programme: Programme) -> dict[str, Any]:
    """What the programme says about itself, ready to show."""
    terms = programme.terms
    lead, _break, _rest = terms.summary.partition("\n\n")
    facts = [
        (_("Title"), programme.title),
        (_("Runs"), f"{date_format(programme.starts_on, 'j F Y')} – {date_format(programme.ends_on, 'j F Y')}"),
        (_("Funded by"), terms.funding_programme),
        (_("Grant agreement"), terms.grant_agreement),
        (_("For third parties"), money.euros(programme.budget_cents)),
        (_("Most for one recipient"), money.euros(terms.ceiling.amount_cents)),
        (_("Contact"), terms.contact_email),
    ]
    return {
        "lead": lead,
        "summary": to_flowing_html(terms.summary),
        "notice": to_flowing_html(terms.notice) if terms.notice else "",
        "budget": money.euros(programme.budget_cents),
        "facts": [(term, value) for term, value in facts if value],
    }


def other_programmes(programme: Programme) -> list[Programme]:
    """The further programmes of this installation, in the order they were set up."""
    return list(Programme.objects.exclude(pk=programme.pk).exclude(state="prepared").order_by("id"))


def _leading(calls: Sequence[Call]) -> Call | None:
    """The call that the page begins with: the open one that closes first, else the next to open, else the last."""
    opened = sorted((call for call in calls if call.state == "open"), key=lambda call: call.deadline_at)
    coming = [call for call in calls if call.state in COMING_STATES]
    return next(iter([*opened, *coming, *reversed(calls)]), None)


def _card(call: Call) -> CallCard:
    slug = call.programme.slug
    results = address("selection:results", slug=slug, code=call.code) if call.results_published_at is not None else ""
    return CallCard(call, address("calls:show", slug=slug, code=call.code), results)


def _domains(programme: Programme, challenges: Mapping[str, int]) -> list[DomainCard]:
    return [
        DomainCard(d.title, d.description, challenges.get(d.code, 0), d.standing == "illustrative")
        for d in programme.terms.domains
    ]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One statement about the programme, what it rests on, and whether it is fact, plan or illustration."""

    about: str
    statement: str
    standing: str
    source: str
    url: str


def source_lines(programme: Programme, calls: Sequence[Call]) -> list[SourceLine]:
    """Each statement of the programme's definition with its source; those without one are marked so."""
    return [
        SourceLine(about, statement, standing, source, programme.terms.sources.get(source, ""))
        for about, statement, standing, source in [*_statements(programme), *_call_statements(calls)]
    ]


def _statements(programme: Programme) -> list[tuple[str, str, str, str]]:
    terms = programme.terms
    lines = [(_("Partner"), partner.name, "fact", partner.source) for partner in terms.partners]
    lines += [(_("Ambassador"), a.name, a.standing, a.source) for a in terms.ambassadors]
    lines += [(_("Domain"), domain.title, domain.standing, domain.source) for domain in terms.domains]
    lines += [(_("Calendar"), f"{entry.on}: {entry.title}", entry.standing, entry.source) for entry in terms.calendar]
    lines += [(_("Funded project"), entry.acronym, entry.standing, entry.source) for entry in terms.showcase]
    for indicator in terms.indicators:
        for measured in indicator.measurements:
            statement = f"{indicator.title}: {measured.value:,} {indicator.unit}"
            lines.append((_("Indicator"), statement, measured.standing, measured.source))
    return lines


def _call_statements(calls: Sequence[Call]) -> list[tuple[str, str, str, str]]:
    lines = []
    for call in calls:
        lines.append((call.title, _("The call as a whole"), "fact", call.terms.source))
        lines += [(call.title, part.replace("_", " "), "illustrative", "") for part in call.terms.illustrative]
    return lines


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """An organisation of the consortium, or an ambassador."""

    name: str
    country_name: str
    description: str
    website: str
    expertise: tuple[str, ...] = ()
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Consortium:
    """Who runs the programme, and where they are."""

    coordinator: PartnerCard | None
    partners: list[PartnerCard]
    ambassadors: list[PartnerCard]
    countries: Mapping[str, int]


def consortium(programme: Programme) -> Consortium:
    """Partners and ambassadors as the programme states them, the coordinator apart."""
    terms = programme.terms
    leading = [_partner_card(partner) for partner in terms.partners if partner.role == "coordinator"]
    return Consortium(
        leading[0] if leading else None,
        [_partner_card(partner) for partner in terms.partners if partner.role != "coordinator"],
        [_ambassador_card(ambassador) for ambassador in terms.ambassadors],
        Counter([partner.country for partner in terms.partners] + [a.country for a in terms.ambassadors]),
    )


def _partner_card(partner: Partner) -> PartnerCard:
    country = country_name(partner.country, get_language() or "en")
    return PartnerCard(partner.name, country, partner.description, partner.website, partner.expertise)


def _ambassador_card(ambassador: Ambassador) -> PartnerCard:
    country = country_name(ambassador.country, get_language() or "en")
    invented = ambassador.standing == "illustrative"
    return PartnerCard(ambassador.name, country, ambassador.description, ambassador.website, is_illustrative=invented)
