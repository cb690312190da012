"""``python -m securit.engines._runner``: the child. It is no script of its own, so that pickles find what they name."""

import sys

from securit.engines._runner.child import main

sys.exit(main(sys.argv[1:]))
