"""From an empty machine to a desk that can be used: migrate, fill, build the index."""

from sqlalchemy import Engine
from sqlmodel import Session

from app.base import clock
from app.base.database import session_scope
from app.base.settings import Settings
from app.services import accounts, content, guides, knowledge_base, schema


def prepare(engine: Engine, settings: Settings) -> None:
    """Bring the store to the newest shape and fill it when it is empty; in demo mode, invite the cast. Safe to run twice."""
    schema.upgrade(engine)
    with session_scope(engine) as session:
        if knowledge_base.is_empty(session):
            knowledge_base.import_contents(session, knowledge_base.read_folder(settings.knowledge_base), clock.now())
        guides.keep_versions(session, clock.now())
        if settings.is_demo:
            accounts.ensure_demo_cast(session)
    with Session(engine) as session:
        content.current(session)
