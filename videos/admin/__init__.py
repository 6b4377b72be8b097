"""The curators' desk for videos, tags, collections and imports."""

from django.contrib import admin
from taggit import admin as taggit_admin

from videos.admin.care import HelpContactAdmin, ResourceAdmin
from videos.admin.collections import CollectionAdmin
from videos.admin.imports import ImportRunAdmin
from videos.admin.tags import TagAdmin
from videos.admin.videos import VideoAdmin

__all__ = ["CollectionAdmin", "HelpContactAdmin", "ImportRunAdmin", "ResourceAdmin", "TagAdmin", "VideoAdmin"]

# taggit registers its own tag, which the catalog does not use. Imported above, it has done so by now.
admin.site.unregister(taggit_admin.Tag)
