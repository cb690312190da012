"""What the built-in tests look at besides one version: the programme, its other applications, other programmes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F

from securit.programmes.public import Account, Partner, Programme, rule_words
from securit.stages.applications.public import ApplicationVersion
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.screening.contracts import Elsewhere, Listed, SanctionsFacts, Surroundings, marks_of
from securit.stages.screening.engines import MOST_COMPARED, alike, names_alike
from securit.stages.screening.models import ListedName
from securit.stages.screening.sanctions import names_in
from securit.stages.screening.selectors import loaded_lists

SHORTEST_ANSWER = 60


def surroundings_of(call: Call, number: str = "") -> Surroundings:
    """What the built-in tests need to know about the programme and the other applications of the call.

    With a number what is looked at for one application only is looked at for that one alone.
    """
    programme, terms = call.programme, call.programme.terms
    versions = unsealed_versions(programme)
    asked = [v.content for v in versions if _is_of(v, call) and number in ("", v.content["number"])]
    numbers = _numbers_by_organisation(version.content for version in versions if _is_of(version, call))
    return Surroundings(
        insiders=_insiders(programme),
        applications=numbers,
        used_cents=_used_cents(programme, numbers),
        ceiling_cents=terms.ceiling.amount_cents,
        ceiling_is_cumulative=terms.ceiling.scope == "recipient_in_programme",
        most_applications=call.terms.applications_per_organisation,
        insiders_may_apply=terms.profile.insiders_may_apply,
        sized_on=call.deadline_at.date(),
        elsewhere=_elsewhere(versions),
        in_programme=_taken_part(versions),
        awarded_elsewhere=_awarded_elsewhere(programme, numbers),
        alike=_alike(versions, number),
        listed=_listed(programme, asked),
        asked={field.code: field.label for field in call.terms.form.fields} if call.terms.form else {},
        words=rule_words(call.terms),
        terms=call.terms,
        waived_cents=terms.profile.declaration_waived_up_to_cents,
        may_control=frozenset(terms.lists.get("control", terms.lists.get("eligible", ()))),
    )


def unsealed_versions(programme: Programme) -> Sequence[ApplicationVersion]:
    """The counting version of every application of the programme that is no longer sealed."""
    rows = ApplicationVersion.objects.filter(
        programme=programme, application__state="submitted", number=F("application__submitted_number")
    ).exclude(application__call__state__in=SEALED_STATES)
    rows = rows.filter(application__extended_until__isnull=True)
    return list(rows.select_related("application__call").order_by("application__number", "id"))


def text_of(content: Mapping[str, Any]) -> str:
    """What the application says in its own words: title and every answer long enough to say something."""
    said = [content["title"]]
    for given in content["answers"].values():
        texts = given.values() if isinstance(given, dict) else [given]
        said.extend(text for text in texts if isinstance(text, str) and len(text) >= SHORTEST_ANSWER)
    return "\n".join(said)


def _is_of(version: ApplicationVersion, call: Call) -> bool:
    return version.application.call_id == call.pk


def _numbers_by_organisation(contents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for content in contents:
        for member in content["members"]:
            found[member["organisation"]["ref"]].append(content["number"])
    return {ref: tuple(numbers) for ref, numbers in found.items()}


def _elsewhere(versions: Sequence[ApplicationVersion]) -> dict[str, tuple[Elsewhere, ...]]:
    """What each organisation asks in applications of closed calls that are not decided on."""
    found: defaultdict[str, list[Elsewhere]] = defaultdict(list)
    for version in versions:
        if version.application.call.state == "closed":
            for member in version.content["members"]:
                one = Elsewhere(version.content["number"], version.content["call"], member["grant_cents"])
                found[member["organisation"]["ref"]].append(one)
    return {ref: tuple(rows) for ref, rows in found.items()}


def _taken_part(versions: Sequence[ApplicationVersion]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for version in versions:
        for member in version.content["members"]:
            found[member["organisation"]["ref"]] += 1
    return dict(found)


def _alike(versions: Sequence[ApplicationVersion], of: str) -> dict[str, tuple[tuple[str, int], ...]] | None:
    """Applications with nearly the same words, by number; ``None`` where there are too many to compare."""
    if len(versions) > MOST_COMPARED:
        return None
    texts = {version.content["number"]: text_of(version.content) for version in versions}
    return {number: tuple((one.ref, one.hundredths) for one in found) for number, found in alike(texts, of).items()}


def _listed(programme: Programme, contents: Sequence[Mapping[str, Any]]) -> SanctionsFacts | None:
    """Whom of the newest list the names of these applications are like; ``None`` where no list is loaded."""
    newest = loaded_lists(programme).first()
    if newest is None:
        return None
    asked = {key: name for content in contents for key, name in names_in(content).items()}
    rows = {str(row.pk): row for row in newest.names.order_by("id")}
    alike_to = names_alike(asked, {key: row.name for key, row in rows.items()}) if asked and rows else {}
    hits = {key: tuple(_hit(rows[one.ref], one.hundredths) for one in found) for key, found in alike_to.items()}
    return SanctionsFacts(newest.generated_on.isoformat(), newest.sha256, newest.entries, hits)


def _hit(row: ListedName, hundredths: int) -> Listed:
    return Listed(row.name, row.reference, row.regime, hundredths)


def _insiders(programme: Programme) -> dict[str, str]:
    found: dict[str, str] = {}
    for partner in Partner.objects.filter(programme=programme).select_related("organisation").order_by("id"):
        entity = partner.organisation
        for mark in marks_of(entity.legal_name, entity.country, entity.register_number):
            found.setdefault(mark, entity.legal_name)
    return found


def _used_cents(programme: Programme, refs: Iterable[str]) -> dict[str, int]:
    """What the ledger holds for these legal entities over all calls of the programme."""
    wanted = set(refs)
    accounts = Account.objects.filter(programme=programme, scope="entity")
    rows = accounts.values_list("key", "reserved_cents", "committed_cents")
    return {key: reserved + committed for key, reserved, committed in rows if key in wanted}


def _awarded_elsewhere(programme: Programme, refs: Iterable[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """What other programmes of the installation hold for these legal entities, once they published results."""
    published = Call.objects.filter(results_published_at__isnull=False).values("programme_id")
    accounts = Account.objects.filter(scope="entity", programme__in=published).exclude(programme=programme)
    rows = accounts.order_by("programme_id", "id").values_list(
        "key", "programme__title", "reserved_cents", "committed_cents"
    )
    wanted = set(refs)
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, title, reserved, committed in rows:
        if key in wanted and reserved + committed:
            found[key].append((title, reserved + committed))
    return {key: tuple(awards) for key, awards in found.items()}
