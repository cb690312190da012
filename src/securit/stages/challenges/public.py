"""The door of ``challenges``."""

from securit.stages.challenges.agenda import AgendaLine
from securit.stages.challenges.answers import Answers, CannotRegister
from securit.stages.challenges.documents.minutes import draft_of_minutes
from securit.stages.challenges.ethics_sheet import ethics_questions, sheet_not_stated, sheet_stated
from securit.stages.challenges.links import registered_room_token, registrant, registration_token
from securit.stages.challenges.models import Challenge, Material, Participant, Registration, Vote, Workshop
from securit.stages.challenges.room_keys import Credential
from securit.stages.challenges.room_models import Admission, Kind
from securit.stages.challenges.selectors import (
    challenge_definitions,
    challenges_from,
    challenges_waiting,
    load_challenge,
    materials_about,
    published_challenges,
    visible_challenges,
    visible_workshops,
    vote_titles,
    workshop_participants_of,
    workshops_waiting,
)
from securit.stages.challenges.services.announce_workshop import announce_workshop, cancel_workshop
from securit.stages.challenges.services.assess_challenge import assess_challenge
from securit.stages.challenges.services.cast_ballot import CannotCastBallot, cast_ballot
from securit.stages.challenges.services.close_vote import close_vote
from securit.stages.challenges.services.confirm_registration import (
    confirm_registration,
    edit_registration,
    withdraw_registration,
)
from securit.stages.challenges.services.draft_challenge import CannotDraftChallenge, draft_challenge
from securit.stages.challenges.services.edit_challenge import CannotEditChallenge, edit_challenge
from securit.stages.challenges.services.hand_out_material import (
    CannotHandOut,
    Handout,
    hand_out_material,
    remove_material,
)
from securit.stages.challenges.services.join_room import CannotJoinRoom, Newcomer, enter_registered, join_room
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
from securit.stages.challenges.services.register import invite_people, register
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
    "Admission",
    "AgendaLine",
    "Answers",
    "CannotCastBallot",
    "CannotCloseRoom",
    "CannotComment",
    "CannotDraftChallenge",
    "CannotEditChallenge",
    "CannotHandOut",
    "CannotJoinRoom",
    "CannotOpenVote",
    "CannotPlanWorkshop",
    "CannotPrepareVote",
    "CannotRegister",
    "CannotTraceChallenge",
    "CannotValidateChallenge",
    "CannotWriteMinutes",
    "Challenge",
    "Credential",
    "Evidence",
    "Handout",
    "Kind",
    "Material",
    "Newcomer",
    "Participant",
    "Registration",
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
    "challenges_waiting",
    "close_room",
    "close_vote",
    "confirm_registration",
    "draft_challenge",
    "draft_of_minutes",
    "drop_vote",
    "edit_challenge",
    "edit_registration",
    "edit_workshop",
    "enter_registered",
    "ethics_questions",
    "hand_out_material",
    "hide_comment",
    "invite_people",
    "join_room",
    "load_challenge",
    "materials_about",
    "open_room",
    "open_vote",
    "plan_workshop",
    "prepare_vote",
    "propose_challenge",
    "publish_challenge",
    "published_challenges",
    "register",
    "registered_room_token",
    "registrant",
    "registration_token",
    "remove_material",
    "retire_challenge",
    "reveal_vote",
    "rework_minutes",
    "say_in_room",
    "sheet_not_stated",
    "sheet_stated",
    "show_comment",
    "trace_challenge",
    "validate_challenge",
    "visible_challenges",
    "visible_workshops",
    "vote_titles",
    "withdraw_registration",
    "workshop_participants_of",
    "workshops_waiting",
    "write_minutes",
]
