"""The platform's own settings, with the two things tests do differently: cheap passwords, and no static manifest."""

from securit.config.settings import *  # noqa: F403
from securit.config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
