"""A PostgreSQL server of our own for the time of the tests: real, on a socket in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = "54329"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, if PostgreSQL's server is installed."""
    folders = [Path(path).parent for path in (shutil.which("initdb"), shutil.which("pg_ctl")) if path]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def server() -> Iterator[str | None]:
    """The address of a fresh server, with `{name}` for the database; None when there is none to be had."""
    folder = binaries()
    if folder is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="straks-pg-"))
    as_user = _other_user(home)
    data = home / "data"
    run = [*as_user, str(folder / "initdb"), "-D", str(data), "-U", "straks", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(run, check=True, capture_output=True, cwd=home)
    options = f"-p {PORT} -k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    control = [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run([*control, "-l", str(home / "log"), "-o", options, "start"], check=True, capture_output=True, cwd=home)
    try:
        yield f"postgresql+psycopg://straks@/{{name}}?host={home}&port={PORT}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=home)
        shutil.rmtree(home, ignore_errors=True)


def _other_user(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`."""
    if os.geteuid() != 0:
        return []
    user = next(name for name in ("postgres", "nobody") if _exists(name))
    shutil.chown(home, user)
    return ["runuser", "-u", user, "--"]


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
