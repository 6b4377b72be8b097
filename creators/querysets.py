"""The words in which the catalog speaks of creators."""
from django.db import models
from django.db.models import Count, Max, Q


class CreatorQuerySet(models.QuerySet):
    def visible(self):
        """Creators whom visitors may see: all but those removed at their own wish. Ordered by name."""
        return self.exclude(status="removed").order_by("folded_name", "pk")

    def with_video_counts(self):
        """Adds `video_count` and `newest_published_at` over listed videos; 0 and None for a creator without any."""
        listed = Q(videos__listing_state="listed")
        return self.annotate(
            video_count=Count("videos", filter=listed),
            newest_published_at=Max("videos__published_at", filter=listed),
        )
