"""The door of ``evaluation``."""

from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review, Summary

__all__ = ["Assignment", "Declaration", "Evaluator", "Review", "Summary"]
