"""The last minutes before a deadline: full journeys of many at once, and what each costs.

``rows()`` records SQLite and PostgreSQL (``jit`` off and on), with the open-loop rush of ten minutes on each:
``make bench ENGINE=rush``. ``python -m benchmarks.rush`` looks at one database or part, and records it when asked to.
"""

from __future__ import annotations

from benchmarks.rush.drill import DATABASES, PARTS, Size, rows

__all__ = ["DATABASES", "PARTS", "Size", "rows"]
