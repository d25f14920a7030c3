"""Names that a comma parts from the subject they belong to: 各乡镇党委、政府，|县直各单位要抓好落实."""

from dataclasses import replace

from pipeline.bodies.context import CLOSING, COMMAS, SINGLING_OUT, Context, Member
from pipeline.bodies.names import completed
from pipeline.bodies.regions import coordination
from pipeline.bodies.shared import has_head, owner_before
from pipeline.model import Clause, Rejected, Subject, Tie

LONGEST = 40  # characters of a clause that is a list of names
LONGEST_HEAD = 8
JOINED = (Tie.MODAL, Tie.VERB)


def with_preceding(
    context: Context, before: Clause, clause: Clause, found: list[Subject | Rejected]
) -> list[Subject | Rejected]:
    """The subjects of a clause, its first one with the names that the clause before it holds alone."""
    first = found[0] if found else None
    if not isinstance(first, Subject) or first.tie not in JOINED or before.end != clause.start:
        return found
    lead = context.text[clause.start : first.start]
    if lead and lead not in SINGLING_OUT:
        return found
    names = names_alone(context, before, singled=bool(lead))
    if not names:
        return found
    earlier = completed(context, names, before.end - len(before.stop))
    if lead and first.bodies[0].mention in context.lexicon.bare_posts:
        owner = owner_before(context.lexicon, earlier[-1].name)
        first = replace(first, bodies=tuple([replace(b, name=owner + b.mention) for b in first.bodies]))
    return [replace(first, start=names[0].start, bodies=(*earlier, *first.bodies)), *found[1:]]


def names_alone(context: Context, clause: Clause, *, singled: bool) -> list[Member]:
    """The names of a clause that a comma ends and that holds nothing but names, the first with a determiner; else none.

    各乡镇、街道，; neither 党中央将派出指导组， nor 面对群众，, which may be what is spoken of. Where one of them is
    `singled` out behind the comma, any names are meant: 全县党员干部，|特别是领导干部要….
    """
    end = clause.end - len(clause.stop)
    if clause.stop not in COMMAS or end - clause.start > LONGEST or not ends_in_head(context, end):
        return []
    names = coordination(context, clause.start, end, strict=True, known=True)
    if isinstance(names, str) or not (singled or context.lexicon.cutting.match(names[0].text)):
        return []
    return names if all(has_head(context.lexicon, name.text, "") for name in names) else []


def ends_in_head(context: Context, end: int) -> bool:
    """Whether a head, with or without the bracket behind it, ends at a place."""
    text, heads = context.text, context.lexicon.heads
    if text[end - 1] not in context.lexicon.head_lasts:
        return text[end - 1] in CLOSING
    return any(text[end - n : end] in heads for n in range(1, LONGEST_HEAD + 1))
