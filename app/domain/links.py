"""The addresses in a guide, and which of them a program may call on."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from app.models import Guide

_IN_TEXT = re.compile(r"https?://[^\s<>\"'»«\[\]]+", re.I)
_AFTER = ".,;:!?*_"
_TRANSLATED_NET = IPv6Network("64:ff9b::/96")


def addresses_of(guide: Guide) -> list[str]:
    """The web addresses that a guide names, in its fields and in its texts, each once."""
    fields = [guide.self_service.get("url", ""), guide.authority.get("url", ""), *(str(source.get("url") or "") for source in guide.sources)]
    translated = [text for texts in guide.translations.values() for text in texts.values()]
    texts = [guide.say, *guide.sections.values(), guide.self_service.get("message", ""), *guide.authority.values(), *translated]
    found = [text.strip() for text in fields] + [_trimmed(match) for text in texts if "://" in text for match in _IN_TEXT.findall(text)]
    return [url for url in dict.fromkeys(found) if is_web(url)]


def is_web(url: str) -> bool:
    """Whether an address is one of the web: http or https, and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the open net: not to this machine, the house's own network, or anything set aside."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    inside = _inside(address)
    return address.is_global and not address.is_multicast and (inside is None or is_public(str(inside)))


def _inside(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The older address that a newer one leads to, when it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED_NET:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _trimmed(url: str) -> str:
    """An address without what ends the sentence or the Markdown link around it."""
    while url and (url[-1] in _AFTER or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url
