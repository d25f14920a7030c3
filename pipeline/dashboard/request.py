"""What a reader asks of the ledger: read from the URL, written back to it, turned into SQL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from pipeline.dashboard import lean, words
from pipeline.lamps import condition
from pipeline.lexicon.lamps import bundled

FEATURES = {
    "body": ("有责任单位", "not no_body"),
    "-body": ("缺责任单位", "no_body"),
    "date": ("有时限", "not no_date"),
    "-date": ("缺时限", "no_date"),
    "recurrence": ("有频次", "not no_recurrence"),
    "-when": ("时限、频次都缺", "no_date and no_recurrence"),
    "target": ("有量化指标", "not no_target"),
    "-target": ("缺量化指标", "no_target"),
    "supervisable": ("可督办", "supervisable"),
    "-supervisable": ("不可督办", "not supervisable"),
}
"""What a directive has or lacks: the label, and the condition on the view `gaps`."""

ORDERS = {
    "text": ("讲话顺序", lean.NUMBER),
    "due": ("完成时限：由近到远", f"due_latest nulls last, {lean.NUMBER}"),
    "-due": ("完成时限：由远到近", f"due_latest desc nulls last, {lean.NUMBER}"),
    "body": ("牵头单位", f"{lean.LEAD} nulls last, {lean.NUMBER}"),
    "source": ("任务来源", f"source, {lean.NUMBER}"),
    "kind": ("类别", f"kind, {lean.NUMBER}"),
}
SIZES = (20, 50, 100)
MOST_PICKED = max(SIZES)
"""Rows that can be picked at once: those of a page."""

FOUND = {
    "text": "contains(lower(directives.text), lower($words))",
    "due": "contains(lower(due_text), lower($words))",
    "source": "speech_id in (select speech_id from speech_list where contains(lower(source), lower($words)))",
    "names": "directive_id in (select directive_id from responsibilities where contains(lower(name), lower($words)))",
    "targets": """directive_id in (
        select directive_id from targets where contains(lower(concat_ws(' ', indicator, mention)), lower($words))
    )""",
}
"""Where words may stand in a row: in one column, or in the name of one body."""

CONDITIONS = {
    "speech": """speech_id in (
        select speech_id from speech_list where speech_id = $speech or contains(source, $speech)
    )""",
    "body": """directive_id in (
        select r.directive_id
        from responsibilities as r
        join bodies as b using (body_id)
        where $body in (b.body_id, b.name)
        or (contains(b.name, $body) and not exists (from bodies as known where $body in (known.body_id, known.name)))
    )""",
    "section": "contains(heading_path, $section)",
    "status": f"directive_id in (select directive_id from {lean.FOLLOWED} where status = $status)",
    "kind": "kind = $kind",
    "due": "due_status = $due",
    "month": "strftime(due_latest, '%Y-%m') = $month",
    "words": f"({' or '.join(FOUND.values())} or contains(lower(heading_path), lower($words)))",
}
"""On the rows of `directives`: `$body` is an id, a name, or, where there is no such name, a part of names; `$speech` an
id or a part of titles."""


@dataclass(frozen=True, slots=True)
class Request:
    """Filters, order and place in the ledger.

    `on` is the day for which lamps are lit (today where it is empty), `task` the row that is opened, `pick` are the
    rows that are to be changed together.
    """

    speech: str = ""
    body: str = ""
    section: str = ""
    status: str = ""
    lamp: str = ""
    on: str = ""
    kind: str = ""
    due: str = ""
    month: str = ""
    has: tuple[str, ...] = ()
    words: str = ""
    sort: str = "text"
    rows: int = SIZES[0]
    page: int = 1
    task: str = ""
    pick: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """From the parameters of a URL; a value that nobody could have chosen is left out."""
        month = parameters.get("month", "")
        return cls(
            speech=_said(parameters, "speech"),
            body=_said(parameters, "body"),
            section=_said(parameters, "section"),
            words=_said(parameters, "words"),
            task=_said(parameters, "task"),
            status=_known(parameters.get("status"), words.PROGRESS),
            lamp=_known(parameters.get("lamp"), {one.id: one for one in bundled().all}),
            on=_day(parameters.get("on", "")),
            pick=tuple(dict.fromkeys(re.findall(r"\w{1,40}", parameters.get("pick", ""))))[:MOST_PICKED],
            kind=_known(parameters.get("kind"), words.KINDS),
            due=_known(parameters.get("due"), words.STATUSES),
            month=month if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) else "",
            has=tuple(sorted({part for part in parameters.get("has", "").split(",") if part in FEATURES})),
            sort=_known(parameters.get("sort"), ORDERS) or "text",
            rows=next((size for size in SIZES if str(size) == parameters.get("rows")), SIZES[0]),
            page=int(parameters["page"]) if re.fullmatch(r"[1-9]\d{0,6}", parameters.get("page", "")) else 1,
        )

    def parameters(self) -> dict[str, str]:
        """For a URL: what differs from the defaults."""
        changed = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        return {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in changed.items()}

    def but(self, **changes: Any) -> Self:  # noqa: ANN401  (the types of the fields)
        """The same with other filters, from the first page, with no row opened."""
        fresh: dict[str, Any] = {"page": 1, "task": "", "pick": ()}
        return replace(self, **(fresh | changes))

    @property
    def filtered(self) -> bool:
        """Whether any row may be left out."""
        return self.condition()[0] != "true"

    def condition(self) -> tuple[str, dict[str, object]]:
        """The condition on the rows of `directives`, and its parameters."""
        values: dict[str, object] = {name: value for name in CONDITIONS if (value := getattr(self, name))}
        parts = [CONDITIONS[name] for name in values]
        if self.has:
            features = " and ".join(FEATURES[name][1] for name in self.has)
            parts.append(f"directive_id in (select directive_id from gaps where {features})")
        if self.lamp:
            part, more = condition(self.lamp, self.day, bundled())
            parts.append(f"directive_id in (select directive_id from {lean.FOLLOWED} where {part})")
            values |= more
        return " and ".join(parts) or "true", values

    @property
    def day(self) -> date:
        """The day for which the lamps are lit."""
        return date.fromisoformat(self.on) if self.on else date.today()  # noqa: DTZ011  (the reader's day)

    @property
    def order(self) -> str:
        """The order of the rows."""
        return ORDERS[self.sort][1]


def _said(parameters: Mapping[str, str], name: str) -> str:
    return parameters.get(name, "").strip()[:200]


def _known(value: str | None, choices: Mapping[str, object]) -> str:
    return value if value in choices and value is not None else ""


def _day(value: str) -> str:
    """A day of the calendar as it stands in a URL; nothing where it is none."""
    try:
        return value if date.fromisoformat(value).isoformat() == value else ""
    except ValueError:
        return ""
