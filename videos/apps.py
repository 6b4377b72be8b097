from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class VideosConfig(AppConfig):
    name = "videos"

    def ready(self):
        post_migrate.connect(install_in_database, sender=self)


def install_in_database(*, using: str, **_) -> None:
    """After every `migrate`: what lives in the database itself, and what SQLite loses when it remakes a table."""
    # Models can be imported only now that all applications are ready.
    from videos.changes import schema as changes
    from videos.models import Change

    if Change._meta.db_table in connections[using].introspection.table_names():  # not on the way back to nothing
        changes.install(connections[using])
