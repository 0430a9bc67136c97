"""The real program for the time of a measurement: one worker on loopback, demo mode, a fresh SQLite store in a temporary folder."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.common import ROOT, LeftOut

HOST = "127.0.0.1"
PATIENCE = 180
STARTED_BY_US = "straks-bench-"


@dataclass(frozen=True)
class Server:
    """Where the program listens, and where its log goes."""

    port: int
    log: Path
    pid: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def sign_in(self, username: str = "anna") -> str:
        """A session cookie as `name=value`."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
        connection.request("POST", "/login/demo", urlencode({"username": username}), headers)
        answer = connection.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        answer.read()
        connection.close()
        if answer.status != 303 or not cookie:
            raise LeftOut(f"the program refused to sign {username} in ({answer.status})")
        return cookie


@contextmanager
def served(log_level: str = "error", folder: Path | None = None, url: str = "") -> Iterator[Server]:
    """The program, ready; gone afterwards. On a folder that holds a store already it is one more worker there."""
    with TemporaryDirectory(prefix=STARTED_BY_US) as own, socket.socket() as listening:
        listening.bind((HOST, 0))
        listening.listen(256)
        port = listening.getsockname()[1]
        log = Path(own) / "log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("STRAKS_")}
        environment |= {"STRAKS_DATA_DIR": str(folder or own), "STRAKS_LOG_LEVEL": log_level, "STRAKS_DATABASE_URL": url, "STRAKS_DEMO_CALLS": "0"}
        command = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--fd", str(listening.fileno())]
        command += ["--no-access-log", "--log-level", "error", "--timeout-graceful-shutdown", "1"]
        with log.open("w", encoding="utf-8") as written:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=(listening.fileno(),), stdout=written, stderr=subprocess.STDOUT)
            try:
                _wait(process, port)
                yield Server(port, log, process.pid)
            finally:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(15)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
            connection.request("GET", "/login")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise LeftOut("the program did not start")
