"""What happens once around the application, not within it: after each migration."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

from videos import roles
from videos.changes import schema as changes
from videos.fulltext import schema as fulltext


class VideosConfig(AppConfig):
    name = "videos"

    def ready(self):
        post_migrate.connect(install_schemas, sender=self)
        # The rights of an application are made after its own migrations: the last one's signal finds all of them.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(set_up_roles, sender=last)


def set_up_roles(*, using: str, **_) -> None:
    """Give the roles of curators and administrators their rights."""
    roles.set_up(using)


def install_schemas(*, using: str, **_) -> None:
    """Complete the database with what no model describes. Cheap where all is there."""
    fulltext.install(connections[using])
    changes.install(connections[using])
