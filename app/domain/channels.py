"""The ways into the municipality: their codes, their words, and what other systems call them."""

from enum import StrEnum

from app.base.text import one_line


class Channel(StrEnum):
    """A way into the municipality. `PHONE` is what telephony says was answered; the calls themselves are in the log."""

    PHONE = "phone"
    COUNTER = "counter"
    MAIL = "mail"
    BOOKING = "booking"
    SELF_SERVICE = "self_service"
    CHAT = "chat"


CHANNEL_WORDS: dict[str, str] = {
    Channel.PHONE: "Telefon",
    Channel.COUNTER: "Fremmøde",
    Channel.MAIL: "Mail og Digital Post",
    Channel.BOOKING: "Tidsbestilling",
    Channel.SELF_SERVICE: "Selvbetjening",
    Channel.CHAT: "Chat",
}
_ALSO: dict[str, tuple[str, ...]] = {
    Channel.PHONE: ("opkald", "besvarede opkald"),
    Channel.COUNTER: ("skranke", "personligt fremmøde"),
    Channel.MAIL: ("e-mail", "email", "digital post"),
    Channel.BOOKING: ("tider", "bookinger"),
    Channel.SELF_SERVICE: ("self-service", "self service", "selvbetjeninger"),
    Channel.CHAT: (),
}
_CHANNELS = {name.casefold(): channel for channel in Channel for name in (channel.value, CHANNEL_WORDS[channel], *_ALSO[channel])}


def channel_of(text: str) -> Channel | None:
    """The channel that a word means, in Danish or English; None when it means none."""
    return _CHANNELS.get(one_line(text).casefold())


def known_words() -> str:
    """The channels in a sentence."""
    *others, last = CHANNEL_WORDS.values()
    return f"{', '.join(others)} eller {last}"
