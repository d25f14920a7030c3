"""Texts in traditional characters (繁體): read in the simplified script of the lexicons, quoted as they stand.

The characters are mapped one by one, so that every offset is the same in both.
"""

from dataclasses import replace
from typing import NamedTuple

from pipeline.lexicon.script import ScriptLexicon
from pipeline.linked import bare
from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    Extraction,
    Passage,
    Programme,
    Recurrence,
    Sanction,
    Statement,
    Target,
)


def plain(text: str, lexicon: ScriptLexicon) -> str:
    """The text in simplified characters, of the same length; the very same text where it is written in them."""
    return text.translate(lexicon.plain) if any([sign in text for sign in lexicon.signs]) else text


class Spelling(NamedTuple):
    """A text and its plain form, and which traditional character it writes for a plain one (县 → 縣)."""

    text: str
    plain: str
    table: dict[int, str]

    def words(self, words: str) -> str:
        """Plain words as the text writes them: where it holds them as they stand there, else character by character."""
        place = self.plain.find(words)
        return self.text[place : place + len(words)] if place >= 0 else words.translate(self.table)

    def around(self, words: str, inner: str, start: int) -> str:
        """Plain words whose inner part stands at a place: 县|城管局 → 縣城管局."""
        before, found, after = words.partition(inner)
        if not found:
            return words.translate(self.table)
        return before.translate(self.table) + self.text[start : start + len(inner)] + after.translate(self.table)


def as_written(found: Extraction, simplified: str) -> Extraction:
    """What was found in the plain form of a speech, quoted from the speech itself; canonical names stay plain."""
    text = found.speech.text
    table = {ord(new): old for old, new in zip(text, simplified, strict=True) if old != new}
    spelling = Spelling(text, simplified, table)
    nodes = tuple(replace(n, marker=text[n.start : n.start + len(n.marker)]) for n in found.nodes)
    rejected = tuple(replace(r, reason=spelling.words(r.reason)) for r in found.rejected)
    speech = replace(found.speech, document=_document(found.speech.document, spelling))
    return Extraction(speech, nodes, tuple(_statement(s, spelling) for s in found.statements), rejected)


def _document(facts: Document, spelling: Spelling) -> Document:
    return replace(
        facts,
        title=facts.title and spelling.words(facts.title),
        occasion=facts.occasion and spelling.words(facts.occasion),
        jurisdiction=facts.jurisdiction and spelling.words(facts.jurisdiction),
        speaker=facts.speaker and spelling.words(facts.speaker),
    )


def _statement(statement: Statement, spelling: Spelling) -> Statement:
    asked = statement.directive
    return statement if asked is None else replace(statement, directive=_directive(asked, spelling))


def _directive(asked: Directive, spelling: Spelling) -> Directive:
    due, recurrence = asked.due, asked.recurrence
    return replace(
        asked,
        bodies=tuple(_body(body, spelling) for body in asked.bodies),
        due=due and replace(due, mention=_quoted(due, spelling)),
        recurrence=recurrence and replace(recurrence, mention=_quoted(recurrence, spelling)),
        targets=tuple(_target(target, spelling) for target in asked.targets),
        sanctions=tuple(_sanction(one, spelling.text) for one in asked.sanctions),
        programmes=tuple(_programme(one, spelling.text) for one in asked.programmes),
    )


def _sanction(one: Sanction, text: str) -> Sanction:
    consequence = one.consequence
    words = Passage(consequence.start, consequence.end, text[consequence.start : consequence.end])
    return Sanction(_passage(one.condition, text), words, _passage(one.falls_on, text))


def _programme(one: Programme, text: str) -> Programme:
    mention = text[one.start : one.end]
    return replace(one, mention=mention, name=bare(mention), listed=_passage(one.listed, text))


def _passage(one: Passage | None, text: str) -> Passage | None:
    return one and Passage(one.start, one.end, text[one.start : one.end])


def _quoted(one: Body | Due | Recurrence | Target, spelling: Spelling) -> str:
    """The mention of a value as it stands."""
    return spelling.around(one.mention, one.mention, one.start)


def _body(body: Body, spelling: Spelling) -> Body:
    return replace(body, mention=_quoted(body, spelling), name=spelling.around(body.name, body.mention, body.start))


def _target(target: Target, spelling: Spelling) -> Target:
    unit, indicator = target.unit, target.indicator
    place = target.start + target.mention.rfind(unit) if unit and unit in target.mention else -1
    return replace(
        target,
        mention=_quoted(target, spelling),
        unit=spelling.text[place : place + len(unit)] if unit and place >= 0 else unit,
        indicator=indicator and spelling.words(indicator),
    )
