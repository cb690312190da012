"""The only place that changes a state.

One transaction: lock the root and the row → was this very press of the button carried out before → policy → is the
transition declared from here → version → guards → write → state → audit → event. The policy is asked before the state,
so that nobody learns a state who may not act. Nothing else assigns ``.state`` (a law reads the source for it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.audit import trail
from securit.kernel.canonical import Json
from securit.kernel.models import Intent, Subject
from securit.kernel.outbox import queue
from securit.kernel.refusals import NotAllowed, NotNow, Stale, UnusableIntent

LONGEST_INTENT = 64

S = TypeVar("S", bound=Subject)


@dataclass(frozen=True, slots=True)
class Note:
    """What the audit entry says besides who, what and when.

    ``details``: ids, codes, amounts, digests. ``personal``: free text and personal values, committed to only.
    ``advice``: ref of the recommendation the act follows or departs from.
    """

    details: Mapping[str, Json] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    advice: str = ""


def create(
    subject: S,
    *,
    actor: Actor,
    at: datetime,
    note: Note | None = None,
    intent: str = "",
    guards: Iterable[Callable[[S], None]] = (),
    after: Callable[[S], None] | None = None,
) -> S:
    """Store a new subject in its first state. ``after`` writes what belongs to it, in the same transaction.

    ``guards`` raise a :class:`Refusal` under the root's lock, before anything is stored. The policy action is
    ``<kind>.create``. With an ``intent`` already carried out by this actor, the first result is returned, marked
    ``repeated``. Raises :class:`NotAllowed`, and :class:`UnusableIntent` for an intent that belongs to another act.
    """
    try:
        with transaction.atomic():
            if done := _already_done(type(subject), intent, actor):
                return done
            root = subject.audit_root()
            if root is not subject:
                _lock_only(root)
            verdict = _ask(actor, f"{subject.kind}.create", subject)
            for guard in guards:
                guard(subject)
            subject.state = subject.lifecycle.initial
            subject.save(force_insert=True)
            if after is not None:
                after(subject)
            _record(subject, "create", "", actor, at, note, verdict, intent, event="created")
            return subject
    except IntegrityError:
        if done := _already_done(type(subject), intent, actor):
            return done
        raise


def create_many(
    subjects: Iterable[S],
    *,
    actor: Actor,
    at: datetime,
    then: Sequence[str] = (),
    details: Mapping[str, Json] | None = None,
    after: Callable[[list[S]], None] | None = None,
) -> list[S]:
    """Store many new subjects at once, all or none, each asked and recorded as if it were made alone.

    ``then`` names transitions that every one of them takes at once; their fields are filled by the caller.
    ``details`` stand in each entry; ``after`` writes what belongs to them. Only for subjects that are their own audit
    root (``ValueError`` otherwise). Raises :class:`NotAllowed`; then nothing is stored.
    """
    made, acts = [], []
    for subject in subjects:
        if subject.audit_root() is not subject:
            raise ValueError(f"{subject.kind} is recorded with another subject; make it alone.")
        acts.append((subject, "create", "", _ask(actor, f"{subject.kind}.create", subject), subject.lifecycle.initial))
        subject.state = subject.lifecycle.initial
        for transition in then:
            source, verdict = subject.state, _ask(actor, f"{subject.kind}.{transition}", subject)
            subject.state = _target(subject, transition)
            subject.version += 1
            acts.append((subject, transition, source, verdict, subject.state))
        made.append(subject)
    with transaction.atomic():
        if made:
            type(made[0])._default_manager.bulk_create(made, batch_size=trail.AT_ONCE)
        if after is not None:
            after(made)
        said = details or {}
        rows = [(f"{s.kind}:{s.ref}", _act(s, act, source, state, by), said) for s, act, source, by, state in acts]
        entries = trail.begin_streams(rows, actor=actor, at=at)
        for (subject, act, *_rest), entry in zip(acts, entries, strict=True):
            event = "created" if act == "create" else subject.lifecycle.transitions[act].event
            _tell(subject, event, actor, at, entry.hash)
    return made


def perform(
    subject: S,
    transition: str,
    *,
    actor: Actor,
    at: datetime,
    write: Callable[[S], None] | None = None,
    guards: Iterable[Callable[[S], None]] = (),
    note: Note | Callable[[S], Note] | None = None,
    intent: str = "",
    version: int | None = None,
) -> S:
    """Move ``subject`` by a declared transition, and return it as it now stands.

    ``write`` changes fields of the locked, freshly read row (it is saved afterwards); ``guards`` raise a
    :class:`Refusal`; ``note`` may be a function of the row after writing. ``version`` is what the page was loaded
    with. Raises :class:`NotAllowed`, :class:`NotNow`, :class:`Stale`, :class:`UnusableIntent` and whatever guards
    raise; then nothing is changed. An ``intent`` already carried out changes nothing and returns the row, marked
    ``repeated``.
    """
    with transaction.atomic():
        root = subject.audit_root()
        if root.pk != subject.pk or type(root) is not type(subject):
            _lock_only(root)
        locked = _lock(subject)
        if _done_before(intent, actor, locked.kind, transition, locked.ref):
            locked.repeated = True
            return locked
        declared = locked.lifecycle.transitions[transition]
        verdict = _ask(actor, f"{locked.kind}.{transition}", locked)
        source, target = locked.state, _target(locked, transition)
        if version is not None and version != locked.version:
            raise Stale(
                _("Somebody changed this after you opened it; nothing was overwritten."),
                code="stale",
                remedy=_("Compare both texts and save again."),
            )
        for guard in guards:
            guard(locked)
        if write is not None:
            write(locked)
        locked.state = target
        locked.version += 1
        locked.save(force_update=True)
        said = note(locked) if callable(note) else note
        _record(locked, transition, source, actor, at, said, verdict, intent, event=declared.event)
        return locked


def perform_many(
    subjects: Iterable[S],
    transition: str,
    *,
    actor: Actor,
    at: datetime,
    write: Callable[[S], None] | None = None,
    note: Note | Callable[[S], Note] | None = None,
) -> list[S]:
    """The same transition on several subjects, all or none, one audit entry each, locked in id order."""
    with transaction.atomic():
        return [
            perform(subject, transition, actor=actor, at=at, write=write, note=note)
            for subject in sorted(subjects, key=lambda s: s.pk)
        ]


def may(actor: Actor, transition: str, subject: Subject) -> policy.Verdict:
    """The policy's answer for a page, without changing anything: to show a button, or grey it with the reason."""
    if not subject.lifecycle.target(transition, subject.state):
        label = subject.lifecycle.transitions[transition].label
        return policy.Denied(
            _("“%(what)s” is not possible while this is “%(state)s”.") % {"what": label, "state": subject.state_label},
            code="not_from_this_state",
        )
    return policy.decide(actor, f"{subject.kind}.{transition}", subject.facts())


def _lock_only(root: Subject) -> None:
    """Hold the row without reading what is in it."""
    type(root)._default_manager.select_for_update().values_list("pk", flat=True).get(pk=root.pk)


def _lock(subject: S) -> S:
    rows = type(subject)._default_manager.select_for_update(of=("self",))
    return (rows.select_related(*subject.read_with) if subject.read_with else rows).get(pk=subject.pk)


def _target(subject: Subject, transition: str) -> str:
    """The state after the transition. Raises :class:`NotNow` where it is not declared from here."""
    target = subject.lifecycle.target(transition, subject.state)
    if not target:
        raise NotNow(
            _("“%(what)s” is not possible while this is “%(state)s”.")
            % {
                "what": subject.lifecycle.transitions[transition].label,
                "state": subject.lifecycle.label(subject.state),
            },
            code="not_from_this_state",
        )
    return target


def _ask(actor: Actor, action: str, subject: Subject) -> policy.Allowed:
    verdict = policy.decide(actor, action, subject.facts())
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)
    return verdict


def _done_before(intent: str, actor: Actor, kind: str, verb: str, ref: str = "") -> Intent | None:
    """The record of this press of a button, if there is one. ``ref`` is empty when the subject is being made."""
    if not intent:
        return None
    if len(intent) > LONGEST_INTENT or not intent.isprintable():
        raise UnusableIntent(
            _("The form's own number is damaged."), code="damaged_intent", remedy=_("Load the page again."), status=400
        )
    done = Intent.objects.filter(key=intent, actor_ref=actor.ref).first()
    if done is not None and (done.act, done.subject_ref) != (f"{kind}.{verb}", ref or done.subject_ref):
        raise UnusableIntent(
            _("This form was used for something else before; nothing was changed."),
            code="intent_of_another_act",
            remedy=_("Load the page again."),
        )
    return done


def _already_done(model: type[S], intent: str, actor: Actor) -> S | None:
    done = _done_before(intent, actor, model.kind, "create")
    if done is None:
        return None
    found = model._default_manager.get(ref=done.subject_ref)
    found.repeated = True
    return found


def _record(
    subject: Subject,
    act: str,
    source: str,
    actor: Actor,
    at: datetime,
    note: Note | None,
    verdict: policy.Allowed,
    intent: str,
    *,
    event: str,
) -> None:
    said = note or Note()
    root = subject.audit_root()
    entry = trail.append(
        f"{root.kind}:{root.ref}",
        _act(subject, act, source, subject.state, verdict, said.advice),
        actor=actor,
        at=at,
        details=said.details,
        personal={**said.personal, "reason": said.reason},
    )
    if intent:
        Intent.objects.create(
            key=intent,
            actor_ref=actor.ref,
            act=entry.act,
            subject_kind=subject.kind,
            subject_ref=subject.ref,
            at=at,
        )
    _tell(subject, event, actor, at, entry.hash)


def _act(subject: Subject, act: str, source: str, target: str, verdict: policy.Allowed, advice: str = "") -> trail.Act:
    return trail.Act(
        act=f"{subject.kind}.{act}",
        subject_kind=subject.kind,
        subject_ref=subject.ref,
        from_state=source,
        to_state=target,
        allowed_by=verdict.by,
        advice_ref=advice,
    )


def _tell(subject: Subject, event: str, actor: Actor, at: datetime, key: str) -> None:
    if event:
        topic = f"{subject._meta.app_label}.{subject.kind}.{event}"
        payload: dict[str, Any] = {"ref": subject.ref, "actor": actor.ref, "at": at.isoformat()}
        queue.emit(topic, payload, key=key, at=at)
