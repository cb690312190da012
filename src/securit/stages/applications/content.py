"""The canonical content of an application: what a version stores, what rules are asked about, what people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from securit.machinery.forms import FieldType, FormSpec
from securit.stages.applications.models import Application, Member
from securit.stages.calls.public import Call

SCHEMA = "securit.application/1"
EMPTY_FORM = FormSpec("", ())


def form_of(call: Call) -> FormSpec:
    """The call's form; an empty one where the call asks nothing."""
    return call.terms.form or EMPTY_FORM


def content_of(application: Application, members: Sequence[Member]) -> dict[str, Any]:
    """The content as it stands now; ``members`` are those present, with their organisations, in order."""
    form = form_of(application.call)
    answers = _answers(form, application.answers, [member.ref for member in members])
    return {
        "schema": SCHEMA,
        "programme": application.programme.slug,
        "call": application.call.code,
        "number": application.number,
        "acronym": application.acronym,
        "title": application.title,
        "instrument": application.instrument,
        "domain": application.domain,
        "challenge": application.challenge,
        "answers": answers,
        "members": [_member(member) for member in members],
        "cost_cents": sum(member.cost_cents for member in members),
        "grant_cents": sum(member.grant_cents for member in members),
        "files": _files(form, answers),
        "form_version": form.sha256,
    }


def in_lists(content: Mapping[str, Any]) -> dict[str, Any]:
    """What lists show of a content: the columns of ``ListedVersion``."""
    texts = ("acronym", "title", "domain", "challenge", "instrument")
    return {
        **{name: content[name] for name in texts},
        "countries": " ".join(sorted({member["country"] for member in content["members"]})),
        "members": len(content["members"]),
        "cost_cents": content["cost_cents"],
        "grant_cents": content["grant_cents"],
    }


def _answers(form: FormSpec, answers: Mapping[str, Any], refs: Sequence[str]) -> dict[str, Any]:
    """The answers of visible fields; those asked per member only of members who are still in the team."""
    visible = form.without_hidden(answers)
    for field in form.fields:
        if field.per_member and isinstance(visible.get(field.code), Mapping):
            kept = {ref: value for ref, value in visible[field.code].items() if ref in refs}
            visible = {**visible, field.code: kept} if kept else {k: v for k, v in visible.items() if k != field.code}
    return visible


def _member(member: Member) -> dict[str, Any]:
    organisation = member.organisation
    signed_off = member.state == "signed_off"
    size = {"size": member.size} if member.size else {}
    return {
        "ref": member.ref,
        "role": member.role,
        "kind": organisation.organisation_kind,
        "country": organisation.country,
        "legal_name": organisation.legal_name,
        "organisation": {
            "ref": organisation.ref,
            "legal_name": organisation.legal_name,
            "kind": organisation.organisation_kind,
            "country": organisation.country,
            "city": organisation.city,
            "register_number": organisation.register_number,
            "website": organisation.website,
            "headcount": organisation.headcount,
            "turnover_cents": organisation.turnover_cents,
            "balance_cents": organisation.balance_cents,
        },
        "cost_cents": member.cost_cents,
        "grant_cents": member.grant_cents,
        "signed_off": signed_off,
        "signed_off_by": member.signed_off_by if signed_off else "",
        "signed_off_at": moment_text(member.signed_off_at) if signed_off and member.signed_off_at else "",
        **size,
    }


def _files(form: FormSpec, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files that the answers name, in the order of the form; ``member`` only where each member brings one."""
    files = []
    for field in form.fields:
        given = answers.get(field.code)
        if field.type is not FieldType.FILE or not isinstance(given, Mapping):
            continue
        for ref, value in sorted(given.items()) if field.per_member else [("", given)]:
            pinned = {"field": field.code, "name": value["name"], "sha256": value["sha256"], "size": value["size"]}
            files.append(pinned | ({"member": ref} if ref else {}))
    return files


def moment_text(moment: datetime) -> str:
    """A moment in canonical content: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
