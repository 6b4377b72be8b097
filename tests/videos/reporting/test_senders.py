import pytest
from django.test import RequestFactory

from videos.reporting.senders import address_of


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "address"),
    [
        (False, "", "192.0.2.1"),
        (False, "198.51.100.9", "192.0.2.1"),  # which anybody could claim
        (True, "198.51.100.9", "198.51.100.9"),
        (True, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (True, "", "192.0.2.1"),
    ],
)
def test_only_our_own_proxy_is_believed_and_only_its_last_word(settings, is_behind_proxy, forwarded, address):
    settings.ASMR_BEHIND_HTTPS_PROXY = is_behind_proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers)

    assert address_of(request) == address
