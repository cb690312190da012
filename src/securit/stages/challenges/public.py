"""The door of ``challenges``."""

from securit.stages.challenges.models import Challenge
from securit.stages.challenges.selectors import challenge_definitions, published_challenges, visible_challenges
from securit.stages.challenges.services.draft_challenge import CannotDraftChallenge, draft_challenge
from securit.stages.challenges.services.edit_challenge import CannotEditChallenge, edit_challenge
from securit.stages.challenges.services.propose_challenge import propose_challenge
from securit.stages.challenges.services.publish_challenge import publish_challenge
from securit.stages.challenges.services.retire_challenge import retire_challenge
from securit.stages.challenges.services.validate_challenge import validate_challenge

__all__ = [
    "CannotDraftChallenge",
    "CannotEditChallenge",
    "Challenge",
    "challenge_definitions",
    "draft_challenge",
    "edit_challenge",
    "propose_challenge",
    "publish_challenge",
    "published_challenges",
    "retire_challenge",
    "validate_challenge",
    "visible_challenges",
]
