"""Every setting in one place. Without any environment it is the embedded community: SQLite, one process."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from community import environment as env

BASE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("COMMUNITY_DATA", str(BASE / "data"))).resolve()
SOFFICE = env.text("COMMUNITY_SOFFICE", "soffice")  # LibreOffice, for copies as PDF; "off": none

# ---- Where it lives -------------------------------------------------------------------------
COMMUNITY_URL = env.origin("COMMUNITY_URL", "http://127.0.0.1:8000")
COMMUNITY_NAME = env.line("COMMUNITY_NAME", "Center community")
COMMUNITY_TIME_ZONE = env.time_zone("COMMUNITY_TIME_ZONE", "America/Denver")
_parts = urlsplit(COMMUNITY_URL)
SECURE = _parts.scheme == "https"
EMBEDDED = not SECURE
ALLOWED_HOSTS = [str(_parts.hostname)]
COMMUNITY_ORIGINS = [COMMUNITY_URL]
if ALLOWED_HOSTS == ["127.0.0.1"]:
    # The same machine by its other name; passkeys will need it.
    ALLOWED_HOSTS.append("localhost")
    COMMUNITY_ORIGINS.append(COMMUNITY_URL.replace("127.0.0.1", "localhost"))
CSRF_TRUSTED_ORIGINS = COMMUNITY_ORIGINS

DEBUG = False
SECRET_KEY = env.secret_key("COMMUNITY_SECRET_KEY", DATA, embedded=EMBEDDED)
SECRET_KEY_FALLBACKS = [key for key in env.text("COMMUNITY_OLD_SECRET_KEYS").split() if key]

# ---- Parts ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django_tasks",
    "django_tasks_db",
    "community.apps.CommunityConfig",
    "community.jobs",
    "community.members",
    "community.files",
    "community.notifications",
    "community.takeout",
    "community.finding",
    "community.drafts",
    "moderation",
    "community.forum",
    "community.library",
    "cohorts",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "community.middleware.headers",
    "community.middleware.host",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.middleware.sessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "community.middleware.identity",
    "django.contrib.messages.middleware.MessageMiddleware",
    "community.middleware.gate",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "community.urls"
ASGI_APPLICATION = "community.asgi.application"
APPEND_SLASH = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "community.templating.environment",
            "auto_reload": False,
            "context_processors": ["community.templating.shell"],
        },
    },
]
# Only Django's own forms and allauth's text snippets still speak Django's template language.
FORM_RENDERER = "django.forms.renderers.Jinja2"
TEMPLATES.append(
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {},
    }
)

# ---- Storage --------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_URL = env.service("DATABASE_URL", "postgres", "postgresql")
REQUEST_THREADS = env.whole_number("COMMUNITY_THREADS", 8 if DATABASE_URL else 3, least=1, most=64)
_database: dict[str, Any]
if DATABASE_URL:
    _database = environ.Env.db_url_config(DATABASE_URL)
    _database["CONN_MAX_AGE"] = None  # request threads live long and keep theirs (pages.py)
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["options"] = "-c statement_timeout=15000 -c lock_timeout=8000"
else:
    _database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "community.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut, not only a crash of the process.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
        # Threads of a real server must meet in one file; an in-memory database would serialize them.
        "TEST": {"NAME": DATA / "test.sqlite3"},
    }
DATABASES = {"default": _database}
REDIS_URL = env.service("REDIS_URL", "redis", "rediss", "unix")
CACHES = {
    "default": {
        "BACKEND": "community.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": "community.cache.ProcessCache"}
}
# ---- Jobs: rows of the same database, carried out by a thread of each server unless told otherwise --------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOBS_IN_PROCESS = not env.flag("COMMUNITY_JOBS_APART")

MEDIA_ROOT = DATA / "files"
MEDIA_URL = "/no-file-is-served-by-its-place/"
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
MAX_BODY_BYTES = 30 * 2**20

# ---- Static files ---------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "community.staticfiles.HashedStorage"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "community.staticfiles.BundleFinder",
]
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_INDEX_FILE = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "woff2",
    "png",
    "jpg",
    "webp",
    "gif",
    "map",
    "txt",
    "toml",
    "json",
    "md",
]

# ---- People and sessions --------------------------------------------------------------------
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    # NIST SP 800-63B: length and known-breached lists, no composition rules.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "community.members.passwords.Unguessable"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_ENGINE = "community.members.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "community.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "community.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # nobody signs up; without a password here, none could sign in
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "community.accounts.display_name"
ACCOUNT_EMAIL_VERIFICATION = "optional"  # an invitation proved the address before the account existed
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever's sign-in changes is told
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
MFA_ADAPTER = "community.accounts.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones; each code counts once all the same (accounts/factors.py)
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # a whole workshop behind one address
MFA_FORMS = {
    "authenticate": "community.accounts.factors.SecondStepForm",
    "reauthenticate": "community.accounts.factors.OnceMoreForm",
    "add_webauthn": "community.accounts.factors.AddPasskeyForm",
    "login_webauthn": "community.accounts.factors.PasskeyForm",
    "authenticate_webauthn": "community.accounts.factors.SecondPasskeyForm",
    "reauthenticate_webauthn": "community.accounts.factors.OnceMorePasskeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("COMMUNITY_TRUSTED_PROXIES", 0, least=0, most=5)

# ---- Districts' own sign-ins --------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "community.accounts.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # whom an address signs in is decided in accounts/district.py alone
# Identity providers at private addresses and without https: for trying out on one machine only.
PRIVATE_PROVIDERS = env.flag("COMMUNITY_PRIVATE_PROVIDERS")

# ---- Mail -----------------------------------------------------------------------------------
_mail_url = env.service("COMMUNITY_MAIL_URL", "smtp", "smtps", "smtp+tls", "smtp+ssl")
if _mail_url:
    vars().update(environ.Env.email_url_config(_mail_url))
else:
    EMAIL_BACKEND = "community.mail.TerminalAndFolder"
    EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = env.sender("COMMUNITY_MAIL_FROM", COMMUNITY_NAME)
EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10

# ---- Browser-side security; the header names and values are in middleware.py ------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# ---- Live wire ------------------------------------------------------------------------------
LIVE = {
    "messages_per_10_s": env.whole_number("COMMUNITY_MESSAGES_PER_10_S", 20, least=1, most=1_000_000),
    "frames_per_minute": env.whole_number("COMMUNITY_FRAMES_PER_MINUTE", 120, least=10, most=10_000_000),
    "sockets_per_member": env.whole_number("COMMUNITY_SOCKETS_PER_MEMBER", 8, least=1, most=10_000),
    "beat_s": env.whole_number("COMMUNITY_BEAT_S", 15, least=1, most=60),
    "epoch_poll_s": env.whole_number("COMMUNITY_EPOCH_POLL_S", 5, least=1, most=30),
}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en-us"

LOG_LEVEL = env.one_of("COMMUNITY_LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"calm": {"()": "community.logs.Calm"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["calm"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"propagate": True},
        # Whoever asks by a number or another name gets 400; a line of log for each of them would hide the rest.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
