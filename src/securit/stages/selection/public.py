"""The door of ``selection``."""

from securit.stages.selection.contracts import AwardFigures
from securit.stages.selection.departures import CannotAdoptRanking
from securit.stages.selection.engines import CannotRank
from securit.stages.selection.models import Award, Ranking, ResultsNotice
from securit.stages.selection.selectors import award_figures, awards_of, current_ranking, funded_versions, results
from securit.stages.selection.services.adopt_ranking import adopt_ranking
from securit.stages.selection.services.compute_ranking import CannotComputeRanking, compute_ranking
from securit.stages.selection.services.publish_results import CannotPublishResults, publish_results
from securit.stages.selection.services.reservations import instrument_key

__all__ = [
    "Award",
    "AwardFigures",
    "CannotAdoptRanking",
    "CannotComputeRanking",
    "CannotPublishResults",
    "CannotRank",
    "Ranking",
    "ResultsNotice",
    "adopt_ranking",
    "award_figures",
    "awards_of",
    "compute_ranking",
    "current_ranking",
    "funded_versions",
    "instrument_key",
    "publish_results",
    "results",
]
