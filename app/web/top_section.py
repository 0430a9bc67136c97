"""The top of the figures: the sentence, the cards, the trend with its marks, and whether the changes worked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from markupsafe import Markup

from app.domain.change_effects import VERDICT_WORDS, ChangeEffect, headline
from app.domain.change_words import span_words
from app.domain.figure_cards import Card
from app.domain.figures import Figure, Share, figure
from app.domain.marks import MarkKind, Pinned, pinned
from app.domain.periods import By
from app.domain.trend import LINES, STEPS, Bucket, Trend
from app.domain.trend_words import says
from app.services import day_sentence, effects_of_changes, figure_cards, look_back, marks, trend
from app.services.day_sentence import Said
from app.web.charts import trend as chart
from app.web.deps import SessionDep
from app.web.figure_filters import Filters


@dataclass(frozen=True)
class TrendSection:
    """The trend with its picture, its sentences, its marks by number, and the steps one can choose."""

    filters: Filters
    trend: Trend
    pins: Sequence[Pinned]
    sentences: Sequence[str]
    problem: str

    @cached_property
    def picture(self) -> Markup:
        return chart.drawn(self.trend, self.pins, chart.label_of(self.trend, self.sentences))

    @property
    def steps(self) -> list[tuple[str, str, bool]]:
        """The steps: word, address, and whether it is the one shown."""
        return [(word, self.filters.link("/figures", by=by.value) + "#trend", by is self.trend.by) for by, word in STEPS.items()]

    @property
    def lines(self) -> Sequence[str]:
        return [line.word for line in LINES]

    def calls(self, bucket: Bucket) -> str:
        """The counted calls of a bucket."""
        days = {"from": bucket.stretch.first.isoformat(), "to": bucket.stretch.last.isoformat()}
        return self.filters.link("/figures/calls", show="counted", **days)


@dataclass(frozen=True)
class EffectsSection:
    """The changes with what they did, and what that comes to."""

    filters: Filters
    effects: Sequence[ChangeEffect]

    @property
    def headline(self) -> str:
        return headline(self.effects)

    def verdict(self, effect: ChangeEffect) -> str:
        return VERDICT_WORDS[effect.verdict]

    def sides(self, effect: ChangeEffect) -> list[tuple[str, Share, Figure, str]]:
        """Before and after: the word, the share, the same as it may be shown, and the calls behind it ("" where they have several topics)."""
        window, difference = effect.window, effect.difference
        last_before = (window.start - timedelta(days=1)).date().isoformat()
        spans = (
            ("Før", difference.before, window.before.date().isoformat(), last_before),
            ("Efter", difference.after, window.start.date().isoformat(), window.end.date().isoformat()),
        )
        return [(word, side, figure(side), self._calls(effect, {"from": first, "to": last})) for word, side, first, last in spans]

    def _calls(self, effect: ChangeEffect, days: Mapping[str, str]) -> str:
        mark = effect.mark
        if mark.kind is MarkKind.HOURS:
            return self.filters.link("/figures/calls", show="transferred", topic="", department=mark.department, **days)
        if len(mark.topics) != 1:
            return ""
        show = "counted" if mark.kind is MarkKind.GUIDE else "transferred"
        return self.filters.link("/figures/calls", show=show, topic=mark.topics[0], department="", **days)


@dataclass(frozen=True)
class Top:
    """The four parts, and the period in words."""

    period: str
    sentence: Said
    cards: Sequence[Card]
    trend: TrendSection
    effects: EffectsSection


def top(session: SessionDep, filters: Filters, typed_step: str) -> Top:
    """The parts of a page with its filters; `typed_step` is the step of the trend as it stands in the address, "" for the usual one."""
    view, at = filters.view, filters.view.at
    step = By(typed_step) if typed_step in {by.value for by in STEPS} else None
    back = look_back.read(session, view, step)
    happened = marks.read(session, back, at)
    found = trend.of(back, happened, at)
    pins = pinned(found.marks, [(bucket.stretch.first, bucket.stretch.last) for bucket in found.buckets])
    problem = "" if step or not typed_step else f"»{typed_step[:20]}« er ikke dage, uger eller måneder. Her vises {STEPS[found.by].lower()}."
    return Top(
        span_words(view.wanted.first, view.wanted.last, filters.today),
        day_sentence.said(view, back),
        figure_cards.of(session, view),
        TrendSection(filters, found, pins, says(found), problem),
        EffectsSection(filters, effects_of_changes.of(back, happened, at)),
    )
