"""Every setting of the catalog. What differs between sites is an environment variable, read and checked by `env`.

A start without any variable is a safe one: SQLite in the project's folder, DEBUG off, a secret key made once, local
names only.
"""

import sys
import warnings
from pathlib import Path

from csp.constants import NONE, SELF

from asmr_catalog import env

BASE_DIR = Path(__file__).resolve().parent.parent

# Where the SQLite file, the secret key and the collected static files live.
DATA_DIR = env.folder("ASMR_DATA_DIR", default=BASE_DIR)

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret_key("SECRET_KEY", file=DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("ASMR_TRUSTED_ORIGINS", default=[])

# Behind a TLS-terminating proxy that sets X-Forwarded-Proto, and X-Forwarded-For to the visitor's address.
ASMR_BEHIND_HTTPS_PROXY = env.boolean("ASMR_BEHIND_HTTPS_PROXY", default=False)
if ASMR_BEHIND_HTTPS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

DATABASES = {"default": env.database_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'catalog.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that reads first cannot wait for another writer later; one that begins by writing can.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        # WAL: pages are served while an import writes. NORMAL is durable enough with it and saves a sync a transaction.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
        **DATABASES["default"].get("OPTIONS", {}),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "creators",
    "videos",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "ninja",
    "csp",
]
TAGGIT_CASE_INSENSITIVE = True

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "asmr_catalog.middleware.NeverListMiddleware",
]
ROOT_URLCONF = "asmr_catalog.urls"
WSGI_APPLICATION = "asmr_catalog.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "asmr_catalog.site.describe",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "staticfiles"
# Until collectstatic has run, files are served as they lie in the source; afterwards compressed, under hashed names.
_collected = (STATIC_ROOT / "staticfiles.json").is_file() and not DEBUG
# The storage that reads the manifest is also the one that writes it: the first collection needs it without one.
_collecting = sys.argv[1:2] == ["collectstatic"] and not DEBUG
WHITENOISE_USE_FINDERS = not _collected
if not _collected:
    # Nothing is amiss: the folder comes with collectstatic.
    warnings.filterwarnings("ignore", message="No directory at", category=UserWarning)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _collected or _collecting
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# No other host hears of a visitor before the play click; the click brings the one frame that is allowed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": ["https://www.youtube-nocookie.com"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

ASMR_SITE_NAME = env.text("ASMR_SITE_NAME", default="ASMR catalog")
ASMR_PAGE_SIZE = env.integer("ASMR_PAGE_SIZE", default=24, minimum=1, maximum=200)  # videos a page
ASMR_API_PAGE_SIZE = env.integer("ASMR_API_PAGE_SIZE", default=100, minimum=1, maximum=200)  # entries an answer
# Options for yt-dlp itself: {"proxy": …, "cookiefile": …, "sleep_interval_requests": …}.
ASMR_YTDLP_OPTIONS = env.json_object("ASMR_YTDLP_OPTIONS", default={})
# Between two videos' pages, on average: each wait is drawn from half to one and a half of it.
ASMR_IMPORT_PAUSE_SECONDS = env.integer("ASMR_IMPORT_PAUSE_SECONDS", default=6, minimum=0, maximum=600)
# Read videos from any page, of sites that yt-dlp has no extractor for too.
ASMR_ALLOW_GENERIC = env.boolean("ASMR_ALLOW_GENERIC", default=False)
# Let an import ask addresses that are not public (127.0.0.1, 10.…): for tests, and for an instance whose operator
# imports from the own network. With it whoever may name a URL can make the server ask whatever it reaches.
ASMR_ALLOW_LOCAL_ADDRESSES = env.boolean("ASMR_ALLOW_LOCAL_ADDRESSES", default=False)
