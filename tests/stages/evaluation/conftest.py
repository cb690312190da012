"""Fixtures of evaluation; the situations themselves stand in ``panels.py``.

Imports stand inside: this file is read before Django's settings are chosen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.stages.evaluation.panels import Evaluation


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def evaluation(db: None) -> Evaluation:
    """One cleared application, three evaluators, nothing assigned."""
    from tests.stages.evaluation import panels

    return panels.an_evaluation()


@pytest.fixture
def assigned(db: None) -> Evaluation:
    """One cleared application, two of three evaluators assigned, no declaration given."""
    from tests.stages.evaluation import panels

    return panels.an_assigned_evaluation()
