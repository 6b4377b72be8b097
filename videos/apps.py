"""What happens once around the application, not within it: after each migration."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from videos.changes import schema as changes
from videos.fulltext import schema as fulltext


class VideosConfig(AppConfig):
    name = "videos"

    def ready(self):
        post_migrate.connect(install_schemas, sender=self)


def install_schemas(*, using: str, **_) -> None:
    """Complete the database with what no model describes. Cheap where all is there."""
    fulltext.install(connections[using])
    changes.install(connections[using])
