"""gunicorn behind a proxy on the same machine: `gunicorn --config deploy/gunicorn.conf.py asmr_catalog.wsgi`."""

bind = "127.0.0.1:8000"
workers = 2  # processes; about one a core
worker_class = "gthread"
threads = 4  # of each
preload_app = True  # the index of videos is read once, and the workers share its memory
limit_request_line = 8190  # bytes; a long filter is a long address
control_socket_disable = True
# What a visitor shuts out says what they cannot bear. It stands in the query string, which is why none is written down.
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s"


def when_ready(server):
    """Read the index before the workers are forked."""
    from videos.browsing.index.current import warm_up

    warm_up()
