"""The figures of first-call resolution as JSON, for Power BI and the like. Fixed; the same numbers as everywhere else in the program."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict

from app.base.errors import Invalid
from app.domain.figures import Tally, figures_of
from app.domain.outcomes import CallerType, Language
from app.domain.periods import By
from app.services import figures
from app.web.api.v1 import PROBLEM, Slug
from app.web.deps import FigureProgramDep, SessionDep

router = APIRouter(prefix="/api/v1", tags=["v1"])


class FigureOut(BaseModel):
    """A share from 0 to 1 of `n`, with its 95 % Wilson interval. Where it cannot be told, `value` is null and `why` says why."""

    value: float | None
    n: int
    low: float | None
    high: float | None
    why: str | None = None


class FiguresOut(BaseModel):
    """Calls of a period, those of them that are counted, and the figures made of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "calls": 412,
                "counted": 396,
                "gross": {"value": 0.712, "n": 396, "low": 0.666, "high": 0.754},
                "net": {"value": 0.768, "n": 367, "low": 0.722, "high": 0.809},
                "repeat_adjusted": {"value": None, "n": 0, "low": None, "high": None, "why": "Telefonien giver ingen numre, ..."},
            }
        }
    )

    calls: int
    counted: int
    gross: FigureOut
    net: FigureOut
    repeat_adjusted: FigureOut
    coverage: FigureOut
    transfer_success: FigureOut
    active_service: FigureOut
    answer_in_guide: FigureOut


class GroupOut(FiguresOut):
    """The figures of one day (2026-11-23), week (2026-W48), month (2026-11), hour (08), department or topic (its name, "" for none)."""

    key: str


class GroupsOut(BaseModel):
    """The figures by group, in order of their keys."""

    group_by: By
    groups: list[GroupOut]


@router.get("/figures", name="api_figures", responses=PROBLEM)
def api_figures(
    response: Response,
    session: SessionDep,
    program: FigureProgramDep,
    first: Annotated[str, Query(alias="from", description="First day, Danish time", examples=["2026-11-01"])],
    last: Annotated[str, Query(alias="to", description="Last day, included", examples=["2026-11-30"])],
    department: Slug = "",
    topic: Slug = "",
    caller_type: CallerType | None = None,
    language: Language | None = None,
    group_by: By | None = None,
) -> FiguresOut | GroupsOut:
    """Figures of the calls begun in a period, with `group_by` by day, week, month, hour, department or topic.

    Where made-up calls of a demonstration are among them, the header `Straks-Simulated` says how many.
    """
    wanted = figures.Wanted(_date(first, "from"), _date(last, "to"), department, topic, caller_type or "", language or "")
    whole = figures.count(session, wanted)
    if whole.simulated:
        response.headers["Straks-Simulated"] = str(whole.simulated)
    if group_by is None:
        return FiguresOut(**_figures(whole))
    return GroupsOut(group_by=group_by, groups=[GroupOut(key=key, **_figures(tally)) for key, tally in figures.by(session, wanted, group_by).items()])


def _date(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"»{field}« skal være en dato som 2026-11-22.", field) from error


def _figures(tally: Tally) -> dict[str, Any]:
    shown = {
        code: FigureOut(value=found.value, n=found.n, low=found.low, high=found.high, why=found.why or None)
        for code, found in figures_of(tally).items()
    }
    return {"calls": tally.calls, "counted": tally.counted, **shown}
