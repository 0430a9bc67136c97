"""What can be wrong with a guide, in the operator's words."""

from enum import StrEnum


class FlagKind(StrEnum):
    """The four things an operator can say about a guide in one key."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    MISSING = "missing"
    OUTDATED = "out_of_date"


FLAG_WORDS: dict[FlagKind, str] = {
    FlagKind.WRONG: "Forkert",
    FlagKind.UNCLEAR: "Uklar",
    FlagKind.MISSING: "Mangler noget",
    FlagKind.OUTDATED: "Forældet",
}
