"""Where calls are lost, as tables that are exported."""

from collections.abc import Mapping, Sequence

from app.domain.figure_table import Cell, Table
from app.domain.lost_calls import STEPS, Loss, Span, like_words
from app.domain.outcomes import REASON_WORDS, Reason

_COUNTS = ("Talte opkald", "Straksafklaret", "Lav", "Høj", "Ikke løst", "Heraf ud over skranken")


def topics_table(losses: Sequence[Loss], topics: Mapping[str, str], departments: Mapping[str, str], span: Span) -> Table:
    """The topics with unsettled calls, their reasons, and what could be gained."""
    head = ("Emne", "Afdeling", *_COUNTS, *REASON_WORDS.values(), f"Mulig gevinst {span.words}", "Hvis det blev løst som", "Næste skridt")
    rows = [
        (
            topics.get(loss.group.slug, loss.group.slug),
            departments.get(loss.group.department, loss.group.department),
            *_counts(loss),
            loss.gain,
            like_words(loss.example, topics, departments) if loss.example else None,
            STEPS[loss.step] if loss.step else None,
        )
        for loss in losses
    ]
    return Table("uloeste-emner", "Uløste opkald efter emne", head, rows)


def departments_table(losses: Sequence[Loss], topics: Mapping[str, str], departments: Mapping[str, str], span: Span) -> Table:
    """The departments with unsettled calls, their reasons, and what could be gained at their topics."""
    head = ("Afdeling", *_COUNTS, *REASON_WORDS.values(), f"Mulig gevinst {span.words}", "Mest ved emnet", "Næste skridt")
    rows = [
        (
            departments.get(loss.group.slug, loss.group.slug),
            *_counts(loss),
            loss.gain,
            topics.get(loss.most.group.slug, loss.most.group.slug) if loss.most else None,
            STEPS[loss.step] if loss.step else None,
        )
        for loss in losses
    ]
    return Table("uloeste-afdelinger", "Uløste opkald efter afdeling", head, rows)


def reasons_table(reasons: Mapping[Reason, int]) -> Table:
    """All unsettled calls by reason; a call with two reasons stands under both."""
    rows = [(REASON_WORDS[reason], calls) for reason, calls in reasons.items()]
    return Table("uloeste-aarsager", "Uløste opkald efter årsag", ("Årsag", "Opkald"), rows)


def _counts(loss: Loss) -> Sequence[Cell]:
    group, share = loss.group, loss.group.share
    behind = (group.reasons.get(reason, 0) for reason in REASON_WORDS)
    return (group.counted, share.value, share.low, share.high, group.open, group.beyond, *behind)
