"""Django's settings. Whatever differs between deployments comes from the environment (see docs/do/deploy.md)."""

import datetime as dt
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from kahui.site.home import home, programme
from kahui.site.mail import Mail

HOME = home()
PROGRAMME = programme()


def _secret(folder: Path) -> str:
    """`KAHUI_SECRET_KEY`, or one made on first use and kept in the home, readable by its owner only."""
    if key := os.environ.get("KAHUI_SECRET_KEY"):
        return key
    file = folder / "secret-key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text()


def _database(url: str | None) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "kahui.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlparse(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit(
            "KAHUI_DATABASE_URL must begin with postgresql://, such as postgresql://user:password@host/kahui."
        )
    query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def _acting_day(folder: Path) -> dt.date | None:
    """`KAHUI_TODAY`, or the day that a rehearsal in this home is set on; `None` where days go by as they do."""
    file = folder / "today"
    day = os.environ.get("KAHUI_TODAY") or (file.read_text().strip() if file.is_file() else "")
    return dt.date.fromisoformat(day) if day else None


ACTING_DAY = _acting_day(HOME)
COUNTRY_TIME_ZONE = os.environ.get("KAHUI_TIME_ZONE", "Pacific/Auckland")  # whose evenings are quiet
SITE_ADDRESS = os.environ.get("KAHUI_URL", "http://127.0.0.1:8000").rstrip("/")  # begins every link sent
MAIL = Mail.read(os.environ.get("KAHUI_MAIL_URL"))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend, MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.starts_tls, MAIL.is_tls, 30
DEFAULT_FROM_EMAIL = os.environ.get("KAHUI_MAIL_FROM", "Kāhui <kahui@localhost>")
DATABASES = {"default": _database(os.environ.get("KAHUI_DATABASE_URL"))}
SECRET_KEY = _secret(HOME)
DEBUG = os.environ.get("KAHUI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("KAHUI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "kahui.records.changes",
    "kahui.records.received",
    "kahui.records.timeline",
    "kahui.records.access",
    "kahui.records.notices",
    "kahui.records.register",
    "kahui.records.networks",
    "kahui.records.documents",
    "kahui.records.editions",
    "kahui.records.formation",
    "kahui.records.challenges",
    "kahui.records.posts",
    "kahui.web.desk",
    "kahui.web.school",
    "kahui.web.network",
    "kahui.web.office",
    "kahui.web.door",
    "kahui.web.design",
    "kahui.web.public",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kahui.web.design.middleware.Frame",
]
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ROOT_URLCONF = "kahui.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
COTTON_DIR = "components"
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-nz"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
