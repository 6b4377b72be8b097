"""That something changed from which lists are made."""

from django.db import models
from django.db.models import Func


class Token(Func):
    """A random whole number, of the database's own making: other programs' connections have no functions of ours."""

    template = "random()"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(random() * 9007199254740992)::bigint", **context)


class Change(models.Model):
    """One change that visitors may see, written by the database's own triggers within the change's transaction.

    Of a video or of a creator; of neither: of the vocabulary. A log that is read to its end and then cut, no history.
    """

    video_id = models.BigIntegerField(null=True, help_text="0: anything may have changed.")
    creator_id = models.BigIntegerField(null=True)
    # PostgreSQL's number of the transaction; 0 on SQLite, where changes become visible in the order of their ids.
    transaction_id = models.BigIntegerField(default=0, db_index=True)
    # Tells rows apart that bear the same id in different histories, such as before and after a backup came back.
    token = models.BigIntegerField(db_default=Token())
    # Of a note that the log was cut: the highest transaction of which a row went.
    cut_transaction_id = models.BigIntegerField(null=True)

    def __str__(self):
        return f"change {self.pk}"
