"""The door of ``selection``."""

from securit.stages.selection.models import Award, Ranking, ResultsNotice

__all__ = ["Award", "Ranking", "ResultsNotice"]
