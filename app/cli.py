"""`straks ...`: no logic, calls services."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.base import clock
from app.base.database import Engine, make_engine, session_scope
from app.base.errors import Misconfigured, StraksError
from app.base.settings import settings
from app.services import accounts, demo_history, evaluation, knowledge_base, links, schema, search, start, tokens
from app.web import mail as mails

app = typer.Typer(help="Straks: skranken til kommunens omstilling.", no_args_is_help=True, pretty_exceptions_show_locals=False)
kb = typer.Typer(help="Vidensbasen: import, export, check.", no_args_is_help=True)
links_of_guides = typer.Typer(help="Links i guiderne.", no_args_is_help=True)
user = typer.Typer(help="Brugere.", no_args_is_help=True)
token = typer.Typer(help="Tokens til programmer.", no_args_is_help=True)
demo = typer.Typer(help="Simulerede opkald, så tallene kan prøves.", no_args_is_help=True)
mail = typer.Typer(help="Mails.", no_args_is_help=True)
app.add_typer(kb, name="kb")
app.add_typer(links_of_guides, name="links")
app.add_typer(user, name="user")
app.add_typer(token, name="token")
app.add_typer(demo, name="demo")
app.add_typer(mail, name="mail")
out = Console(highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Maskinlæsbart svar.")]
Folder = Annotated[Path | None, typer.Argument(help="Mappen; vidensbasen fra indstillingerne, når den udelades.")]


@app.command()
def serve() -> None:
    """Start skranken."""
    chosen = settings()
    if chosen.workers > 1:
        _store().dispose()  # an empty store is filled once, before several workers look at it
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=chosen.host,
        port=chosen.port,
        workers=chosen.workers,
        log_level=chosen.log_level,
        access_log=False,
        server_header=False,
        proxy_headers=not chosen.is_demo,
        timeout_graceful_shutdown=2,
        timeout_worker_healthcheck=30,  # a worker that builds its index is slow, not dead
    )


@app.command(name="search")
def search_command(
    text: Annotated[str, typer.Argument(help="Hvad borgeren siger.")],
    limit: Annotated[int, typer.Option(help="Højst så mange fund.")] = 10,
    as_json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Vis de signaler, der gav rækkefølgen.")] = False,
) -> None:
    """Søg, som skranken gør det."""
    with session_scope(_store()) as session:
        results = search.find(session, text, clock.now(), limit)
    rows = [
        {"type": found.hit.document.kind.value, "slug": found.hit.document.slug, "title": found.hit.document.title, "reason": found.hit.reason}
        | ({"score": found.hit.score, "signals": dict(found.hit.signals)} if explain else {})
        for found in results.found
    ]
    if as_json:
        out.print_json(json.dumps({"query": results.query, "took_ms": results.took_ms, "hits": rows}))
        return
    for row in rows:
        signals = f"  {row['score']:.2f} {row['signals']}" if explain else ""
        out.print(f"{row['type']:10} {row['slug']:30} {row['title']}  [dim]{row['reason']}{signals}[/dim]")
    out.print(f"[dim]{len(rows)} fund på {results.took_ms} ms[/dim]")


@app.command(name="eval")
def eval_command(
    file: Annotated[Path, typer.Argument(help="Linjer af JSON med q, slugs og cat.", exists=True, dir_okay=False)],
    as_json: Json = False,
    only_known: Annotated[bool, typer.Option("--only-known", help="Kun søgninger, hvis guider findes.")] = False,
) -> None:
    """Mål søgningen på søgninger med kendte svar: success@1, success@3 og MRR over guiderne."""
    with session_scope(_store()) as session:
        report = evaluation.evaluate(session, evaluation.read_cases(file), only_known=only_known)
    if as_json:
        out.print_json(json.dumps(report.as_dict()))
        return
    table = Table("kategori", "antal", "success@1", "success@3", "MRR", title=str(file))
    for name, score in [*report.by_category.items(), ("i alt", report.overall)]:
        table.add_row(name, str(score.n), f"{score.first:.3f}", f"{score.top3:.3f}", f"{score.mrr:.3f}")
    out.print(table)
    out.print(f"p50 {report.p50_ms:.2f} ms, p99 {report.p99_ms:.2f} ms pr. søgning (alle forbogstaver: {report.searches} søgninger)")


@kb.command(name="check")
def kb_check(folder: Folder = None) -> None:
    """Nævn hvert problem i en vidensbase med fil, linje og en sætning."""
    problems = knowledge_base.check_folder(folder or settings().knowledge_base)
    for problem in problems:
        out.print(str(problem), markup=False)
    out.print(f"{len(problems)} problemer")
    raise typer.Exit(1 if problems else 0)


@kb.command(name="import")
def kb_import(folder: Folder = None) -> None:
    """Tilføj og ret det, mappen siger; intet slettes. Er der et problem, ændres intet."""
    contents = knowledge_base.read_folder(folder or settings().knowledge_base)
    with session_scope(_store()) as session:
        out.print(f"Importeret: {knowledge_base.import_contents(session, contents, clock.now())}")


@kb.command(name="export")
def kb_export(folder: Annotated[Path, typer.Argument(help="Mappen, der skrives til.")]) -> None:
    """Skriv databasen ud i en mappe."""
    with session_scope(_store()) as session:
        out.print(f"Eksporteret: {knowledge_base.write_folder(folder, knowledge_base.export_contents(session))}")


@kb.command(name="report")
def kb_report(folder: Folder = None) -> None:
    """Guider pr. afdeling, ord, sprog, formuleringer og LIX."""
    for line in knowledge_base.report_lines(knowledge_base.read_folder(folder or settings().knowledge_base)):
        out.print(line, markup=False)


@links_of_guides.command(name="check")
def links_check(private: Annotated[bool, typer.Option("--private", help="Prøv også adresser på kommunens eget net.")] = False) -> None:
    """Prøv alle adresser i guiderne, og husk, hvordan de svarede."""
    store = _store()
    with session_scope(store) as session:
        wanted = links.urls(session)
    answers = links.try_all(wanted, private=private)
    with session_scope(store) as session:
        links.keep(session, answers, clock.now())
    failed = [answer for answer in answers if answer.problem]
    for answer in failed:
        out.print(f"{answer.url}: {answer.problem}", markup=False)
    out.print(f"{len(answers)} adresser prøvet, {len(failed)} svarer ikke")
    raise typer.Exit(1 if failed else 0)


@user.command(name="add")
def user_add(
    username: str,
    name: Annotated[str, typer.Option(help="Fulde navn.")],
    role: Annotated[str, typer.Option(help="operator, teamlead, editor eller admin.")] = "operator",
    password: Annotated[
        str, typer.Option(prompt="Adgangskode", hide_input=True, confirmation_prompt=True, help="Der spørges, når den udelades.")
    ] = "",
) -> None:
    """Opret en bruger. Den første administrator laves sådan."""
    with session_scope(_store()) as session:
        made = accounts.add_user(session, username, name, role, password)
        out.print(f"Oprettet: {made.username} ({made.role})")


@user.command(name="list")
def user_list() -> None:
    """Vis brugerne."""
    with session_scope(_store()) as session:
        for row in accounts.all_users(session):
            out.print(f"{row.username:20} {row.role:10} {row.name}{'' if row.active else '  (lukket)'}", markup=False)


@user.command(name="close")
def user_close(username: str) -> None:
    """Luk en konto, og afslut dens sessioner."""
    with session_scope(_store()) as session:
        accounts.set_active(session, username, active=False)
        out.print(f"Lukket: {username}; {accounts.revoke_all(session, username, clock.now())} sessioner afsluttet")


@token.command(name="create")
def token_create(
    name: Annotated[str, typer.Option(help="Programmets navn.")], role: Annotated[str, typer.Option(help="Rolle.")] = "operator"
) -> None:
    """Lav et token. Det vises kun denne ene gang."""
    with session_scope(_store()) as session:
        out.print(tokens.create(session, name, role, clock.now()), markup=False)


@token.command(name="list")
def token_list() -> None:
    """Vis tokens, uden selve nøglen."""
    with session_scope(_store()) as session:
        for row in tokens.all_tokens(session):
            out.print(f"{row.name:30} {row.role:10} {'tilbagekaldt' if row.revoked_at else 'gyldigt'}", markup=False)


@token.command(name="revoke")
def token_revoke(name: str) -> None:
    """Tilbagekald et token."""
    with session_scope(_store()) as session:
        tokens.revoke(session, name, clock.now())
        out.print(f"Tilbagekaldt: {name}", markup=False)


@mail.command(name="weekly")
def mail_weekly(
    to: Annotated[str, typer.Option(help="Den, der skal have mailen.")],
    dry_run: Annotated[Path | None, typer.Option("--dry-run", help="Skriv mailen i denne fil i stedet for at sende den.", dir_okay=False)] = None,
) -> None:
    """Prøv ugens mail: send den nu til én adresse, eller skriv den i en fil."""
    with session_scope(_store()) as session:
        made = mails.weekly(session, settings(), to, clock.now())
    if dry_run is not None:
        dry_run.write_bytes(bytes(made))
        out.print(f"Skrevet: {dry_run}", markup=False)
        return
    mails.send_now(settings(), made)
    out.print("Sendt.")


@demo.command(name="history")
def demo_history_command(
    calls: Annotated[int, typer.Option(help="Antal opkald.", min=1, max=demo_history.MOST_CALLS)] = 20_000,
    seed: Annotated[int, typer.Option(help="Samme frø og samme dag giver de samme opkald.", min=0, max=demo_history.MOST_SEED)] = 1,
) -> None:
    """Lav et års simulerede opkald, der slutter i går aftes. Kun i demo."""
    store, at = _store(), clock.now()
    work = demo_history.begin(store, settings(), calls, seed, at)
    with _bar("Simulerer opkald", calls) as (bar, task):
        demo_history.make(store, work, at, lambda number: bar.advance(task, number))
    took = (clock.now() - at).total_seconds()
    out.print(f"{calls} simulerede opkald på {took:.1f} sekunder. De fjernes med »straks demo remove«.")


@demo.command(name="remove")
def demo_remove() -> None:
    """Fjern alt, der er simuleret."""
    store = _store()
    with session_scope(store) as session:
        there = demo_history.status(session).calls
    with _bar("Fjerner opkald", there) as (bar, task):
        removed = demo_history.remove(store, lambda number: bar.advance(task, number))
    out.print(f"{removed} simulerede opkald fjernet.")
    if settings().is_demo and settings().demo_calls:
        out.print("Er loggen nu tom, laves der nye, når skranken starter i demo. Sæt STRAKS_DEMO_CALLS=0, hvis den skal blive ved at være tom.")


@contextmanager
def _bar(words: str, total: int) -> Iterator[tuple[Progress, TaskID]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        yield bar, bar.add_task(words, total=total)


def _store() -> Engine:
    chosen = settings()
    engine = make_engine(chosen.store_url)
    if not schema.is_current(engine):
        start.prepare(engine, chosen)
    return engine


def main() -> None:
    """Run a command; a refusal is one sentence and exit code 1, never a stack of lines."""
    try:
        app()
    except (StraksError, Misconfigured) as error:
        Console(stderr=True, highlight=False).print(f"straks: {error.message}", markup=False)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
