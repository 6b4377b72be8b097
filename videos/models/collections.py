"""Creators and videos that somebody elsewhere named together, such as a blog post."""

from django.db import models
from django.urls import reverse

from creators.models import Creator
from videos.models.videos import Video
from videos.querysets import CollectionQuerySet


class Collection(models.Model):
    """What one source outside the catalog names; the catalog says by whom, and copies nothing of it."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True, help_text="In the address of its page, for good.")
    source_title = models.CharField(max_length=300, help_text="What names them, such as a blog post by its title.")
    source_url = models.URLField("address of the source", max_length=500, blank=True, help_text="Blank: not known.")
    source_date = models.DateField("date of the source", null=True, blank=True, help_text="Blank: not known.")
    note = models.TextField(blank=True, help_text="What it is about, in our own words.")
    creators = models.ManyToManyField(Creator, blank=True, related_name="collections")
    videos = models.ManyToManyField(Video, blank=True, related_name="collections")
    is_shown = models.BooleanField("shown to visitors", default=True)
    is_sample = models.BooleanField(default=False, editable=False, help_text="Came with the starter catalog.")
    curated_at = models.DateTimeField(null=True, editable=False, help_text="When a person last edited it.")

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("collection-detail", args=[self.slug])
