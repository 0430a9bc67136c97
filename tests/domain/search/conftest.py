"""An index of the small town, built once: it is never changed."""

import pytest

from app.domain.search import index as search_index
from app.domain.search.documents import Document, documents_of
from app.domain.search.index import Index
from tests.support import town


def documents() -> list[Document]:
    return documents_of(town.guides(), town.departments(), town.people())


@pytest.fixture(scope="session")
def index() -> Index:
    return search_index.build(documents(), {"skraldebøtte": ["skraldespand"], "passport": ["pas"]})
