"""The page on the file of channel figures says what the program does, and its example can be taken in."""

import re
from datetime import date

from app.base.settings import ROOT
from app.domain.channel_rows import COLUMNS, HEADINGS, MOST_CONTACTS, NEEDED, Names, read_rows
from app.domain.channels import CHANNEL_WORDS

PAGE = (ROOT / "docs/channels.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `")]


def test_columns_stand_there_with_all_their_names_and_whether_they_are_needed() -> None:
    told = {row[0].strip("`"): (set(re.findall(r"`(\w+)`", row[1])), row[2] == "yes") for row in ROWS if len(row) == 4}
    expected = {column: ({word for word, of in HEADINGS.items() if of == column and word != column}, column in NEEDED) for column in COLUMNS}
    assert told == expected


def test_channels_stand_there_with_their_words() -> None:
    assert {row[0].strip("`"): row[1] for row in ROWS if len(row) == 3} == CHANNEL_WORDS


def test_limits_are_the_ones_of_the_program() -> None:
    assert f"{MOST_CONTACTS:,}" in PAGE
    assert "5 MB and 200,000" in PAGE


def test_example_can_be_taken_in() -> None:
    [example] = re.findall(r"```csv\n(.*?)```", PAGE, re.S)
    reading = read_rows(example, Names({"b": "Borgerservice"}, {"p": "Forny pas"}), date(2026, 11, 22))
    assert (len(reading.entries), reading.refused) == (4, [])
