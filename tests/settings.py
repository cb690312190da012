"""The platform's own settings, with what tests do differently: cheap passwords, no manifest, SQLite in memory."""

from securit.config.settings import *  # noqa: F403
from securit.config.settings import DATABASES, STORAGES

PAGES_KEPT_SECONDS = 0.0  # a test reads what it has just written
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "securit.config.static_files.RememberingStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # said aloud, since parallel runs know Django's own engine only
