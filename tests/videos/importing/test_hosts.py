import pytest

from videos.importing.hosts import is_public_address, is_public_host


class TestPublicAddress:
    @pytest.mark.parametrize(
        "address",
        [
            "8.8.8.8",
            "172.15.255.255",
            "2606:4700:4700::1111",
            "::ffff:8.8.8.8",  # mapped
            "64:ff9b::808:808",  # NAT64 of 8.8.8.8
            "2002:808:808::1",  # 6to4 of 8.8.8.8
        ],
    )
    def test_is_one_of_the_internet(self, address):
        assert is_public_address(address) is True

    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "127.255.255.254", "::1",  # loopback
            "10.1.2.3", "172.16.0.1", "192.168.1.1", "fd00:ec2::254", "fec0::1",  # private
            "100.64.0.1", "100.100.100.200",  # shared with a provider
            "169.254.169.254", "fe80::1", "fe80::1%eth0",  # link-local
            "224.0.0.1", "ff02::1",  # multicast
            "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "2001:db8::1",  # reserved
            "0.0.0.0", "0.1.2.3", "::",  # unspecified
            "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:0:0", "::127.0.0.1",  # mapped, compatible
            "64:ff9b::7f00:1", "64:ff9b::a01:203", "64:ff9b:1::808:808",  # NAT64
            "2002:7f00:1::", "2002:a01:203::1", "2002:a9fe:a9fe::",  # 6to4
            "2001:0:4136:e378::1",  # Teredo
            "168.63.129.16",  # Azure's own
        ],
    )  # fmt: skip
    def test_is_no_other(self, address):
        assert is_public_address(address) is False


class TestPublicHost:
    @pytest.mark.parametrize(
        "host",
        ["example.org", "EXAMPLE.ORG.", "xn--strae-oqa.example", "local.example", "8.8.8.8", "134744072",
         "0x8.0x080808", "2606:4700:4700::1111"],
    )  # fmt: skip
    def test_may_be_asked_for(self, host):
        assert is_public_host(host) is True

    @pytest.mark.parametrize(
        "host",
        [
            "localhost", "LocalHost.", "rain.localhost", "localhost.localdomain", "db", "router.lan", "printer.local",
            "metadata.google.internal", "nas.home.arpa",
            "127.0.0.1", "127.0.0.1.", "10.1.2.3", "169.254.169.254", "::1", "::ffff:7f00:1",
            "2130706433", "0x7f000001", "017700000001",  # 127.0.0.1 as one number
            "0x7f.1", "127.1", "0177.0.0.1", "0x7F.0.0.0x1", "127.0.1",  # as fewer or other ones
            "0xa9fea9fe", "2852039166",  # 169.254.169.254
            "0",
        ],
    )  # fmt: skip
    def test_is_no_local_one_in_any_notation(self, host):
        assert is_public_host(host) is False
