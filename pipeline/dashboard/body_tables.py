"""The tables of 责任单位: what each shows, where its figures lead, and how all of its rows are read for a file."""

from datetime import date
from functools import partial

from pipeline.dashboard import body_rows, markup, words
from pipeline.dashboard.body_rows import Asked, Body, Duty, Monthly, Partner, Spoken, Work
from pipeline.dashboard.tables import Column, Table, linked

PAGE = "bodies"
Part = tuple[str, int, dict[str, str], str]
"""Some of the directives: what their deadlines are called, how many, where they are, what that means."""


def ranking(listed: tuple[Body, ...], asked: Asked, today: date) -> Table[Body]:
    """The bodies with their figures; each figure leads to its rows."""
    columns: tuple[Column[Body], ...] = (
        linked("单位", lambda one: one.name, lambda one: {"body": one.body_id}, page=PAGE),
        Column("地区或讲话", lambda one: one.place),
        linked("任务", lambda one: one.directives, lambda one: {"body": one.body_id}),
        linked("负责", lambda one: one.responsible, lambda one: {"body": one.body_id}, page=PAGE),
        linked("配合", lambda one: one.assisting, lambda one: {"body": one.body_id}, page=PAGE),
        linked("可督办", lambda one: one.supervisable, lambda one: {"body": one.body_id, "has": "supervisable"}),
        linked("时限、频次都缺", lambda one: one.no_when, lambda one: {"body": one.body_id, "has": "-when"}),
        linked("缺量化指标", lambda one: one.no_target, lambda one: {"body": one.body_id, "has": "-target"}),
        linked("讲话", lambda one: one.speeches, lambda one: {"body": one.body_id}, page=PAGE),
        linked("最近到期", lambda one: one.next_due, lambda one: {"body": one.body_id, "sort": "due"}),
    )
    whole = partial(body_rows.every, asked=asked, today=today)
    return Table("责任单位", columns, listed, today, whole, subject=asked.words, classes="duban-figures duban-bodies")


def duties(found: Work, role: str, asked: Asked, today: date) -> Table[Duty]:
    """What the body does in one role, the nearest deadline first."""
    columns: tuple[Column[Duty], ...] = (
        Column("序号", lambda one: one.number, _number),
        Column("任务来源", lambda one: one.source),
        Column("具体措施", lambda one: one.measure, _measure),
        Column("完成时限", lambda one: one.due, _due),
        Column("频次", lambda one: one.recurrence),
        Column("量化指标", lambda one: one.targets),
        Column("状态", lambda one: one.status),
    )
    more: tuple[Column[Duty], ...] = (
        Column("时限状态", lambda one: words.STATUSES[one.due_status]),
        Column("备注", lambda one: "、".join(_notes(one))),
    )
    whole = partial(body_rows.every_duty, asked=asked, role=role)
    return Table(
        f"{words.ROLES[role]}的任务", columns, found.duties[role], today, whole, subject=_subject(found),
        classes="duban-ledger duban-duties", more=more,
    )  # fmt: skip


def _subject(found: Work) -> str:
    return f"{found.body.name}与{found.other.name}" if found.other else found.body.name


def _number(one: Duty) -> object:
    return markup.link(
        one.number, "ledger", {"task": one.directive_id}, class_="duban-open",
        title="在台账中查看", aria_label=f"在台账中查看第{one.number}项",
    )  # fmt: skip


def _measure(one: Duty) -> object:
    said = markup.link("原文", "text", {"speech": one.speech_id, "at": one.directive_id}, class_="duban-source")
    return markup.joined((one.measure, *(markup.tag("span", note, class_="duban-tag") for note in _notes(one)), said))


def _notes(one: Duty) -> list[str]:
    return [*(["牵头"] if one.leads else []), *(["承前省略"] if one.inherited else [])]


def _due(one: Duty) -> object:
    unsure = one.due_status not in ("resolved", "none")
    return markup.joined(
        (one.due, markup.tag("span", words.STATUSES[one.due_status], class_="duban-tag") if unsure else "")
    )


def dates(found: Work, today: date) -> Table[Part]:
    """Its deadlines by how far they are known."""
    asked = {"body": found.body.body_id}
    rows = [
        (name, found.statuses.get(status, 0), asked | {"due": status}, words.REASONS[status])
        for status, name in words.STATUSES.items()
    ]
    columns: tuple[Column[Part], ...] = (
        Column("时限", lambda one: one[0]),
        linked("项数", lambda one: one[1], lambda one: one[2]),
        Column("说明", lambda one: one[3]),
    )
    return Table("时限写得怎么样", columns, rows, today, subject=found.body.name)


def partners(found: Work, today: date) -> Table[Partner]:
    """Whom it works with; a name leads on, a figure to the directives shared."""
    one_of = found.body.body_id
    columns: tuple[Column[Partner], ...] = (
        linked("单位", lambda one: one.name, lambda one: {"body": one.body_id}, page=PAGE),
        Column("地区或讲话", lambda one: one.place),
        linked("共同任务", lambda one: one.shared, lambda one: {"body": one_of, "with": one.body_id}, page=PAGE),
        linked(
            "其中都负责", lambda one: one.both_responsible, lambda one: {"body": one_of, "with": one.body_id}, page=PAGE
        ),
    )
    whole = partial(body_rows.partners, body_id=one_of)
    return Table("与谁一起做", columns, found.partners, today, whole, subject=found.body.name)


def months(found: Work, today: date) -> Table[Monthly]:
    """Its deadlines by month and role."""
    asked = {"body": found.body.body_id}
    columns: tuple[Column[Monthly], ...] = (
        Column("到期月份", lambda one: one[0]),
        Column("角色", lambda one: words.ROLES[one[1]]),
        linked("项数", lambda one: one[2], lambda one: asked | {"month": one[0]}),
    )
    whole = partial(body_rows.months, body_id=found.body.body_id)
    return Table("各月到期", columns, found.months, today, whole, subject=found.body.name)


def speeches(found: Work, today: date) -> Table[Spoken]:
    """What each speech asks of it."""
    asked = {"body": found.body.body_id}
    columns: tuple[Column[Spoken], ...] = (
        Column("讲话", lambda one: one[1]),
        Column("日期", lambda one: one[2]),
        Column("角色", lambda one: words.ROLES[one[3]]),
        linked("项数", lambda one: one[4], lambda one: asked | {"speech": one[0]}),
    )
    whole = partial(body_rows.speeches, body_id=found.body.body_id)
    return Table("各篇讲话", columns, found.speeches, today, whole, subject=found.body.name)
