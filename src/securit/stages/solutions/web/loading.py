"""What the views of solutions begin with."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.solutions.models import Claim, Solution, SolutionImport
from securit.stages.solutions.selectors import visible_solutions


def load_solution(programme: Programme, actor: Actor, ref: str) -> Solution:
    """The solution of that ref, if the actor may know of it. Raises ``Http404``."""
    found = visible_solutions(programme, actor).filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such solution here."))
    return found


def load_claim(programme: Programme, actor: Actor, ref: str) -> Claim:
    """The claim of that ref, if the actor may know of it. Raises ``Http404``."""
    rows = Claim.objects.in_programme(programme).visible_to(actor).select_related("solution__programme", "user")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404(_("There is no such claim here."))
    return found


def load_import(programme: Programme, actor: Actor, table: str) -> SolutionImport:
    """The table of that ref, if the actor may know of it. Raises ``Http404``."""
    rows = (
        SolutionImport.objects.in_programme(programme).visible_to(actor).select_related("programme", "file__programme")
    )
    found = rows.filter(ref=table).first()
    if found is None:
        raise Http404(_("There is no such table here."))
    return found
