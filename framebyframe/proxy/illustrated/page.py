"""The whole page: what the session is, its connections one after the other, its calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from framebyframe.figures.language import FIELDS
from framebyframe.figures.words import count

from ..tap import Record
from ..tap.items import Dropped, TappedConnection
from . import style
from .limits import MOST_CALLS
from .markup import Markup, element, folded, joined, paragraph
from .octets import in_colour
from .steps import Chapter, Session
from .telling import Teller
from .text import counted, say
from .told import call_line


def whole_page(record: Record, title: str, about: str, notes: Mapping[int, str]) -> str:
    """The page as HTML, all in one file.

    Args:
        record: of a tap.
        title: of the page.
        about: paragraphs that tell what the session is, with an empty line between two; or "".
        notes: paragraphs about a connection, by its number.
    """
    session = Session(record)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=style.policy()),
        element("title", title),
        element("style", Markup(style.style())),
    )
    body = element(
        "body",
        _skip_links(),
        element("header", element("h1", title), *paragraphs(about), _facts(session), _tools(), _legend()),
        element("nav", *_contents(session), aria_label=say("page", "contents")),
        element("main", *_main(session, notes), id="session", tabindex="-1"),
        element("footer", paragraph(say("page", "footer"), class_="quiet")),
        element("script", Markup(style.script())),
    )
    html = element("html", head, body, lang=say("page", "language"))
    return f"<!DOCTYPE html>\n{html}\n"


def paragraphs(words: str) -> Iterator[Markup]:
    """The paragraphs of a text."""
    yield from (paragraph(" ".join(part.split())) for part in words.split("\n\n") if part.strip())


def _skip_links() -> Markup:
    places = (("session", "skip_session"), ("calls", "skip_calls"))
    return joined(element("a", say("page", key), class_="skip", href=f"#{place}") for place, key in places)


def _facts(session: Session) -> Markup:
    record = session.record
    dropped = record.dropped
    facts = [
        ("server", record.server),
        ("began", f"{record.began:%Y-%m-%d %H:%M:%S} UTC"),
        ("holds", say("page", "counts", **_counts(session))),
    ]
    if dropped.frames or dropped.bytes or dropped.connections:
        facts.append(("dropped", _dropped(dropped)))
    rows = [element("dt", say("fact", key)) + element("dd", value) for key, value in facts]
    return element("dl", *map(Markup, rows), class_="facts")


def _counts(session: Session) -> dict[str, object]:
    return {
        "connections": counted("connection", len(session.connections)),
        "frames": count(len(session.record.frames()), "frame"),
        "calls": counted("call", len(session.calls)),
    }


def _dropped(dropped: Dropped) -> str:
    counts = {
        "frames": count(dropped.frames, "frame"),
        "bytes": count(dropped.bytes, "byte"),
        "connections": counted("connection", dropped.connections),
    }
    return say("page", "dropped_counts", **counts)


def _tools() -> Markup:
    """The buttons; without the script they stay hidden, and nothing needs them."""
    buttons = [element("button", say("page", key), id=key.replace("_", "-"), type="button") for key in TOOLS]
    return element("div", *buttons, class_="tools", hidden=True)


TOOLS = ("open_all", "close_all")


def _legend() -> Markup:
    rows = [element("li", in_colour(field.name, field.key), " ", field.meaning) for field in FIELDS.values()]
    listed = element("ul", *rows, class_="members", role="list")
    return folded(say("page", "legend"), paragraph(say("page", "how_to_read")), listed)


def _contents(session: Session) -> Iterator[Markup]:
    """Links to the connections; to the calls where there are some."""
    rows = [
        element(
            "li", element("a", _title(chapter.connection), href=f"#connection-{chapter.connection.number}")
        )
        for chapter in session.chapters
    ]
    if session.calls:
        rows.append(element("li", element("a", say("page", "calls"), href="#calls")))
    yield element("ul", *rows)


def _title(connection: TappedConnection) -> str:
    return say("connection", "title", number=connection.number)


def _main(session: Session, notes: Mapping[int, str]) -> Iterator[Markup]:
    teller = Teller(session)
    for chapter in session.chapters:
        yield _chapter(chapter, teller, notes.get(chapter.connection.number, ""))
    if session.left_out:
        yield paragraph(
            say("page", "connections_left_out", connections=counted("connection", session.left_out)),
            class_="gap",
        )
    yield _calls(session)


def _chapter(chapter: Chapter, teller: Teller, note: str) -> Markup:
    connection = chapter.connection
    steps = [*map(teller.step, chapter.before)]
    if chapter.left_out:
        steps.append(
            element(
                "li", say("connection", "left_out", steps=counted("step", chapter.left_out)), class_="gap"
            )
        )
    steps += map(teller.step, chapter.after)
    return element(
        "section",
        element("h2", _title(connection), id=f"connection-{connection.number}"),
        element("p", _about(connection), class_="quiet"),
        *paragraphs(note),
        element("ol", *steps, class_="steps", role="list"),
    )


def _about(connection: TappedConnection) -> str:
    words = [
        say(
            "connection",
            "from",
            port=connection.client_port,
            server=connection.server,
            time=f"{connection.time:.6f}",
        ),
        say("connection", "deflate") if connection.deflate else "",
        say("connection", "not_followed", why=connection.not_followed) if connection.not_followed else "",
    ]
    return " ".join(filter(None, words))


def _calls(session: Session) -> Markup:
    rows = [element("li", call_line(call, session)) for call in session.calls[:MOST_CALLS]]
    left_out = len(session.calls) - MOST_CALLS
    return element(
        "section",
        element("h2", say("page", "calls"), id="calls", tabindex="-1"),
        element("ol", *rows) if rows else paragraph(say("page", "no_calls")),
        paragraph(say("page", "calls_left_out", calls=counted("call", left_out)), class_="gap")
        if left_out > 0
        else None,
    )
