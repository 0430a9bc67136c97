"""The fields of the exchange format, one shape a noun. A field that is not named here is a problem."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from app.domain.facts import UNITS
from app.domain.guide import LONGEST_MESSAGE, LONGEST_TITLE, Audience, Kind

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Web = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=300)]


class Shape(BaseModel):
    """Strict: no unknown fields, no silent conversion of numbers to text."""

    model_config = ConfigDict(extra="forbid", strict=False)


class Authority(Shape):
    name: Line
    phone: str = ""
    hours: str = ""
    url: str = ""
    note: str = ""


class SelfService(Shape):
    label: Line
    url: Web
    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_MESSAGE)] = ""


class Referral(Shape):
    department: Slug
    when: Line
    fallback: Line


class Source(Shape):
    title: Line
    url: str
    checked: date | None


class Verified(Shape):
    by: Line
    on: date
    until: date


class GuideShape(Shape):
    slug: Slug
    title: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]
    kind: Kind
    department: Slug
    audience: list[Audience]
    kle: Annotated[str, StringConstraints(pattern=r"^(\d{2}\.\d{2}(\.\d{2})?)?$")] = ""
    routing: str = ""
    authority: Authority | None = None
    self_service: SelfService | None = None
    processing_time: str = ""
    referral: Referral
    related: list[Slug]
    keywords: list[Line]
    phrases: dict[Literal["da", "en", "de"], list[Line]]
    situation_words: list[Line]
    sources: list[Source]
    verified: Verified | None
    expires_on: date | None = None


class SpecialDay(Shape):
    date: date
    spans: list[str] = []
    reason: Line


class ServiceStandard(Shape):
    answer_within_seconds: int | None = None
    call_back_within_hours: int | None = None


class Fallback(Shape):
    department: str = ""
    text: str = ""


class Origin(Shape):
    title: str = ""
    url: str = ""
    checked: date | None = None


class DepartmentShape(Shape):
    name: Line
    phone: str = ""
    extension: str = ""
    extension_is_demo: bool = False
    email: str = ""
    address: str = ""
    ean: str = ""
    url: str = ""
    hours: dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], list[str]]
    special_days: list[SpecialDay] = []
    open_on_holidays: bool = False
    service_standard: ServiceStandard = ServiceStandard()
    languages: list[Literal["da", "en", "de"]] = ["da"]
    duties: list[Line]
    four_eyes: bool = False
    fallback: Fallback
    source: Origin = Origin()


class PersonShape(Shape):
    name: Line
    title: str = ""
    department: Slug
    phone: str = ""
    extension: str = ""
    email: str = ""
    responsibilities: list[Line] = []
    demo: bool = False
    source: str = ""


class FactSource(Shape):
    title: str = ""
    url: str = ""


class Period(Shape):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    value: int | float | str
    start: date | None = Field(default=None, alias="from")
    to: date | None = None
    source: FactSource = FactSource()
    checked: date | None = None
    verified: bool = False


class FactShape(Shape):
    label: Line
    department: Slug
    unit: Line
    periods: list[Period]

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str) -> str:
        if unit not in UNITS:
            raise ValueError(unit)
        return unit


class ClosureShape(Shape):
    day: Annotated[str, StringConstraints(pattern=r"^(\d{4}-)?\d{2}-\d{2}$")]
    name: Line
    departments: list[Slug] = []
    spans: list[str] = []


class NoticeShape(Shape):
    level: Literal["information", "disturbance", "crisis"]
    title: Line
    body: str = ""
    say: str = ""
    guide: str = ""
    departments: list[Slug] = []


class RowShape(Shape):
    when: dict[str, Any] = {}
    to: dict[str, str]
    note: str | None = None


class RoutingShape(Shape):
    slug: Slug
    title: Line
    department: Slug
    policy: Literal["first_match", "unique"]
    demo: bool = False
    note: str = ""
    inputs: dict[str, dict[str, Any]]
    rows: list[RowShape]
    fallback: dict[str, str]
