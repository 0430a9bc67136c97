"""»Unødige opkald« and »Afdelingernes telefon«: what these parts of the page show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.domain.avoidable import Needless, advice, change_words
from app.domain.figures import Figure, figure
from app.domain.service_standard import Service, sentence
from app.models import Department
from app.services import avoidable, service_standards
from app.services.figures import View
from app.web.charts import avoidable as chart
from app.web.figure_switches import ALL, STANDARD, turn

SHOWN = 10


@dataclass(frozen=True)
class AvoidableSection:
    """The needless calls with the words about them."""

    view: View
    found: Needless

    @property
    def share(self) -> Figure:
        return figure(self.found.now)

    @property
    def change(self) -> str:
        return change_words(self.found.now, self.found.before)

    @property
    def advice(self) -> str:
        return advice(self.found, self.view.topics, self.view.departments)

    @property
    def picture(self) -> Markup:
        return chart.picture(self.found)


@dataclass(frozen=True)
class StandardSection:
    """The departments, the first ten or all of them, and which to speak with first."""

    services: Sequence[Service]
    sentence: str
    switches: Mapping[str, str]

    @property
    def whole(self) -> Mapping[str, str]:
        """The switches with all departments shown."""
        return turn(self.switches, standard=ALL)

    @property
    def first(self) -> Mapping[str, str]:
        """The switches with the first ten shown."""
        return turn(self.switches, standard="")

    @property
    def shown(self) -> Sequence[Service]:
        return self.services if STANDARD in self.switches else self.services[:SHOWN]


def avoidable_section(view: View) -> AvoidableSection:
    return AvoidableSection(view, avoidable.of(view))


def standard_section(view: View, departments: Mapping[str, Department], switches: Mapping[str, str]) -> StandardSection:
    """The part of the page, with the page's switches that are turned."""
    services = service_standards.of(view, departments)
    return StandardSection(services, sentence(services, view.departments), switches)
