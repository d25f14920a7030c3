"""Words -> one alternation as a tree of shared beginnings, so that a match costs the length of a word."""

import re
from collections.abc import Iterable

Tree = dict[str, "Tree"]

MANY = 8  # beginnings from which a class of characters refuses a place faster than the alternatives do
GROUP = 32  # beginnings that share a class in a wide tree; 20 to 60 are as fast
END = ""  # the key that marks the end of a word in a tree


def choice(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words that stands at a place; nothing where there are none.

    >>> choice(["县", "县委", "区"])
    '(?:区|县委?)'
    """
    tree = tree_of(words)
    if not tree:
        return "(?!)"
    return f"(?:{opened(tree)})" if len(tree) > MANY and END not in tree else branch(tree)


def opened(tree: Tree) -> str:
    """A tree behind a class of its first characters; a wide one in groups that have a class each.

    `re` tries one alternative after the other: thirty groups of thirty are tried faster than nine hundred.
    """
    firsts = sorted(tree)
    inner = branch(tree)
    if len(firsts) > 2 * GROUP:
        parts = (firsts[at : at + GROUP] for at in range(0, len(firsts), GROUP))
        inner = f"(?:{'|'.join(opened({first: tree[first] for first in part}) for part in parts)})"
    return f"(?=[{''.join(map(re.escape, firsts))}]){inner}"


def sought(words: Iterable[str]) -> str:
    """The same for `search` in long stretches: `re` skips by a class of characters that a pattern begins with.

    >>> sought(["之前", "之后", "率"])
    '[之率](?:(?<=之)[前后]|(?<=率))'
    """
    tree = tree_of(words)
    firsts = sorted(tree)
    rest = "|".join(f"(?<={re.escape(first)}){branch(tree[first])}" for first in firsts)
    return f"[{''.join(map(re.escape, firsts))}](?:{rest})" if tree else "(?!)"


def tree_of(words: Iterable[str]) -> Tree:
    """Words as a tree of shared beginnings."""
    tree: Tree = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[END] = {}
    return tree


def branch(tree: Tree) -> str:
    """The alternatives that a tree opens; optional where a word may end here."""
    singles = [c for c in sorted(tree) if c != END and set(tree[c]) == {END}]
    longer = [re.escape(c) + branch(tree[c]) for c in sorted(tree) if c != END and c not in singles]
    if singles:
        longer.append(re.escape(singles[0]) if len(singles) == 1 else f"[{''.join(map(re.escape, singles))}]")
    if not longer:
        return ""
    inner = longer[0] if len(longer) == 1 and (singles or END not in tree) else f"(?:{'|'.join(longer)})"
    return inner + "?" if END in tree else inner
