"""The roof: settings, middleware, routers, error table. The only file that knows every room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from app.base.database import Engine, make_engine
from app.base.settings import Settings
from app.base.settings import settings as read_settings
from app.services import start
from app.web import errors, middleware
from app.web.api import figures as api_figures
from app.web.api import health, v1
from app.web.assets import CachedStatic
from app.web.first_history import FirstHistory
from app.web.live import Live
from app.web.logs import configure
from app.web.pages import (
    calls,
    channel_imports,
    closure_editing,
    department_editing,
    desk,
    directory,
    editing,
    exchange,
    fact_editing,
    figure_calls,
    figure_exports,
    figures,
    guide_approvals,
    guide_editing,
    guide_help,
    guide_publishing,
    guide_versions,
    guides,
    handouts,
    learning,
    my_day,
    notices,
    people_editing,
    routing_editing,
    search,
    sign_in,
    synonym_editing,
    trail,
    users,
)
from app.web.timed import Timed

DESK = (sign_in, desk, search, guides, directory, calls, my_day, notices)
WRITING = (editing, guide_editing, guide_publishing, guide_approvals, guide_help, guide_versions)
EDITING = (fact_editing, routing_editing, department_editing, closure_editing, people_editing, synonym_editing)
KEEPING = (learning, exchange, handouts, trail, users)
COUNTING = (figures, figure_calls, channel_imports, figure_exports)
API = (health, v1, api_figures)


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """The program, ready to serve once its lifespan has begun."""
    chosen = settings or read_settings()
    configure(chosen.log_level, as_json=not chosen.is_demo)
    store = engine or make_engine(chosen.store_url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        start.prepare(store, chosen)
        app.state.live = Live(store)
        timed = Timed(store, link_checks=chosen.link_checks, mail_settings=chosen if chosen.weekly_mail else None)
        first_history = FirstHistory(store, chosen)
        yield
        first_history.close()
        await timed.close()
        await app.state.live.close()

    app = FastAPI(title="Straks", version="1", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = chosen
    app.state.engine = store
    middleware.install(app, https=chosen.secure_cookies)
    errors.install(app)
    for module in (*DESK, *WRITING, *EDITING, *KEEPING, *COUNTING, *API):
        app.include_router(module.router)
    app.mount("/static", CachedStatic(), name="static")
    _add_openapi(app)
    return app


def _add_openapi(app: FastAPI) -> None:
    @app.get("/api/v1/openapi.json", include_in_schema=False, name="openapi")
    def openapi() -> dict[str, Any]:
        """The description of the JSON API alone; the pages are for people."""
        routes = [route for route in iter_route_contexts(app.routes) if (route.path or "").startswith("/api/")]
        described = get_openapi(title="Straks API", version="1", description=v1.__doc__, routes=routes)
        described["components"]["schemas"]["Problem"] = v1.Problem.model_json_schema()
        return described
