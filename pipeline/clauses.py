"""text + nodes -> sentences of clauses, without looking into quotations and brackets."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.lexicon.formulas import FormulaLexicon
from pipeline.model import Clause, Node, Sentence

HIDDEN = "\ue000"
"""Stands for every character inside quotation marks or brackets, so that offsets stay and nothing fires there."""

LONGEST = 400  # an opening mark whose partner is farther away is a slip of the pen and hides nothing


def insides(marks: tuple[tuple[str, str], ...], never: str = "", nested: int = 0) -> re.Pattern[str]:
    """A left mark (group 1) and all up to its right mark, not over a line's end, without `never`.

    Inside, the same marks may stand around as many as `nested` characters: （责任单位：各街道（镇）；…）.
    All begin with one class of characters, by which `re` skips through a text some six times as fast.
    """
    plain = f"[^{{0}}{{1}}\n{never}]"
    part = f"(?:{plain}|[{{0}}]{plain}{{{{1,{nested}}}}}[{{1}}])" if nested else plain
    inside = f"(?<=[{{0}}]){part}{{{{1,{LONGEST}}}}}(?=[{{1}}])"
    return re.compile(f"([{''.join(left for left, _ in marks)}])(?:{'|'.join(inside.format(*pair) for pair in marks)})")


QUOTED = insides((("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"), ("〈", "〉")), never="。！？")
BRACKETED = insides((("（(", "）)"), ("【", "】"), (r"\[", r"\]")), nested=20)
BRACKET_LINE = re.compile(
    rf"(?m)\n(?:[ \t　]*[（(【\[]{HIDDEN}+[）)】\]][ \t　]*|[ \t　]*[【\[]{HIDDEN}+[】\]].*[】\]])$"
)
STOPS = re.compile(  # one group, so that `split` keeps the stops
    r"([。！？!?；;，,：:\n \t　\u00a0]"
    r"(?:(?<=[。！？!?])[。！？!?]*[”’」』）)】》\"]*|(?<=[；;])[”’」』]?|(?<=[，,：:])"
    r"|(?<=\n)[ \t　\u00a0\n]*|(?<=[ \t　\u00a0])(?<![ \t　\u00a0]{2})[ \t　\u00a0]*\n[ \t　\u00a0\n]*))"
)
SEPARATOR = re.compile("[。！？][”’」』]*|[；，,：:\\n]")  # also behind “…。”
FORMULA = 80  # no formula is longer
ATTENDING = 12  # nor what stands between the start of a name and 参加
INNER = frozenset("，,：:")
BLANKS = frozenset(filter(str.isspace, map(chr, range(0x3001))))


def hidden(match: re.Match[str]) -> str:
    """The left mark, and as many hidden characters as stand behind it."""
    return match[1] + HIDDEN * (match.end() - match.start() - 1)


def without_quotes(text: str) -> str:
    """The text with the inside of quotations hidden; of the same length."""
    return QUOTED.sub(hidden, text)


def without_brackets(text: str) -> str:
    """The text with the inside of brackets hidden; of the same length.

    A line that is all in brackets stays, and no semicolon ends a statement in it: （牵头单位：…；责任单位：…）.
    """
    flat = BRACKETED.sub(hidden, text)
    return BRACKET_LINE.sub(lambda line: "\n" + unsplit(text[line.start() : line.end() - 1]), "\n" + flat)[1:]


def unsplit(line: str) -> str:
    """A line with commas for its semicolons."""
    return line.replace("；", "，").replace(";", ",")


def formula_ends(flat: str, lexicon: FormulaLexicon) -> frozenset[int]:
    """The offsets behind reporting formulas (会议强调：): only clauses that end in a verb of saying are read."""
    ends = (m.end() for m in lexicon.closing.finditer(flat))
    return frozenset(end for end in ends if lexicon.pattern.match(flat, clause_start(flat, end - 1)))


def attendance_ends(flat: str, lexicon: FormulaLexicon) -> frozenset[int]:
    """The offsets behind sentences that tell by name who was there (副市长李××参加)."""
    hits = lexicon.attending.finditer(flat)
    return frozenset(m.end() for m in hits if lexicon.present.search(flat, max(0, m.start() - ATTENDING), m.start()))


def clause_start(flat: str, end: int) -> int:
    """Where the clause begins that ends at a place, as far as a formula reaches back."""
    return end - len(SEPARATOR.split(flat[max(0, end - FORMULA) : end])[-1])


def pieces(flat: str, nodes: tuple[Node, ...]) -> Iterator[tuple[int, int, str, int | None]]:
    """Every stretch up to a stop or the next enumerator: start, end with its stop, the stop, the node it opens."""
    opens = [(n.start, n.body, i) for i, n in enumerate(nodes) if not n.inline][::-1]
    upcoming = opens[-1][0] if opens else len(flat) + 1
    start, stop_end, item = 0, 0, None
    split = STOPS.split(flat)  # words, stop, words, stop, …, words: half as long as asking every match for its span
    split.append("\n")  # behind the text: its last line ends as the others do
    words = iter(split)
    for before, stop in zip(words, words, strict=True):
        stop_start = stop_end + len(before)
        stop_end = stop_start + len(stop)
        while upcoming < stop_end:
            node_start, body, index = opens.pop()
            yield start, node_start, "", item
            start, item = body, index
            upcoming = opens[-1][0] if opens else len(flat) + 1
        if stop_start < start or start == stop_end < len(flat):  # the stop is the comma behind an enumerator
            continue
        yield start, (stop_start if "\n" in stop else stop_end), stop, item
        start, item = stop_end, None


def sentences(flat: str, nodes: tuple[Node, ...], formula_ends: frozenset[int] = frozenset()) -> tuple[Sentence, ...]:
    """All sentences of a text whose quotations and brackets are hidden.

    `formula_ends` are the offsets behind a reporting formula (会议强调：), where a sentence ends as at 。
    """
    found: list[Sentence] = []
    clauses: list[Clause] = []
    placing = Placing(nodes)
    opens_item, opens_line = False, True
    for start, end, stop, opened in pieces(flat, nodes):
        opens_item = opens_item or opened is not None
        closes_line = "\n" in stop
        while start < end and flat[start] in BLANKS:
            start += 1
        while end > start and flat[end - 1] in BLANKS:
            end -= 1
        if start < end:
            clauses.append(Clause(start, end, "" if closes_line else stop))
        if stop in INNER and end not in formula_ends:
            continue
        if clauses:
            first, closes = clauses[0].start, closes_line or flat.startswith("\n", end)
            place = placing.at(first)
            found.append(Sentence(first, clauses[-1].end, tuple(clauses), place, opens_item, opens_line, closes))
            opens_line, opens_item, clauses = False, False, []
        elif found and closes_line and not found[-1].closes_line:
            found[-1] = replace(found[-1], closes_line=True)
        opens_line = opens_line or closes_line
    return tuple(found)


class Placing:
    """Which item holds an offset, asked in the order of the text."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self._nodes = nodes
        self._upcoming = [i for i, n in enumerate(nodes) if not n.inline][::-1]
        self._open: list[int] = []

    def at(self, start: int) -> int | None:
        """The innermost item that holds the offset."""
        while self._upcoming and self._nodes[self._upcoming[-1]].start <= start:
            self._open.append(self._upcoming.pop())
        while self._open and self._nodes[self._open[-1]].end <= start:
            self._open.pop()
        return self._open[-1] if self._open else None
