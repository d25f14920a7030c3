"""Questions about one speech: its text with all that is shown in it, and the list to choose from."""

from dataclasses import dataclass
from datetime import date

from pipeline.dashboard import lean
from pipeline.errors import UsageError
from pipeline.store import Store

MOST = 300
"""Speeches sent for choosing; others are found by a word of their titles."""

LIST = """
    select speech_id, source
    from speech_list
    where contains(source, $words)
    qualify row_number() over (order by given_on nulls last, source, speech_id) <= $most or speech_id = $chosen
    order by given_on nulls last, source, speech_id
"""
HEAD = """
    select l.speech_id, l.source, l.occasion, l.year, l.given_on, l.level, l.jurisdiction, l.speaker, l.chars, s.text
    from speech_list as l
    join speeches as s using (speech_id)
    where l.speech_id = $speech
"""
OUTLINE = "select node_id, level, marker, heading, start_char from outline where speech_id = $speech order by seq"
STATEMENTS = f"""
    with {lean.NAMED}, {lean.NUMBERED}
    select t.statement_id, t.start_char, t.end_char, t.zone, d.directive_id, d.kind, l.number
    from statements as t
    left join directives as d using (statement_id)
    left join numbered as l on l.directive_id = d.directive_id
    where t.speech_id = $speech
    order by t.seq
"""
FIELDS = """
    select distinct f.start_char, f.end_char, f.field
    from (
        select directive_id, start_char, end_char, 'body' as field from responsibilities
        union all
        select directive_id, start_char, end_char, 'target' from targets
        union all
        select directive_id, due_start, due_end, 'due' from directives where due_text is not null
        union all
        select directive_id, recurrence_start, recurrence_end, 'recurrence' from directives
        where recurrence_text is not null
    ) as f
    join directives as d using (directive_id)
    where d.speech_id = $speech
    order by all
"""


@dataclass(frozen=True, slots=True)
class Node:
    """An item of the outline."""

    node_id: str
    level: int
    marker: str
    heading: str | None
    start: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; the last three are those of its directive, where it is one."""

    statement_id: str
    start: int
    end: int
    zone: str
    directive_id: str | None
    kind: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """Where a body, a deadline, a recurrence or a target is named."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech with all that is shown in its text."""

    speech_id: str
    source: str
    occasion: str | None
    year: str
    given_on: date | None
    level: str | None
    jurisdiction: str | None
    speaker: str | None
    chars: int
    text: str
    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]
    fields: tuple[Field, ...]


def listed(store: Store, words: str, chosen: str) -> dict[str, str]:
    """Ids and names of the speeches whose names hold `words`."""
    return dict(store.tuples(LIST, {"words": words, "most": MOST, "chosen": chosen}))


def speech(store: Store, speech_id: str) -> Speech:
    """One speech.

    Raises:
        UsageError: there is no such speech.
    """
    asked: dict[str, object] = {"speech": speech_id}
    head = store.tuples(HEAD, asked)
    if not head:
        raise UsageError("no_speech", "库中没有这篇讲话，可能已经移除；请重新选择。")
    nodes = tuple(Node(*row) for row in store.tuples(OUTLINE, asked))
    statements = tuple(Statement(*row) for row in store.tuples(STATEMENTS, asked))
    fields = tuple(Field(*row) for row in store.tuples(FIELDS, asked))
    return Speech(*(*head[0], nodes, statements, fields))
