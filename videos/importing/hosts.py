"""Which hosts and addresses lie on the public internet: nothing else is ever asked for."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# What the standard library takes for public: NAT64 of local use, IPv6's old private range, the one address under
# which Azure answers its own machines.
_NOT_PUBLIC_EITHER = (ip_network("64:ff9b:1::/48"), ip_network("fec0::/10"), ip_network("168.63.129.16/32"))
_NAT64 = ip_network("64:ff9b::/96")
_LOCAL_DOMAINS = (".localhost", ".localdomain", ".local", ".internal", ".intranet", ".lan", ".home.arpa")


def is_public_host(host: str) -> bool:
    """Tell whether a URL's host may be asked for, as far as it can be told without asking for its address.

    `host` is a name or an IP address in any notation, without port and brackets. A name of one word is a local one.
    """
    name = host.lower().rstrip(".")
    address = _read_address(name)
    if address is not None:
        return is_public_address(address)
    return "." in name and not name.endswith(_LOCAL_DOMAINS)


def is_public_address(address: str | IPv4Address | IPv6Address) -> bool:
    """Tell whether an IP address, as the resolver gives it, is one of the public internet.

    One that carries an IPv4 address (mapped, NAT64, 6to4) is public if that one is. Raises ValueError for no address.
    """
    ip = ip_address(address.partition("%")[0] if isinstance(address, str) else address)
    if isinstance(ip, IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if carried is not None:
            return is_public_address(carried)
    is_special = ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified
    return ip.is_global and not is_special and not any(ip in network for network in _NOT_PUBLIC_EITHER)


def _read_address(name: str) -> IPv4Address | IPv6Address | None:
    """Read an IP address, in the old notations of IPv4 too: 2130706433, 0x7f.1, 0177.0.0.1. None for a name."""
    try:
        return ip_address(name)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(name))
    except OSError:
        return None
