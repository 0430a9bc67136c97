"""An hour of the log as bytes that can be kept: its columns, and the values they point to, so that it can be read by any worker."""

import json
from typing import Any

import numpy as np

from app.domain.call_log import Block
from app.domain.log_values import Caller, Codes, Numbers, Places, Result

FORM = 1


def pack(block: Block, codes: Codes) -> bytes:
    """A block as bytes: a line of JSON, then the five columns."""
    head: dict[str, Any] = {"form": FORM, "n": len(block)}
    columns: list[Numbers] = []
    for name, places in _columns(codes):
        used, column = np.unique(getattr(block, name), return_inverse=True)
        head[name] = [places.values[place] for place in used]
        columns.append(column.astype(np.uint16))
    return b"\n".join(
        (json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), block.first.tobytes() + b"".join(c.tobytes() for c in columns))
    )


def unpack(packed: bytes, codes: Codes) -> Block | None:
    """The block of some bytes; None when they are of another form."""
    line, _, data = packed.partition(b"\n")
    head = json.loads(line)
    if head["form"] != FORM:
        return None
    n = head["n"]
    first = np.frombuffer(data, np.uint8, n)
    columns = {}
    for place, (name, places) in enumerate(_columns(codes)):
        values = (_value(name, value) for value in head[name])
        local = np.frombuffer(data, np.uint16, n, offset=n + 2 * n * place)
        columns[name] = np.array([places.of(value) for value in values], np.uint16)[local]
    return Block(first, **columns)


def _columns(codes: Codes) -> tuple[tuple[str, Places[Any]], ...]:
    return (("topic", codes.topics), ("department", codes.departments), ("caller", codes.callers), ("result", codes.results))


def _value(name: str, value: Any) -> Any:
    return Caller(*value) if name == "caller" else Result(*value) if name == "result" else value
