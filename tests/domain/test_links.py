"""Which addresses stand in a guide, and which a program may call on."""

import pytest

from app.domain.links import addresses_of, is_public, is_web
from tests.support.town import guide


def test_addresses_come_from_fields_sources_and_texts_each_once() -> None:
    found = addresses_of(
        guide(
            "a",
            "A",
            "affald",
            self_service={"label": "Bestil", "url": "https://a.dk/bestil", "message": "Se https://a.dk/bestil."},
            authority={"name": "Skat", "url": "https://skat.dk"},
            sources=[{"title": "Loven", "url": "https://lov.dk"}, {"title": "Uden adresse"}],
            say="Se [siden](https://b.dk/x_(y)) og https://c.dk/?a=1&b=2, eller ring.",
            sections={"steps": "1. **https://d.dk**\n2. mailto:a@b.dk", "offline": "Ring."},
            translations={"en": {"say": "See http://e.dk/en!"}},
        )
    )
    assert found == [
        "https://a.dk/bestil",
        "https://skat.dk",
        "https://lov.dk",
        "https://b.dk/x_(y)",
        "https://c.dk/?a=1&b=2",
        "https://d.dk",
        "http://e.dk/en",
    ]


@pytest.mark.parametrize(
    "url", ["", "ftp://a.dk", "javascript:alert(1)", "file:///etc/passwd", "https://", "//a.dk", "https://a.dk:0", "https://a.dk:x", "a.dk"]
)
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    assert not is_web(url)
    assert addresses_of(guide("a", "A", "affald", sources=[{"title": "T", "url": url}])) == []


@pytest.mark.parametrize("ip", ["8.8.8.8", "193.3.141.201", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_open_net_may_be_called_on(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "no address",
    ],
)
def test_house_and_everything_set_aside_may_not(ip: str) -> None:
    assert not is_public(ip)
