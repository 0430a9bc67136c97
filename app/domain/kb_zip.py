"""A knowledge base as one ZIP file: always the same bytes for the same files, and nothing taken from one that is not safe."""

import re
import stat
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from app.domain.kb_yaml import Problem

MOST_FILES = 30_000
LARGEST_FILE = 2_000_000
LARGEST_WHOLE = 200_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FOLDER = "knowledge_base/"
_NAME = re.compile(
    r"(guides/[a-z0-9-]+\.md|heard/[a-z0-9-]+\.txt|routing/[a-z0-9-]+\.yaml|(departments|people|facts|closures|synonyms|notices)\.yaml)"
)
_READ_PAST = {"README.md"}
_BESIDE = re.compile(r"(__MACOSX/.*|(.*/)?\.DS_Store)")


def pack(files: Mapping[str, str]) -> bytes:
    """The files as a ZIP, in the order of their names and without the time of day."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[name].encode())
    return whole.getvalue()


def unpack(data: bytes) -> tuple[dict[str, str], list[Problem]]:
    """The files in a ZIP by path, and what is wrong with it. Nothing is written anywhere; a file that is refused is not read."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = [info for info in archive.infolist() if not info.is_dir()]
            refusal = _refuse_whole(entries)
            if refusal:
                return {}, [Problem("ZIP", 1, refusal)]
            for info in entries:
                _take(archive, info, files, problems)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return {}, [Problem("ZIP", 1, "Filen er ikke en ZIP-fil, der kan læses.")]
    if not files and not problems:
        problems.append(Problem("ZIP", 1, "Der er ingen vidensbase i filen: ingen guides/, departments.yaml og så videre."))
    return files, problems


def _refuse_whole(entries: list[ZipInfo]) -> str:
    if len(entries) > MOST_FILES:
        return f"Der er {len(entries)} filer i den; højst {MOST_FILES}."
    if sum(info.file_size for info in entries) > LARGEST_WHOLE:
        return f"Den fylder mere end {LARGEST_WHOLE // 1_000_000} MB, når den er pakket ud."
    return ""


def _take(archive: ZipFile, info: ZipInfo, files: dict[str, str], problems: list[Problem]) -> None:
    shown = info.filename[:120]
    name = info.filename.removeprefix(_FOLDER)
    if _BESIDE.fullmatch(info.filename) or name in _READ_PAST:
        return
    kind = stat.S_IFMT(info.external_attr >> 16)
    sentence = ""
    if info.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", info.filename) or ":" in info.filename:
        sentence = "Stien peger ud af mappen og læses ikke."
    elif kind not in (0, stat.S_IFREG):
        sentence = "Det er et link eller en anden slags fil og læses ikke."
    elif info.flag_bits & 0x1:
        sentence = "Filen er låst med en adgangskode."
    elif not _NAME.fullmatch(name):
        sentence = "Filen hører ikke til i en vidensbase."
    elif name in files:
        sentence = "Filen står to gange."
    elif info.file_size > LARGEST_FILE:
        sentence = f"Filen fylder mere end {LARGEST_FILE // 1_000_000} MB."
    if sentence:
        problems.append(Problem(shown, 1, sentence))
        return
    with archive.open(info) as opened:
        data = opened.read(LARGEST_FILE + 1)  # what it says about itself may be a lie
    if len(data) > LARGEST_FILE:
        problems.append(Problem(shown, 1, f"Filen fylder mere end {LARGEST_FILE // 1_000_000} MB."))
        return
    try:
        files[name] = data.decode()
    except UnicodeDecodeError as error:
        problems.append(Problem(shown, 1, f"Filen er ikke gyldig UTF-8 (tegn {error.start})."))
