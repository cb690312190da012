"""Install a programme from its file, and write an installed one back: ``import(export(p)) == p``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.db import transaction

from securit.kernel import clock
from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.refusals import Refusal
from securit.programmes.definition import ChallengeDefinition, MalformedFile, ProgrammeDefinition, dump, parse
from securit.programmes.definition.reading import MOST_BYTES
from securit.programmes.public import Programme, set_up_programme
from securit.stages.calls.public import calls_in_order, draft_call
from securit.stages.challenges.public import (
    Challenge,
    Evidence,
    assess_challenge,
    challenge_definitions,
    draft_challenge,
    propose_challenge,
    publish_challenge,
    sheet_stated,
    validate_challenge,
)


def import_programme(
    definition: ProgrammeDefinition, *, actor: Actor, at: datetime, synthetic: bool = False
) -> Programme:
    """Install the programme (in preparation), its challenges in the states they name, and its calls as drafts.

    All or nothing. Raises a ``Refusal`` when the address of the programme is taken.
    """
    with transaction.atomic():
        programme = set_up_programme(definition=definition, synthetic=synthetic, actor=actor, at=at)
        for position, challenge in enumerate(definition.challenges):
            _install_challenge(programme, challenge, position, actor, at)
        for call in definition.calls:
            draft_call(programme=programme, definition=call, actor=actor, at=at)
    return programme


def export_programme(programme: Programme) -> ProgrammeDefinition:
    """The definition as it stands now, with challenges and calls in the order they were drafted."""
    calls = calls_in_order(programme).designed().order_by("id")
    return replace(
        programme.terms, challenges=challenge_definitions(programme), calls=tuple(call.terms for call in calls)
    )


def cli_import(path: str | Path) -> int:
    """Install the programme of the file at ``path``; exit status 0, or 1 with every problem on its line."""
    try:
        definition = parse(_read(Path(path)))
        programme = import_programme(definition, actor=SYSTEM, at=clock.now())
    except MalformedFile as malformed:
        for problem in malformed.problems:
            sys.stdout.write(f"{path}:{problem.line}:{problem.column}: {problem.sentence}\n")
        return 1
    except (OSError, UnicodeDecodeError, Refusal) as problem_with_it:
        sys.stdout.write(f"{path}: {problem_with_it}\n")
        return 1
    count = calls_in_order(programme).count()
    calls = "1 call" if count == 1 else f"{count} calls"
    sys.stdout.write(f"{programme.slug}: installed, with {calls} in preparation.\n")
    return 0


def cli_export(slug: str, out: TextIO) -> int:
    """Write the installed programme as a file; exit status 0, or 1 when there is none of that address."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        sys.stderr.write(f"There is no programme “{slug}” here.\n")
        return 1
    out.write(dump(export_programme(programme)))
    return 0


def _install_challenge(
    programme: Programme, definition: ChallengeDefinition, position: int, actor: Actor, at: datetime
) -> None:
    challenge = draft_challenge(programme=programme, definition=definition, position=position, actor=actor, at=at)

    def assess(challenge: Challenge, actor: Actor, at: datetime) -> Challenge:
        return assess_challenge(challenge=challenge, sheet=sheet_stated(definition.ethics), actor=actor, at=at)

    def validate(*, challenge: Challenge, actor: Actor, at: datetime) -> Challenge:
        """On what the file says: that it was decided, and where that can be read."""
        if challenge.sheet_at is None:
            challenge = assess(challenge, actor, at)
        source = programme.terms.sources.get(definition.source, "")
        reason = f"The programme file states it as {definition.state}. {source}".strip()
        return validate_challenge(challenge=challenge, evidence=Evidence(reason=reason), actor=actor, at=at)

    if definition.ethics:
        challenge = assess(challenge, actor, at)
    for state, step in (("proposed", propose_challenge), ("validated", validate), ("published", publish_challenge)):
        if challenge.state == definition.state:
            return
        challenge = step(challenge=challenge, actor=actor, at=at)
        assert challenge.state == state


def _read(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise OSError(f"The file has {path.stat().st_size:,} bytes; at most {MOST_BYTES:,} are read.")
    return path.read_bytes().decode("utf-8")
