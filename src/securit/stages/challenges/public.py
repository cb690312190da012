"""The door of ``challenges``."""

from securit.stages.challenges.documents.minutes import draft_of_minutes
from securit.stages.challenges.ethics_sheet import ethics_questions, sheet_not_stated
from securit.stages.challenges.models import Challenge, Participant, Vote, Workshop
from securit.stages.challenges.room_keys import Credential
from securit.stages.challenges.room_models import Kind
from securit.stages.challenges.selectors import (
    challenge_definitions,
    challenges_from,
    load_challenge,
    published_challenges,
    visible_challenges,
    visible_workshops,
    vote_titles,
    workshop_participants_of,
)
from securit.stages.challenges.services.announce_workshop import announce_workshop, cancel_workshop
from securit.stages.challenges.services.assess_challenge import assess_challenge
from securit.stages.challenges.services.cast_ballot import CannotCastBallot, cast_ballot
from securit.stages.challenges.services.close_vote import close_vote
from securit.stages.challenges.services.draft_challenge import CannotDraftChallenge, draft_challenge
from securit.stages.challenges.services.edit_challenge import CannotEditChallenge, edit_challenge
from securit.stages.challenges.services.join_room import CannotJoinRoom, Newcomer, join_room
from securit.stages.challenges.services.open_room import CannotCloseRoom, close_room, open_room
from securit.stages.challenges.services.open_vote import CannotOpenVote, open_vote, reveal_vote
from securit.stages.challenges.services.plan_workshop import (
    CannotPlanWorkshop,
    WorkshopPlan,
    edit_workshop,
    plan_workshop,
)
from securit.stages.challenges.services.prepare_vote import CannotPrepareVote, drop_vote, prepare_vote
from securit.stages.challenges.services.propose_challenge import propose_challenge
from securit.stages.challenges.services.publish_challenge import publish_challenge
from securit.stages.challenges.services.retire_challenge import retire_challenge
from securit.stages.challenges.services.say_in_room import CannotComment, hide_comment, say_in_room, show_comment
from securit.stages.challenges.services.trace_challenge import CannotTraceChallenge, trace_challenge
from securit.stages.challenges.services.validate_challenge import CannotValidateChallenge, Evidence, validate_challenge
from securit.stages.challenges.services.write_minutes import (
    CannotWriteMinutes,
    adopt_minutes,
    rework_minutes,
    write_minutes,
)

__all__ = [
    "CannotCastBallot",
    "CannotCloseRoom",
    "CannotComment",
    "CannotDraftChallenge",
    "CannotEditChallenge",
    "CannotJoinRoom",
    "CannotOpenVote",
    "CannotPlanWorkshop",
    "CannotPrepareVote",
    "CannotTraceChallenge",
    "CannotValidateChallenge",
    "CannotWriteMinutes",
    "Challenge",
    "Credential",
    "Evidence",
    "Kind",
    "Newcomer",
    "Participant",
    "Vote",
    "Workshop",
    "WorkshopPlan",
    "adopt_minutes",
    "announce_workshop",
    "assess_challenge",
    "cancel_workshop",
    "cast_ballot",
    "challenge_definitions",
    "challenges_from",
    "close_room",
    "close_vote",
    "draft_challenge",
    "draft_of_minutes",
    "drop_vote",
    "edit_challenge",
    "edit_workshop",
    "ethics_questions",
    "hide_comment",
    "join_room",
    "load_challenge",
    "open_room",
    "open_vote",
    "plan_workshop",
    "prepare_vote",
    "propose_challenge",
    "publish_challenge",
    "published_challenges",
    "retire_challenge",
    "reveal_vote",
    "rework_minutes",
    "say_in_room",
    "sheet_not_stated",
    "show_comment",
    "trace_challenge",
    "validate_challenge",
    "visible_challenges",
    "visible_workshops",
    "vote_titles",
    "workshop_participants_of",
    "write_minutes",
]
