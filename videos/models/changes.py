"""That something changed from which lists are made."""

from django.db import models


class Change(models.Model):
    """One change that visitors may see, written by the database's own triggers within the change's transaction.

    Of a video or of a creator; of neither: of the vocabulary. A log that is read to its end and then cut, no history.
    """

    video_id = models.BigIntegerField(null=True)
    creator_id = models.BigIntegerField(null=True)
    # PostgreSQL's number of the transaction; 0 on SQLite, where changes become visible in the order of their ids.
    transaction_id = models.BigIntegerField(default=0, db_index=True)

    def __str__(self):
        return f"change {self.pk}"
