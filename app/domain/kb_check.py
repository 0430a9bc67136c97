"""What is wrong in a knowledge base beyond its form: references that point nowhere, texts that are too long, facts that overlap."""

from collections.abc import Iterator

from app.base.errors import BadContent
from app.domain import facts as fact_rules
from app.domain import hours
from app.domain.guide import (
    CRISIS_MUST_HAVE,
    FEWEST_PHRASES,
    FEWEST_SITUATION_WORDS,
    LONGEST_SAY_WORDS,
    MUST_HAVE,
    SECTIONS,
    Kind,
)
from app.domain.guide_content import facts_in, texts_in
from app.domain.kb_files import Contents, Problem
from app.domain.privacy import contains_cpr
from app.domain.readability import readability
from app.domain.routing_proof import prove
from app.domain.routing_table import table_of
from app.models import Department, Guide, RoutingTable


def check(contents: Contents) -> list[Problem]:
    """Every problem of meaning, with the file and line of the noun it belongs to."""
    return [
        *_check_departments(contents),
        *_check_people(contents),
        *_check_facts(contents),
        *_check_notices(contents),
        *_check_closures(contents),
        *(problem for table in contents.tables for problem in _check_table(contents, table)),
        *(problem for guide in contents.guides for problem in _check_guide(contents, guide)),
    ]


def _at(contents: Contents, key: str, sentence: str) -> Problem:
    file, line = contents.places.get(key, ("?", 1))
    return Problem(file, line, sentence)


def _check_departments(contents: Contents) -> Iterator[Problem]:
    slugs = {department.slug for department in contents.departments}
    for department in contents.departments:
        key = f"departments:{department.slug}"
        try:
            hours.schedule_of(department, contents.closures)
        except (BadContent, ValueError) as error:
            yield _at(contents, key, f"Åbningstiderne kan ikke læses: {error}")
        target = department.fallback.get("department", "")
        if target and target not in slugs:
            yield _at(contents, key, f"Afløseren »{target}« findes ikke som afdeling.")
        if not target and not department.fallback.get("text"):
            yield _at(contents, key, "Der mangler en afløser: »fallback« skal have »department« eller »text«.")
        if not department.phone and not department.extension:
            yield _at(contents, key, "Afdelingen har hverken telefon eller lokalnummer.")
        yield from _fallback_loop(contents, department)


def _fallback_loop(contents: Contents, department: Department) -> Iterator[Problem]:
    chain = {row.slug: row.fallback.get("department", "") for row in contents.departments}
    seen, slug = [department.slug], chain.get(department.slug, "")
    while slug and slug in chain:
        if slug in seen:
            if slug == department.slug:
                yield _at(contents, f"departments:{department.slug}", f"Afløserne går i ring: {' → '.join([*seen, slug])}.")
            return
        seen.append(slug)
        slug = chain[slug]


def _check_people(contents: Contents) -> Iterator[Problem]:
    slugs = {department.slug for department in contents.departments}
    for person in contents.people:
        if person.department not in slugs:
            yield _at(contents, f"people:{person.slug}", f"Afdelingen »{person.department}« findes ikke.")
        if not person.demo and not person.source:
            yield _at(contents, f"people:{person.slug}", "En virkelig person skal have en kilde; opdigtede skal have »demo: true«.")


def _check_facts(contents: Contents) -> Iterator[Problem]:
    slugs = {department.slug for department in contents.departments}
    for fact in contents.facts:
        key = f"facts:{fact.slug}"
        if fact.department not in slugs:
            yield _at(contents, key, f"Afdelingen »{fact.department}« findes ikke.")
        for sentence in fact_rules.check_periods(fact):
            yield _at(contents, key, sentence)
        if any(period.get("verified") and not (period.get("checked") and (period.get("source") or {}).get("url")) for period in fact.periods):
            yield _at(contents, key, "En verificeret værdi skal have kilde og dato for opslaget.")


def _check_notices(contents: Contents) -> Iterator[Problem]:
    slugs = {guide.slug for guide in contents.guides}
    for notice in contents.notices:
        if notice.guide and notice.guide not in slugs:
            yield _at(contents, f"notices:{notice.slug}", f"Guiden »{notice.guide}« findes ikke.")


def _check_closures(contents: Contents) -> Iterator[Problem]:
    slugs = {department.slug for department in contents.departments}
    days = [closure.day for closure in contents.closures]
    for closure in contents.closures:
        key = f"closures:{closure.day}"
        if not hours.is_day(closure.day):
            yield _at(contents, key, f"»{closure.day}« er ikke en dag i kalenderen.")
        if days.count(closure.day) > 1:
            yield _at(contents, key, f"Lukkedagen {closure.day} står to gange.")
        for slug in closure.departments:
            if slug not in slugs:
                yield _at(contents, key, f"Afdelingen »{slug}« findes ikke.")


def _check_table(contents: Contents, row: RoutingTable) -> Iterator[Problem]:
    key = f"routing:{row.slug}"
    departments = {department.slug: department for department in contents.departments}
    if row.department not in departments:
        yield _at(contents, key, f"Afdelingen »{row.department}« findes ikke.")
    try:
        table = table_of(row)
    except BadContent as error:
        yield _at(contents, key, error.message)
        return
    for fault in prove(table):
        yield _at(contents, f"{key}:{fault.row}" if fault.row else key, f"{fault.sentence} For eksempel: {fault.caller}.")
    people = {person.slug: person for person in contents.people}
    for number, goal in [*((entry.number, entry.goal) for entry in table.rows), (0, table.fallback)]:
        where = f"{key}:{number}" if number else key
        target = people[goal.person].department if goal.person in people else goal.department
        if goal.person and goal.person not in people:
            yield _at(contents, where, f"Medarbejderen »{goal.person}« findes ikke.")
        elif target and target not in departments:
            yield _at(contents, where, f"Afdelingen »{target}« findes ikke.")
        elif target and not any(departments[target].hours.values()):
            yield _at(contents, where, f"Afdelingen »{target}« har ingen åbningstider.")


def _check_guide(contents: Contents, guide: Guide) -> Iterator[Problem]:
    key = f"guide:{guide.slug}"
    for sentence in (*_references(contents, guide), *_texts(guide), *_words(guide)):
        yield _at(contents, key, sentence)


def _references(contents: Contents, guide: Guide) -> Iterator[str]:
    departments = {department.slug for department in contents.departments}
    guides = {row.slug for row in contents.guides}
    facts = {fact.slug for fact in contents.facts}
    for slug in dict.fromkeys((guide.department, guide.referral.get("department", ""))):
        if slug not in departments:
            yield f"Afdelingen »{slug}« findes ikke."
    if guide.routing and guide.routing not in {table.slug for table in contents.tables}:
        yield f"Fordelingstabellen »{guide.routing}« findes ikke."
    for slug in guide.related:
        if slug not in guides:
            yield f"Den beslægtede guide »{slug}« findes ikke."
    for slug in facts_in(guide):
        if slug not in facts:
            yield f"Faktaet »{slug}« findes ikke i facts.yaml."
    if guide.kind == Kind.REFERRAL and not guide.authority:
        yield "En henvisning skal sige, hvilken myndighed der ejer sagen (»authority«)."


def _texts(guide: Guide) -> Iterator[str]:
    have = {"say": guide.say, **guide.sections}
    headings = {section.code: section.heading for section in SECTIONS}
    for code in (*MUST_HAVE, *(CRISIS_MUST_HAVE if guide.kind == Kind.CRISIS else ())):
        if not have.get(code):
            yield f"Afsnittet »{headings[code]}« mangler."
    for name, text in (("Sig", guide.say), *((f"Sig ({code})", part.get("say", "")) for code, part in guide.translations.items())):
        words = readability(text).words
        if words > LONGEST_SAY_WORDS:
            yield f"»{name}« har {words} ord; højst {LONGEST_SAY_WORDS}."
    if any(
        contains_cpr(text)
        for text in (guide.title, *(text for _, text in texts_in(guide)), *guide.keywords, *guide.situation_words, *guide.heard, *_phrases(guide))
    ):
        yield "Der står noget, der ligner et CPR-nummer."


def _words(guide: Guide) -> Iterator[str]:
    phrases = _phrases(guide)
    if len(phrases) < FEWEST_PHRASES:
        yield f"Kun {len(phrases)} formuleringer fra borgere; mindst {FEWEST_PHRASES}."
    if len(set(guide.situation_words)) < FEWEST_SITUATION_WORDS:
        yield f"Kun {len(set(guide.situation_words))} situationsord; mindst {FEWEST_SITUATION_WORDS}."
    if len(set(phrases)) < len(phrases):
        yield "En formulering står to gange."


def _phrases(guide: Guide) -> list[str]:
    return [phrase for rows in guide.phrases.values() for phrase in rows]
