"""A whole knowledge base as nouns, and the sentences that callers say, which belong to a guide but stand in a file of their own."""

from dataclasses import dataclass, field

from app.domain.kb_yaml import Problem
from app.models import Closure, Department, Fact, Guide, Notice, Person, RoutingTable, Synonym

LONGEST_HEARD = 250


@dataclass
class Contents:
    """A whole knowledge base as nouns, with what was wrong in its files and where each noun stood."""

    guides: list[Guide] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    synonyms: list[Synonym] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    tables: list[RoutingTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


def read_heard(path: str, text: str, contents: Contents) -> None:
    """The sentences of one guide; guides are read before, since their folder comes first in the alphabet."""
    slug = path.removeprefix("heard/").removesuffix(".txt")
    guide = next((guide for guide in contents.guides if guide.slug == slug), None)
    if guide is None:
        contents.problems.append(Problem(path, 1, f"Der er ingen guide, der hedder »{slug}«."))
        return
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line != line.strip() or len(line) > LONGEST_HEARD:
            contents.problems.append(Problem(path, number, f"En sætning skal stå alene på en linje, højst {LONGEST_HEARD} tegn."))
        if line in seen:
            contents.problems.append(Problem(path, number, f"Sætningen står også på linje {seen[line]}."))
        seen[line] = number
    guide.heard = list(seen)
