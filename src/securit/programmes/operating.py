"""What only the operator of an installation can do with a programme: start it, and name its first manager."""

from __future__ import annotations

import sys

from securit.kernel import clock
from securit.kernel.actor import SYSTEM
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.programmes.models import Programme
from securit.programmes.services import give_role, start_programme


def cli_start(slug: str) -> int:
    """From preparation to running; exit status 0, or 1 when it cannot be started."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        return _refuse(f"There is no programme “{slug}” here.")
    try:
        start_programme(programme=programme, actor=SYSTEM, at=clock.now())
    except Refusal as refusal:
        return _refuse(str(refusal))
    sys.stdout.write(f"{slug}: running.\n")
    return 0


def cli_appoint(slug: str, email: str) -> int:
    """Make the person with this address a manager of the programme; exit status 0, or 1 when there is no such person.

    Everybody else gets their role from a programme manager. The act is on the trail, in the name of the platform.
    """
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        return _refuse(f"There is no programme “{slug}” here.")
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return _refuse(f"Nobody has an account with the address “{email}”. Ask the person to sign up first.")
    give_role(programme=programme, user=user, role="programme_manager", actor=SYSTEM, at=clock.now())
    sys.stdout.write(f"{slug}: {user} is programme manager.\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1
