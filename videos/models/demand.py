"""How often visitors' filters ask for a tag or shut it out: sums, of nobody in particular."""

from django.db import models

from videos.models.vocabulary import Tag


class TagDemand(models.Model):
    """What the filters of one month wanted of one tag. Written by `browsing.demand` alone."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="demands")
    month = models.DateField(help_text="Its first day.")
    included = models.PositiveBigIntegerField(default=0, help_text="Lists that asked for it.")
    excluded = models.PositiveBigIntegerField(default=0, help_text="Lists that shut it out, by filter or never-list.")
    freed = models.PositiveBigIntegerField(default=0, help_text="Lists of what is known to be without it.")

    class Meta:
        constraints = [models.UniqueConstraint("tag", "month", name="tag_demand_once")]

    def __str__(self):
        return f"{self.tag} in {self.month:%B %Y}"
