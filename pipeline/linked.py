"""Nouns of what hangs on a directive beside its fields; `pipeline.model` names them with all others."""

from dataclasses import dataclass

from pipeline.values import swift

QUOTES = str.maketrans("", "", "“”「」")


def bare(mention: str) -> str:
    """The name of a programme without its quotation marks: “百日行动” and “百日”行动 are one."""
    return mention.translate(QUOTES)


@swift
@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text and its characters."""

    start: int
    end: int
    mention: str


@swift
@dataclass(frozen=True, slots=True)
class Sanction:
    """What happens to whom (问责条款); what the text does not say is None.

    对瞒报漏报的单位，取消评先资格: condition 对瞒报漏报的单位, consequence 取消评先资格, falls on 单位.
    """

    condition: Passage | None
    consequence: Passage
    falls_on: Passage | None


@swift
@dataclass(frozen=True, slots=True)
class Programme:
    """A programme or a document that a directive names: “百日行动”, 《实施方案》, “九有标准”.

    `declared` is the number of items that the name states (九有: 9), `found` that of the list beside it, `listed`
    where the list stands; each None where there is none.
    """

    start: int
    end: int
    mention: str
    name: str
    declared: int | None = None
    found: int | None = None
    listed: Passage | None = None

    @property
    def mismatched(self) -> bool:
        """Whether the list has another number of items than the name declares."""
        return None not in (self.declared, self.found) and self.declared != self.found
