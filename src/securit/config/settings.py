"""Django's settings. Production is the default; ``make run`` sets ``SECURIT_DEMO=1``, with DEBUG off as well."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from securit.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = environment.data_dir()
DEBUG = False
DEMO = environment.flag("DEMO")
DEMO_PEOPLE = "securit.config.demo_people.demo_people"
BASE_URL = environment.text("BASE_URL", "http://localhost:8000").rstrip("/")
FILES_ORIGIN = environment.text("FILES_ORIGIN").rstrip("/")
TRUSTED_PROXY = environment.text("TRUSTED_PROXY")
SECRET_KEY = environment.secret_key(DATA_DIR)
_SECURE = BASE_URL.startswith("https://")
_HOST = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = sorted({_HOST, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "securit.kernel",
    "securit.machinery.files",
    "securit.machinery.correspondence",
    "securit.machinery.decisions",
    "securit.machinery.computations",
    "securit.machinery.meaning",
    "securit.machinery.pacing",
    "securit.kit",
    "securit.people",
    "securit.programmes",
    "securit.stages.needs",
    "securit.stages.challenges",
    "securit.stages.solutions",
    "securit.stages.calls",
    "securit.stages.matchmaking",
    "securit.stages.applications",
    "securit.stages.screening",
    "securit.stages.evaluation",
    "securit.stages.selection",
    "securit.stages.reporting",
    "securit.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "securit.kernel.arrival.ArrivalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "securit.people.web.middleware.AccountFrameMiddleware",
    "securit.programmes.web.middleware.PrivateByDefaultMiddleware",
]

ROOT_URLCONF = "securit.config.urls"
WSGI_APPLICATION = "securit.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "portal" / "templates", *sorted(PACKAGE.glob("**/web/templates"))],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "securit.portal.context.site",
            ],
        },
    }
]

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_ROOT = DATA_DIR / "files"
MEANING = environment.text("MEANING", "1") != "0"

# -- accounts ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:work"
LOGOUT_REDIRECT_URL = "portal:front"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "securit.people.adapter.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE
MFA_TOTP_ISSUER = "SecurIT"

# -- sessions, cookies, headers ----------------------------------------------------------------------------------
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_NAME = "__Host-securit" if _SECURE else "securit"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-securit-csrf" if _SECURE else "securit-csrf"
CSRF_FAILURE_VIEW = "securit.portal.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": []}
PAGES_KEPT_SECONDS = 5.0  # so old may be what other stages show on a call's page, to readers without an account
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# -- words, time, static -------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": "securit.config.static_files.RememberingManifestStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# -- mail: handlers write into the outbox; only the worker speaks to a server --------------------------------------
_MAIL = urlsplit(environment.text("MAIL_URL"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if _MAIL.scheme else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.username or "", _MAIL.password or ""
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "securit@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"securit": {"level": "INFO"}},
}
