"""The door of ``selection``."""

from securit.stages.selection.contracts import AwardFigures
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.departures import CannotAdoptRanking
from securit.stages.selection.engines import CannotRank
from securit.stages.selection.models import Award, Ranking, ResultsNotice
from securit.stages.selection.policy import SelectionFacts
from securit.stages.selection.selectors import award_figures, awards_of, current_ranking, funded_versions, results
from securit.stages.selection.services.compute_ranking import CannotComputeRanking, compute_ranking
from securit.stages.selection.services.prepare_decision import prepare_decision
from securit.stages.selection.services.publish_results import CannotPublishResults, publish_results
from securit.stages.selection.services.reservations import instrument_key
from securit.stages.selection.services.sign_decision import sign_decision

__all__ = [
    "Award",
    "AwardDecision",
    "AwardFigures",
    "CannotAdoptRanking",
    "CannotComputeRanking",
    "CannotPublishResults",
    "CannotRank",
    "Ranking",
    "ResultsNotice",
    "SelectionFacts",
    "award_figures",
    "awards_of",
    "compute_ranking",
    "current_ranking",
    "funded_versions",
    "instrument_key",
    "prepare_decision",
    "publish_results",
    "results",
    "sign_decision",
]
