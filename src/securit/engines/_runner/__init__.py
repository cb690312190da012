"""A rule in a process of its own: limits in time and memory, progress, cancel, and always an answer or a refusal."""

from securit.engines._runner.parent import Ended, Progress, Run, run_apart

__all__ = ["Ended", "Progress", "Run", "run_apart"]
