"""A small knowledge base as texts: one good file of each kind, to be spoilt one line at a time."""

PHRASES = "\n".join(f"    - spørgsmål nummer {number}" for number in range(20))
WORDS = ", ".join(f"ord {number}" for number in range(60))

GUIDE = f"""---
slug: pas
title: Forny pas
kind: svar
department: borgerservice
audience: [borger]
kle: ''
self_service:
  label: Bestil tid
  url: https://www.borger.dk
referral:
  department: borgerservice
  when: Borgeren skal have hjælp.
  fallback: Lov at ringe tilbage.
related: [pas]
keywords: [pas]
phrases:
  da:
{PHRASES}
situation_words: [{WORDS}]
sources:
  - title: borger.dk
    url: https://www.borger.dk
    checked: 2026-11-22
verified: null
---

## Sig
Et pas koster {{fact:pas-pris}}.

## Gør sådan
1. Bestil tid.

## Uden digital adgang
Ring til os.

## Når en pårørende ringer
Med fuldmagt.
"""

DEPARTMENTS = """borgerservice:
  name: Borgerservice
  phone: '96282828'
  hours:
    mon: ['10:00-15:00']
  duties: [pas]
  fallback:
    text: Tilbyd opkald tilbage.
"""

PEOPLE = """dan-christensen:
  name: Dan Christensen
  department: borgerservice
  demo: true
"""

FACTS = """pas-pris:
  label: Pas, pris
  department: borgerservice
  unit: kr.
  periods:
    - value: 893
      from: 2026-01-01
      to: 2026-12-31
      source: {title: Pasloven, url: 'https://www.retsinformation.dk'}
      checked: 2026-11-01
      verified: true
"""

CLOSURES = """- day: 06-05
  name: Grundlovsdag
- day: '2026-11-26'
  name: Personaledag
  departments: [borgerservice]
"""

SYNONYMS = """skraldebøtte: [skraldespand]
"""

NOTICES = """stroem:
  level: crisis
  title: Strømmen er væk
  guide: pas
"""

FILES = {
    "guides/pas.md": GUIDE,
    "departments.yaml": DEPARTMENTS,
    "people.yaml": PEOPLE,
    "facts.yaml": FACTS,
    "closures.yaml": CLOSURES,
    "synonyms.yaml": SYNONYMS,
    "notices.yaml": NOTICES,
}


def spoilt(path: str, old: str, new: str) -> dict[str, str]:
    """The files with one text replaced in one of them; `old` must stand there exactly once."""
    assert FILES[path].count(old) == 1, f"{old!r} stands {FILES[path].count(old)} times in {path}"
    return {**FILES, path: FILES[path].replace(old, new)}


def line_of(path: str, text: str) -> int:
    """The line of a file on which a text stands first."""
    return FILES[path][: FILES[path].index(text)].count("\n") + 1
