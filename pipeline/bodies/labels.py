"""Bodies that a list names: behind a label (责任单位：…), and in front of a colon (公安局：…)."""

from collections.abc import Iterator
from itertools import takewhile

from pipeline.bodies.context import Context, Member
from pipeline.bodies.members import split
from pipeline.bodies.names import assigned, completed
from pipeline.bodies.shared import has_head
from pipeline.lexicon.body_lexicon import BodyLexicon
from pipeline.model import Clause, Role, Subject, Tie

LONGEST = 26  # characters of one member; what is longer is a clause and no name
ADDRESS = 40  # characters of the organs that one sentence is told to
BREAKS = frozenset("\n\r") | {""}
COLONS = frozenset("：:")
INSIDE = frozenset("，,、：:（(")  # an address opens its sentence
ORGAN_ENDS = (*"局委办部院站所处厅科", "中心", "支队", "大队", "公司", "集团", "乡镇", "街道")


def labelled(context: Context) -> Iterator[Subject]:
    """The bodies listed behind a label: 责任单位：县住建局、县财政局."""
    lexicon = context.lexicon
    for match in lexicon.label.finditer(context.text):
        start, end = match.span("list")
        listed = map(without_others, split(context, start, tidy_end(context.text, start, end)))
        members = list(takewhile(lambda member: is_listed(lexicon, member), listed))
        if not members:
            continue
        role = Role.ASSISTING if match["label"] in lexicon.assisting_labels else Role.RESPONSIBLE
        stop = members[-1].end
        yield Subject(start, stop, Tie.LABEL, tuple(assigned(body, role) for body in completed(context, members, stop)))


def addressed(context: Context, clauses: list[Clause]) -> Iterator[Subject]:
    """The organs that a sentence is told to: 公安局：对事故多发点段重新踏勘; not the addressees of a letter."""
    text, lexicon = context.text, context.lexicon
    for clause in [one for one in clauses if one.stop in COLONS]:
        end = clause.end - 1
        if end - clause.start > ADDRESS:
            continue
        if text[clause.end : clause.end + 1] in BREAKS or text[clause.start - 1 : clause.start] in INSIDE:
            continue
        members = split(context, clause.start, end)
        if members and all(is_organ(lexicon, member) for member in members):
            yield Subject(clause.start, end, Tie.LABEL, tuple(completed(context, members, end)))


def is_organ(lexicon: BodyLexicon, member: Member) -> bool:
    """Whether a member of a list is an organ, and neither a post (县长：…) nor people (同志们：)."""
    level = lexicon.level.match(member.text)
    register = lexicon.organ.fullmatch(member.text, level.end() if level else 0)
    return register is not None or (is_listed(lexicon, member) and member.text.endswith(ORGAN_ENDS))


def without_others(member: Member) -> Member:
    """A member without the 等 after which the list goes on: 市财政局等；各区政府."""
    return member._replace(end=member.end - 1, text=member.text[:-1]) if member.text.endswith("等") else member


def tidy_end(text: str, start: int, end: int) -> int:
    """Where a list behind a label ends as a list: 县住建局、县财政局|按职责分工负责."""
    by = text.find("按", start, end)
    return by if by > start else end


def is_listed(lexicon: BodyLexicon, member: Member) -> bool:
    """Whether a member of a labelled list is a name: it is short, and ends like one or is a department's stem."""
    return len(member.text) <= LONGEST and (has_head(lexicon, member.text, "") or member.text in lexicon.organs)
