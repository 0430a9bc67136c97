"""A knowledge base as a ZIP: the same bytes each time, and nothing taken that is not safe."""

import stat
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from app.domain import kb_zip
from tests.support.kb_texts import FILES


def zipped(write: Callable[[ZipFile], None]) -> bytes:
    """A ZIP with the good files and what a test adds."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
        write(archive)
    return whole.getvalue()


def sentences(data: bytes) -> list[str]:
    return [f"{problem.file}: {problem.sentence}" for problem in kb_zip.unpack(data)[1]]


def test_what_goes_in_comes_out_and_the_bytes_do_not_depend_on_order() -> None:
    packed = kb_zip.pack(FILES)
    assert kb_zip.unpack(packed) == (FILES, [])
    assert kb_zip.pack(dict(reversed(FILES.items()))) == packed


def test_folder_around_it_a_readme_and_traces_of_a_mac_are_read_past() -> None:
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        archive.mkdir("knowledge_base")
        for name, text in {**FILES, "README.md": "# Læs mig", ".DS_Store": "x"}.items():
            archive.writestr(f"knowledge_base/{name}", text)
        archive.writestr("__MACOSX/knowledge_base/._people.yaml", "x")
    assert kb_zip.unpack(whole.getvalue()) == (FILES, [])


@pytest.mark.parametrize("name", ["../people.yaml", "guides/../../x.md", "/etc/passwd", "C:/people.yaml", "guides\\..\\x.md", "\\people.yaml"])
def test_path_that_leads_out_is_refused(name: str) -> None:
    def write(archive: ZipFile) -> None:
        info = ZipInfo("x")
        info.filename = name
        archive.writestr(info, "x")

    assert sentences(zipped(write)) == [f"{name}: Stien peger ud af mappen og læses ikke."]


def test_link_is_refused() -> None:
    def write(archive: ZipFile) -> None:
        info = ZipInfo("guides/link.md")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")

    assert sentences(zipped(write)) == ["guides/link.md: Det er et link eller en anden slags fil og læses ikke."]


@pytest.mark.parametrize("name", ["run.sh", "guides/Pas.md", "guides/deep/pas.md", "users.yaml"])
def test_file_that_belongs_to_no_knowledge_base_is_refused(name: str) -> None:
    assert sentences(zipped(lambda archive: archive.writestr(name, "x"))) == [f"{name}: Filen hører ikke til i en vidensbase."]


def test_same_file_in_and_out_of_the_folder_is_refused() -> None:
    assert sentences(zipped(lambda archive: archive.writestr("knowledge_base/people.yaml", "x"))) == [
        "knowledge_base/people.yaml: Filen står to gange."
    ]


def test_file_that_says_it_is_too_large_is_not_read() -> None:
    data = zipped(lambda archive: archive.writestr("guides/bombe.md", b"0" * (kb_zip.LARGEST_FILE + 1)))
    assert len(data) < 20_000
    assert sentences(data) == ["guides/bombe.md: Filen fylder mere end 2 MB."]


def test_file_that_is_larger_than_it_says_is_refused() -> None:
    name = b"guides/bombe.md"
    data = bytearray(zipped(lambda archive: archive.writestr(name.decode(), b"0" * (kb_zip.LARGEST_FILE + 1))))
    listed = data.rindex(name) - 46  # its row in the list at the end says how large it is
    assert data[listed : listed + 4] == b"PK\x01\x02"
    data[listed + 24 : listed + 28] = (10).to_bytes(4, "little")
    files, problems = kb_zip.unpack(bytes(data))
    assert files == {}
    assert [problem.sentence for problem in problems] == ["Filen er ikke en ZIP-fil, der kan læses."]


def test_whole_that_says_it_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb_zip, "LARGEST_WHOLE", 2_000_000)

    def write(archive: ZipFile) -> None:
        for number in range(3):
            archive.writestr(f"heard/x{number}.txt", b"0" * 900_000)

    data = zipped(write)
    assert sentences(data) == ["ZIP: Den fylder mere end 2 MB, når den er pakket ud."]


def test_too_many_files_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb_zip, "MOST_FILES", len(FILES))
    assert sentences(zipped(lambda archive: archive.writestr("heard/x.txt", "x"))) == [
        f"ZIP: Der er {len(FILES) + 1} filer i den; højst {len(FILES)}."
    ]


def test_text_that_is_not_utf8_is_named() -> None:
    assert sentences(zipped(lambda archive: archive.writestr("heard/x.txt", b"r\xf8d"))) == ["heard/x.txt: Filen er ikke gyldig UTF-8 (tegn 1)."]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + b"\x00" * 40, kb_zip.pack(FILES)[:-30], kb_zip.pack(FILES)[200:]])
def test_what_is_no_zip_is_said_and_not_read(data: bytes) -> None:
    assert kb_zip.unpack(data)[0] == {} or sentences(data)
    assert sentences(data)


def test_empty_zip_holds_no_knowledge_base() -> None:
    assert "ingen vidensbase" in sentences(kb_zip.pack({}))[0]
