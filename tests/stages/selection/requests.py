"""A request to review the procedure, as it stands after it was lodged."""

from __future__ import annotations

from securit.people.public import User
from securit.stages.selection.public import Award
from securit.stages.selection.redress_models import Redress
from tests.worlds import AFTER


def a_request(award: Award, writer: User) -> Redress:
    """Lodged by this person; it could not change the result."""
    return Redress._default_manager.create(
        programme=award.programme, application=award.application, ranking=award.ranking, ground="abuse",
        text="See here.", lodged_by=writer, lodged_at=AFTER, could_change=False, state="lodged",
        computed=dict.fromkeys(("now", "best", "worst"), "funded"),
    )  # fmt: skip
