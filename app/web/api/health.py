"""For machines that watch the program: alive, ready, and its counters."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.services import content, schema
from app.web.deps import EngineDep, SessionDep

router = APIRouter(include_in_schema=False)


@router.get("/healthz", name="healthz")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", name="readyz")
def readyz(engine: EngineDep, session: SessionDep) -> Response:
    """200 when the database answers, has the newest shape, and the index is built; else 503 with what is missing."""
    checks = {"database": schema.answers(engine), "migrations": False, "index": False}
    if checks["database"]:
        checks["migrations"] = schema.is_current(engine)
        checks["index"] = content.is_ready(session)
    return JSONResponse({"ready": all(checks.values()), **checks}, 200 if all(checks.values()) else 503)


@router.get("/metrics", name="metrics")
def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
