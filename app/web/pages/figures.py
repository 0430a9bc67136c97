"""»Tal«: how the calls went, where they are lost, and what to change first."""

from fastapi import APIRouter, Request, Response

from app.services import channels, content, rhythm
from app.services.unanswered import unanswered
from app.web.charts.channels import section as channels_section
from app.web.deps import FigureReaderDep, SessionDep
from app.web.figure_filters import FiltersDep
from app.web.figure_switches import turned
from app.web.lost_section import lost_section
from app.web.render import render
from app.web.rhythm_section import rhythm_section
from app.web.service_sections import avoidable_section, standard_section
from app.web.top_section import top
from app.web.unanswered_section import unanswered_section

router = APIRouter()


@router.get("/figures", name="figures")
def figures_page(request: Request, session: SessionDep, user: FigureReaderDep, filters: FiltersDep) -> Response:
    first = top(session, filters, request.query_params.get("by", "").strip())
    kept = turned(request.query_params) | ({"by": first.trend.trend.by.value} if "by" in request.query_params else {})
    values = {
        "filters": filters,
        "view": filters.view,
        "snapshot": content.current(session),
        "kept": kept,
        "period": first.period,
        "sentence": first.sentence,
        "cards": first.cards,
        "trend": first.trend,
        "effects": first.effects,
        "lost": lost_section(filters, user, kept),
        "rhythm": rhythm_section(rhythm.rhythm(session, filters.view), filters),
        "unanswered": unanswered_section(unanswered(session, filters.view), user),
        "avoidable": avoidable_section(filters.view),
        "standard": standard_section(filters.view, content.current(session).departments, kept),
        "channels": channels_section(channels.of(session, filters.view)),
    }
    return render(request, "figures/figures.html", values)
