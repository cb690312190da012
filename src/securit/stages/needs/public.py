"""The door of ``needs``: what later stages, the portal and importers may use.

A later stage shows the owner what became of a need by a panel on ``need`` at the place ``followed``, opened by the
action ``need.follow``.
"""

from securit.stages.needs.checking import CannotStateNeed, choice_problems, cleaned, contact_problems, problems_in
from securit.stages.needs.contracts import (
    FIELDS,
    LIMITS,
    STATED,
    Audience,
    ContactDetails,
    OwnerKind,
    Procurement,
    Reader,
    Source,
    Statement,
    Tlp,
    Urgency,
    Willing,
)
from securit.stages.needs.disclosure import audience_of, default_audience, public_card, shown_to
from securit.stages.needs.engines import advice_on_pairs
from securit.stages.needs.links import owner_url, token_of
from securit.stages.needs.models import Need, NeedContact, Theme
from securit.stages.needs.policy import reader_of
from securit.stages.needs.selectors import (
    ANSWER_WITHIN,
    advised_titles,
    find_need,
    owners_unanswered,
    pairs_to_look_at,
    public_needs,
    themes_of,
    visible_needs,
    waiting_for_review,
)
from securit.stages.needs.services.accept_need import accept_need
from securit.stages.needs.services.begin_theme import begin_theme
from securit.stages.needs.services.choose_audience import choose_audience
from securit.stages.needs.services.decline_need import decline_need
from securit.stages.needs.services.draft_theme import CannotNameTheme, draft_theme
from securit.stages.needs.services.edit_need import edit_need
from securit.stages.needs.services.edit_theme import edit_theme
from securit.stages.needs.services.erase_contact import erase_contact
from securit.stages.needs.services.erase_words import erase_words
from securit.stages.needs.services.group_need import CannotGroupNeed, group_need
from securit.stages.needs.services.keep_apart import CannotKeepApart, keep_apart
from securit.stages.needs.services.look_for_pairs import look_for_pairs
from securit.stages.needs.services.merge_need import CannotMergeNeed, merge_need
from securit.stages.needs.services.publish_theme import publish_theme
from securit.stages.needs.services.record_need import record_need
from securit.stages.needs.services.separate_need import CannotSeparateNeed, separate_need
from securit.stages.needs.services.submit_need import CannotSubmitNeed, submit_need
from securit.stages.needs.services.tell_need import tell_need
from securit.stages.needs.services.ungroup_need import ungroup_need
from securit.stages.needs.services.withdraw_need import withdraw_need
from securit.stages.needs.services.write_down_need import write_down_need
from securit.stages.needs.wording import text_of

__all__ = [
    "ANSWER_WITHIN",
    "FIELDS",
    "LIMITS",
    "STATED",
    "Audience",
    "CannotGroupNeed",
    "CannotKeepApart",
    "CannotMergeNeed",
    "CannotNameTheme",
    "CannotSeparateNeed",
    "CannotStateNeed",
    "CannotSubmitNeed",
    "ContactDetails",
    "Need",
    "NeedContact",
    "OwnerKind",
    "Procurement",
    "Reader",
    "Source",
    "Statement",
    "Theme",
    "Tlp",
    "Urgency",
    "Willing",
    "accept_need",
    "advice_on_pairs",
    "advised_titles",
    "audience_of",
    "begin_theme",
    "choice_problems",
    "choose_audience",
    "cleaned",
    "contact_problems",
    "decline_need",
    "default_audience",
    "draft_theme",
    "edit_need",
    "edit_theme",
    "erase_contact",
    "erase_words",
    "find_need",
    "group_need",
    "keep_apart",
    "look_for_pairs",
    "merge_need",
    "owner_url",
    "owners_unanswered",
    "pairs_to_look_at",
    "problems_in",
    "public_card",
    "public_needs",
    "publish_theme",
    "reader_of",
    "record_need",
    "separate_need",
    "shown_to",
    "submit_need",
    "tell_need",
    "text_of",
    "themes_of",
    "token_of",
    "ungroup_need",
    "visible_needs",
    "waiting_for_review",
    "withdraw_need",
    "write_down_need",
]
