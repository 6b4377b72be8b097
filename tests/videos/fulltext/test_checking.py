import pytest
from django.db import OperationalError, connection

from videos.fulltext import schema
from videos.fulltext.checking import is_whole
from videos.models import Video

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its indexes in step by itself"),
]


class TestIsWhole:
    def test_of_an_index_that_was_kept_current(self, make_video):
        make_video("Rain")

        assert is_whole() is True

    def test_not_with_other_words_than_the_table_nor_without_the_index(self, make_video):
        make_video("Rain")
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO videos_fulltext (videos_fulltext) VALUES ('delete-all')")
        damaged = is_whole()
        schema.uninstall(connection)
        missing = is_whole()
        Video.objects.all().delete()
        schema.install(connection)

        assert (damaged, missing) == (False, False)

    def test_says_nothing_while_another_program_writes(self, make_video):
        make_video("Rain")

        def is_locked(execute, sql, *arguments):
            if "integrity-check" in sql:
                raise OperationalError("database is locked")
            return execute(sql, *arguments)

        with connection.execute_wrapper(is_locked), pytest.raises(OperationalError):
            is_whole()
