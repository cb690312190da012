"""Take a need in: from the public questionnaire, from a member of staff, or from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.policy import ProgrammeFacts
from securit.kernel.refusals import NotAllowed
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.needs.checking import (
    CannotStateNeed,
    choice_problems,
    cleaned,
    contact_problems,
    first_raised,
    problems_in,
)
from securit.stages.needs.contracts import ContactDetails, Source, Statement, Tlp
from securit.stages.needs.disclosure import default_audience
from securit.stages.needs.models import Need, NeedContact
from securit.stages.needs.selectors import domains_of


def record_need(
    *,
    programme: Programme,
    statement: Statement,
    contact: ContactDetails,
    actor: Actor,
    at: datetime,
    host: Partner | None = None,
    tlp: str = Tlp.CLEAR,
    audience: Mapping[str, int] | None = None,
    declared_unclassified: bool = False,
    source: str = Source.QUESTIONNAIRE,
    synthetic: bool = False,
    intent: str = "",
) -> Need:
    """A need being written; it counts once it is submitted. Without ``host`` the coordinator takes it in.

    The contact is stored beside it. Raises :class:`CannotStateNeed` naming the field (see :mod:`..checking` for all
    problems at once), and :class:`NotAllowed` where somebody without a role says it came from staff.
    """
    need, whom = stated_need(
        programme=programme,
        statement=statement,
        contact=contact,
        domains={},
        host=host,
        tlp=tlp,
        audience=audience,
        declared_unclassified=declared_unclassified,
        source=source,
        synthetic=synthetic,
        actor=actor,
        at=at,
    )

    def after(row: Need) -> None:
        row.contact = contact_of(row, whom)
        row.contact.save(force_insert=True)

    note = Note(details={"source": source, "tlp": tlp, "domain": need.domain.code, "host": need.host.code})
    return create(need, actor=actor, at=at, note=note, after=after, intent=intent)


def stated_need(
    *,
    programme: Programme,
    statement: Statement,
    contact: ContactDetails,
    domains: Mapping[str, Domain],
    host: Partner | None,
    tlp: str,
    audience: Mapping[str, int] | None,
    declared_unclassified: bool,
    source: str,
    synthetic: bool,
    actor: Actor,
    at: datetime,
) -> tuple[Need, ContactDetails]:
    """The need as it would be stored, and whom to ask back; nothing is stored. Raises as :func:`record_need`.

    ``domains`` are those known already, by code, so that many needs are made without looking each up.
    """
    values = cleaned(asdict(statement))
    whom = ContactDetails(**cleaned(asdict(contact)))
    chosen = {**default_audience(), **(audience or {})}
    first_raised(problems_in(values) + contact_problems(whom) + choice_problems(tlp, chosen))
    if not declared_unclassified:
        raise CannotStateNeed(
            _("Please confirm that nothing here is classified information."),
            code="not_declared_unclassified",
            field="declared_unclassified",
            remedy=_("Classified information may not be handled on this platform."),
        )
    _check_source(source, programme, actor)
    code = values.pop("domain")
    values["further_domains"] = further_of(programme, code, values["further_domains"])
    need = Need(
        **values,
        programme=programme,
        domain=domains.get(code) or domain_of(programme, code),
        host=_host(programme, host),
        tlp=tlp,
        audience=chosen,
        declared_unclassified=True,
        source=source,
        created_at=at,
        synthetic=synthetic,
    )
    return need, whom


def contact_of(need: Need, whom: ContactDetails) -> NeedContact:
    """The row beside the need that says whom to ask back; not stored yet."""
    return NeedContact(programme=need.programme, need=need, name=whom.name, email=whom.email.lower())


def domain_of(programme: Programme, code: str) -> Domain:
    """The domain of that code. Raises :class:`CannotStateNeed`."""
    found = Domain.objects.filter(programme=programme, code=code).first()
    if found is None:
        raise CannotStateNeed(_("Choose one of the domains."), code="unknown_domain", field="domain")
    return found


def further_of(programme: Programme, main: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The further domains in the programme's order, the main one left out. Raises :class:`CannotStateNeed`."""
    wanted = set(codes) - {main}
    found = tuple(domain.code for domain in domains_of(programme) if domain.code in wanted) if wanted else ()
    if len(found) < len(wanted):
        raise CannotStateNeed(_("Choose some of the domains."), code="unknown_domain", field="further_domains")
    return found


def _check_source(source: str, programme: Programme, actor: Actor) -> None:
    if source not in Source.values:
        raise CannotStateNeed(_("There is no such way in."), code="unknown_source", field="source")
    if source == Source.QUESTIONNAIRE:
        return
    verdict = policy.decide(actor, "need.record", ProgrammeFacts(programme.pk))
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)


def _host(programme: Programme, host: Partner | None) -> Partner:
    if host is not None:
        if host.programme_id != programme.pk:
            raise CannotStateNeed(_("Choose one of the partners."), code="unknown_host", field="host")
        return host
    found = Partner.objects.filter(programme=programme, role="coordinator").select_related("organisation").first()
    if found is None:
        raise CannotStateNeed(_("This programme has no coordinator yet."), code="no_host", field="host")
    return found
