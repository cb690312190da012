"""Who may do what with tables on their way in: the same people from the upload to the last row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import SYSTEM_ONLY, Action, Who
from securit.kernel.refusals import Sentence


def actions_on_tables(kind: str, upload: Sentence, who: Who) -> tuple[Action, ...]:
    """The rows for a stage's policy; ``upload`` is what uploading is called there."""
    return (
        Action(f"{kind}.create", upload, (who,)),
        Action(f"{kind}.view", _("See the table that was uploaded"), (who,)),
        Action(f"{kind}.map", _("Assign the columns"), (who,)),
        Action(f"{kind}.take", _("Import the rows"), (who,)),
        Action(f"{kind}.take_later", _("Have the rows imported"), (who,)),
        Action(f"{kind}.finish", _("Import the rows that were asked for"), (SYSTEM_ONLY,)),
        Action(f"{kind}.give_back", _("Stop the import"), (who, SYSTEM_ONLY)),
        Action(f"{kind}.discard", _("Discard the table"), (who,)),
    )
