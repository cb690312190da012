"""``python -m securit`` is ``securit``."""

from securit.cli import main

raise SystemExit(main())
