"""Memory of this process and of others, from /proc (Linux)."""

import ctypes
import gc
from contextlib import suppress
from pathlib import Path


def settle() -> None:
    """Give back what is free, and forget the highest mark so far."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def now_mb(pid: int | str = "self") -> float:
    """Resident memory now."""
    return _status(pid, "VmRSS")


def peak_mb(pid: int | str = "self") -> float:
    """The highest resident memory since the start or `settle`."""
    return _status(pid, "VmHWM")


def tree_mb(pid: int) -> float:
    """Memory of a process and its children, shared pages counted once (PSS); 0 when it cannot be read."""
    return sum(_pss(each) for each in _family(pid))


def _status(pid: int | str, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _pss(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _family(pid: int) -> list[int]:
    found = [pid]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                parent = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]
                if int(parent) == pid:
                    found.append(int(entry.name))
    return found
