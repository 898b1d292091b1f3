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


def _providers(names: dict[str, str]) -> dict[str, object]:
    """The one place besides our own where people can sign in: an OpenID Connect provider, by `KAHUI_OIDC_ADDRESS`."""
    if not names.get("KAHUI_OIDC_ADDRESS"):
        return {}
    app = {
        "provider_id": "provider",
        "name": names.get("KAHUI_OIDC_NAME", "your organisation"),
        "client_id": names.get("KAHUI_OIDC_CLIENT", ""),
        "secret": names.get("KAHUI_OIDC_SECRET", ""),
        "settings": {"server_url": names["KAHUI_OIDC_ADDRESS"], "fetch_userinfo": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


ACTING_DAY = _acting_day(HOME)
DEMO = (HOME / "demo").is_file()  # `kahui demo` writes it: people are offered to sign in as
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
    "kahui.web.door",  # before allauth, whose pages it words and frames
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
    "kahui.web.door.second.SecondFactor",
]
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "waiting"
CSRF_FAILURE_VIEW = "kahui.web.door.views.not_from_here"
SESSION_COOKIE_AGE = 12 * 60 * 60
ACCOUNT_ADAPTER = "kahui.web.door.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # for the forms alone: signing up is shut
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the address was given with a role, and a code or a reset proves it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, which is a working day
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "request_login_code": "kahui.web.door.forms.AskForCode",
    "login": "kahui.web.door.forms.ByPassword",
    "reset_password": "kahui.web.door.forms.ForgotPassword",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
}
MFA_ADAPTER = "kahui.web.door.adapters.SecondFactor"
MFA_FORMS = {"activate_totp": "kahui.web.door.forms.SetUpApp"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # a security key would need a script that is not ours
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "kahui.web.door.adapters.Provider"
SOCIALACCOUNT_PROVIDERS = _providers(dict(os.environ))
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # a provider's verified address is the person who was given it
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ONLY = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KAHUI_PROXIES", "0"))
CACHES = {  # counts tries to sign in, for every worker alike
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "tries",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
if os.environ.get("KAHUI_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
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
