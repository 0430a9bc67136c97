"""What people ring about in a made-up year: which matters are heavy, when in the year, how often they are settled, and why they needn't."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from app.domain.outcomes import Avoidable, Reason
from app.models import Guide

# Per cent of the questions of an ordinary day. All other guides share what is left, some of them hardly ever asked for.
HEAVY: Mapping[str, float] = {
    "pas-forny": 5.0,
    "affald-glemt": 4.6,
    "sagsbehandler-kontakt": 4.6,
    "flytning": 4.4,
    "opkraevning": 4.0,
    "sygedagpenge": 4.0,
    "koerekort-forny": 3.6,
    "mitid-hjaelp": 3.4,
    "tidsbestilling": 3.0,
    "byggesag-status": 2.8,
    "boligstoette": 2.6,
    "kontanthjaelp": 2.6,
    "hjemmehjaelp-udeblevet": 2.4,
    "folkepension": 2.2,
    "storskrald": 2.0,
    "mitid-ny-enhed": 1.8,
    "digital-post-hjaelp": 1.6,
    "jobcenter-samtale": 1.6,
    "dagtilbud-opskrivning": 1.5,
    "ejendomsskat": 1.5,
    "ean-faktura": 1.5,
    "aabningstider": 1.5,
    "byggetilladelse": 1.4,
    "laegevalg": 1.2,
    "genbrugsplads": 1.2,
    "pas-boern": 1.2,
    "aarsopgoerelse": 0.9,
    "skoleindskrivning": 0.7,
    "snerydning": 0.6,
}
TAIL = 31.0
TAIL_OFFSET = 6
CRISIS = 0.05  # per cent, while nothing happens

# January to December; a matter that is in no season is asked for all the year round.
SEASONS: Sequence[tuple[tuple[str, ...], tuple[float, ...]]] = (
    (("pas-forny", "pas-boern", "noedpas", "eu-sygesikringskort"), (1.0, 1.1, 1.2, 1.4, 1.8, 1.9, 1.3, 0.7, 0.7, 0.9, 0.6, 0.5)),
    (("snerydning",), (9.0, 8.0, 3.0, 0.3, 0.02, 0.02, 0.02, 0.02, 0.02, 0.2, 1.5, 6.0)),
    (("fjernvarme", "varmetillaeg", "varmepumpe", "gadelys"), (2.2, 1.9, 1.4, 0.9, 0.5, 0.3, 0.2, 0.4, 0.8, 1.4, 1.8, 2.1)),
    (("skoleindskrivning",), (4.0, 1.4, 0.8, 0.7, 0.6, 0.7, 0.4, 1.2, 0.7, 1.0, 4.0, 5.0)),
    (("sfo", "skolekoersel", "skoleskift", "aula", "ungdomsskole"), (0.9, 0.8, 0.8, 0.9, 1.1, 1.3, 0.5, 3.0, 1.6, 0.9, 0.8, 0.6)),
    (("aarsopgoerelse",), (1.2, 1.5, 5.0, 2.2, 0.8, 0.5, 0.3, 0.4, 0.5, 0.7, 2.6, 1.2)),
    (("ejendomsskat", "indefrysning-ejendomsskat"), (2.6, 1.6, 1.2, 0.7, 0.5, 0.5, 0.4, 1.0, 2.0, 1.0, 0.8, 0.9)),
    (("affald-glemt", "toemmekalender", "affaldssortering"), (1.9, 1.1, 0.9, 0.9, 1.0, 0.9, 1.0, 0.9, 0.8, 0.8, 0.9, 1.4)),
    (("storskrald", "genbrugsplads"), (1.2, 0.7, 1.0, 1.4, 1.4, 1.2, 1.0, 1.0, 1.0, 0.9, 0.7, 0.9)),
    (("flytning", "bolig-soegning", "beboerindskudslaan"), (0.9, 0.8, 0.9, 0.9, 0.9, 1.1, 1.3, 1.6, 1.3, 1.0, 0.8, 0.7)),
    (("traeer-beplantning", "hegnssyn", "stoej", "stadeplads-udeservering"), (0.4, 0.5, 0.9, 1.3, 1.8, 1.9, 1.6, 1.2, 0.9, 0.7, 0.4, 0.3)),
    (("hul-i-vej",), (1.6, 2.2, 2.4, 1.5, 0.8, 0.6, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)),
    (("rotter", "vandloeb", "kloak"), (1.5, 1.3, 1.0, 0.8, 0.6, 0.6, 0.7, 0.9, 1.1, 1.4, 1.4, 1.3)),
    (("borgerlig-vielse", "event-tilladelse"), (0.6, 0.7, 1.0, 1.3, 1.8, 1.7, 1.3, 1.3, 0.9, 0.6, 0.5, 0.5)),
    (("halbooking", "musikskole", "ferieplan"), (1.1, 0.8, 0.8, 1.0, 1.3, 1.1, 0.4, 2.2, 1.3, 0.9, 0.8, 0.7)),
    (("brevstemme", "valgkort"), (0.2, 0.2, 0.2, 0.2, 0.3, 0.3, 0.2, 0.3, 0.4, 0.6, 0.8, 0.2)),
)
# The share that is settled, where the matter itself decides it.
SETTLED: Mapping[str, float] = {
    "sagsbehandler-kontakt": 0.3,
    "byggesag-status": 0.34,
    "kontanthjaelp": 0.46,
    "sygedagpenge": 0.5,
    "affald-glemt": 0.55,
    "hjemmehjaelp-udeblevet": 0.44,
    "jobcenter-samtale": 0.58,
    "byggetilladelse": 0.52,
    "storskrald": 0.9,
    "pas-forny": 0.9,
    "tidsbestilling": 0.94,
    "aabningstider": 0.97,
    "koerekort-forny": 0.87,
    "genbrugsplads": 0.93,
}
REASONS: Mapping[str, float] = {
    Reason.NEEDS_CASE_ACCESS: 30,
    Reason.UNCLEAR_GUIDE: 15,
    Reason.NAMED_PERSON: 14,
    Reason.CALLER_WISH: 12,
    Reason.NEEDS_DECISION: 11,
    Reason.NO_GUIDE: 10,
    Reason.TECHNICAL: 4,
}
REASONS_OF: Mapping[str, Mapping[str, float]] = {
    "sagsbehandler-kontakt": {Reason.NAMED_PERSON: 120, Reason.NEEDS_CASE_ACCESS: 40},
    "byggesag-status": {Reason.NEEDS_CASE_ACCESS: 90, Reason.NEEDS_DECISION: 30},
    "kontanthjaelp": {Reason.NEEDS_CASE_ACCESS: 60, Reason.NEEDS_DECISION: 30},
    "byggetilladelse": {Reason.NEEDS_DECISION: 45},
    "affald-glemt": {Reason.UNCLEAR_GUIDE: 60, Reason.CALLER_WISH: 25},
    "hjemmehjaelp-udeblevet": {Reason.NEEDS_CASE_ACCESS: 70},
    "flytning": {Reason.UNCLEAR_GUIDE: 70},
    "opkraevning": {Reason.UNCLEAR_GUIDE: 60},
    "mitid-hjaelp": {Reason.TECHNICAL: 40},
}
NEEDLESS = 0.055
NEEDLESS_CAUSES: Mapping[str, float] = {
    Avoidable.NO_CALLBACK: 38,
    Avoidable.UNCLEAR_LETTER: 26,
    Avoidable.LATE_CASE: 22,
    Avoidable.SELF_SERVICE_BROKEN: 14,
}
# The share of calls that need not have been, and what makes them so.
NEEDLESS_OF: Mapping[str, tuple[float, str]] = {
    "byggesag-status": (0.34, Avoidable.LATE_CASE),
    "byggetilladelse": (0.16, Avoidable.LATE_CASE),
    "sygedagpenge": (0.14, Avoidable.LATE_CASE),
    "boligstoette": (0.16, Avoidable.UNCLEAR_LETTER),
    "opkraevning": (0.2, Avoidable.UNCLEAR_LETTER),
    "ejendomsskat": (0.2, Avoidable.UNCLEAR_LETTER),
    "aarsopgoerelse": (0.12, Avoidable.UNCLEAR_LETTER),
    "kontanthjaelp": (0.12, Avoidable.UNCLEAR_LETTER),
    "sagsbehandler-kontakt": (0.22, Avoidable.NO_CALLBACK),
    "affald-glemt": (0.1, Avoidable.NO_CALLBACK),
    "mitid-hjaelp": (0.08, Avoidable.SELF_SERVICE_BROKEN),
    "digital-post-hjaelp": (0.1, Avoidable.SELF_SERVICE_BROKEN),
    "dagtilbud-opskrivning": (0.09, Avoidable.SELF_SERVICE_BROKEN),
}
# Matters that newcomers ring about, often in English.
FOREIGN = ("indrejse", "opholdstilladelse", "danskuddannelse", "velkomst-tilflyttere", "koerekort-ombytning", "integrationsprogram", "udrejse")


@dataclass(frozen=True)
class Profile:
    """One matter of a made-up year. Shares are 0 to 1; `reasons` and `causes` are weights by code."""

    guide: Guide
    settled: float
    reached: float
    reasons: Mapping[str, float]
    needless: float
    causes: Mapping[str, float]
    foreign: bool


def profile_of(guide: Guide) -> Profile:
    """How calls about a guide go; what is not decided here comes from its slug, the same in every town and year."""
    luck = chance(guide.slug)
    needless, cause = NEEDLESS_OF.get(guide.slug, (NEEDLESS, ""))
    return Profile(
        guide=guide,
        settled=SETTLED.get(guide.slug, 0.7 + 0.22 * luck if guide.kind == "henvisning" else 0.6 + 0.34 * luck),
        reached=0.78 + 0.16 * chance(guide.department),
        reasons={**REASONS, **REASONS_OF.get(guide.slug, {})},
        needless=needless,
        causes={**NEEDLESS_CAUSES, **({cause: 200.0} if cause else {})},
        foreign=guide.slug in FOREIGN,
    )


def chance(text: str) -> float:
    """A number from 0 to 1 that belongs to a text."""
    return crc32(text.encode()) / 2**32


def weights(guides: Mapping[str, Guide], month: int) -> list[float]:
    """How often each guide is asked for in a month, in the order of the guides."""
    tail = sorted((slug for slug in guides if slug not in HEAVY), key=lambda slug: crc32(slug.encode()))
    shares = {slug: 1 / (place + TAIL_OFFSET) for place, slug in enumerate(tail)}
    scale = TAIL / sum(shares.values()) if shares else 0.0
    usual = {slug: CRISIS if guides[slug].kind == "krise" else share * scale for slug, share in shares.items()}
    in_season = {slug: factors[month - 1] for slugs, factors in SEASONS for slug in slugs}
    return [HEAVY.get(slug, usual.get(slug, 0.0)) * in_season.get(slug, 1.0) for slug in guides]
