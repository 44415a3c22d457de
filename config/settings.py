"""Settings: every value that differs between installations comes from the environment, see docs/settings.md."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = environment.Environment(os.environ)

# Where it lives -----------------------------------------------------------------------------------

DATA_DIR = ENVIRONMENT.folder("DATA_DIR", "the folder for everything this installation keeps", BASE_DIR / "var")
PORT = ENVIRONMENT.number("PORT", "the port of the embedded start", 8000)
BASE_URL = ENVIRONMENT.text(
    "BASE_URL", "the address people use, also in mail; https switches on secure cookies", f"http://localhost:{PORT}"
).rstrip("/")
if urlsplit(BASE_URL).scheme not in {"http", "https"} or not urlsplit(BASE_URL).hostname:
    raise ImproperlyConfigured(f"BASE_URL is {BASE_URL!r}. Write the whole address, such as https://gepast.example.nl.")
IS_SECURE = BASE_URL.startswith("https://")

DATABASE_URL = ENVIRONMENT.text(
    "DATABASE_URL",
    "the database: sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME",
    f"sqlite:///{DATA_DIR}/gepast.sqlite3",
)
IS_EMBEDDED = DATABASE_URL.startswith("sqlite:")
DATABASES = {"default": environment.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Security -----------------------------------------------------------------------------------------

DEBUG = ENVIRONMENT.flag("DEBUG", "detailed error pages; never on a machine that others can reach")
SECRET_KEY = ENVIRONMENT.text("SECRET_KEY", "at least 50 unguessable characters; kept in DATA_DIR with SQLite")
if not SECRET_KEY:
    if not IS_EMBEDDED:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(60))', "
            "and give the same one to every web and worker host."
        )
    SECRET_KEY = environment.kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = ENVIRONMENT.names(
    "ALLOWED_HOSTS",
    "the host names it answers to, separated by commas",
    [str(urlsplit(BASE_URL).hostname)]
    if IS_SECURE
    else [str(urlsplit(BASE_URL).hostname), "localhost", "127.0.0.1", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
if IS_SECURE:
    # The reverse proxy ends TLS and must set this header itself, on every request.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# Apps ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "monitoring",
    "dialogues",
    "suppliers",
    "procurement",
    "documents",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "django.forms",  # its templates, which ours override
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.security.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.OrganisationMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "accounts.context.chrome",
                "config.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend", "accounts.backends.LinkBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The address is unique whatever its case: a constraint on lower(email), which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.PersonLoginForm",
    "reset_password": "accounts.forms.PersonResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# A beheerder adds people by address; who can read that mailbox can set the first password.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_SECURE else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "10/m/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.number(
    "TRUSTED_PROXIES", "how many reverse proxies stand in front and add X-Forwarded-For", 0
)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gepast"
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# Files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_STORAGE_URL = ENVIRONMENT.text(
    "MEDIA_STORAGE_URL", "where uploads are kept: file: or s3://KEY:SECRET@ENDPOINT/BUCKET", "file:"
)
if MEDIA_STORAGE_URL.startswith("s3:") and not find_spec("storages"):
    raise ImproperlyConfigured(
        "MEDIA_STORAGE_URL asks for S3, and the library for it is missing. "
        "Install it with: .venv/bin/pip install --require-hashes -r requirements/production.lock"
    )
MEDIA_ROOT = DATA_DIR / "media"
PREVIEW_CACHE_DIR = DATA_DIR / "previews"
STORAGES = {
    "default": environment.storage(MEDIA_STORAGE_URL, MEDIA_ROOT),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads are streamed to disk, whatever their size, and moved within one disk.
FILE_UPLOAD_HANDLERS = ["documents.uploadhandlers.LimitedTemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = environment.folder("DATA_DIR", DATA_DIR / "tmp")
DOCUMENT_MAX_BYTES = 100 * 1024**2
CLAMAV_URL = ENVIRONMENT.text("CLAMAV_URL", "the virus scanner: tcp://HOST:3310 or unix:/PATH; empty is no scan")
if CLAMAV_URL:
    environment.split("CLAMAV_URL", CLAMAV_URL, {"tcp", "unix"})

# Mail, cache, worker, log -------------------------------------------------------------------------

_mail = environment.email(
    ENVIRONMENT.text("EMAIL_URL", "the mail server: smtp://USER:PASSWORD@HOST:587?tls=yes, or file:", "file:"),
    DATA_DIR / "mail",
)
EMAIL_BACKEND = _mail.backend
EMAIL_FILE_PATH = _mail.file_path
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.use_tls, _mail.use_ssl
EMAIL_TIMEOUT = 30
# Domains that exist for examples only (RFC 2606, RFC 6761): mail to them, so of the demonstration, stays as a file.
MAIL_STAYS_FOR: tuple[str, ...] = (".example", ".invalid", ".test")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.text(
    "EMAIL_FROM", "the sender of all mail", f"Gepast <noreply@{urlsplit(BASE_URL).hostname}>"
)

CACHES = {
    "default": environment.cache(
        ENVIRONMENT.text("CACHE_URL", "what hosts share for a short while: file: or redis://HOST/1", "file:"),
        DATA_DIR / "cache",
    )
}

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = environment.broker(
    ENVIRONMENT.text("CELERY_BROKER_URL", "the broker: filesystem: or redis://HOST/0", "filesystem:"),
    DATA_DIR / "broker",
)
# Celery prefers the variable of this name, as it was written, to the setting; these two it does not overrule.
CELERY_BROKER_READ_URL = CELERY_BROKER_WRITE_URL = CELERY_BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# No broker and no result store is the truth: what must happen is a row, a task only wakes its handler.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 10 * 60
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 30
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
# The beat only wakes; the sweep finds in the database what is due, so a missed or doubled wake-up does no harm.
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "sweep": {"task": "monitoring.tasks.sweep", "schedule": 5 * 60},
}

LOG_LEVEL = ENVIRONMENT.text("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL!r}. Set it to DEBUG, INFO, WARNING or ERROR.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Line", "fmt": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        # These report every font, every polled file and their own start; what fails still shows.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "kombu": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}

# The API ------------------------------------------------------------------------------------------

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.access.Key", "accounts.api.access.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.access.IsMember"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.Described",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "600/min"},
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "EXCEPTION_HANDLER": "accounts.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Gepast API",
    "DESCRIPTION": "Tenders, contracts, deliverables, suppliers, meetings, findings and annual reports.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["accounts.api.schema.without_slash"],
    "POSTPROCESSING_HOOKS": ["accounts.api.schema.strict", "accounts.api.schema.with_problems"],
    "LICENSE": {"name": "EUPL-1.2"},
}
