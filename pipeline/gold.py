"""Scoring an extraction against gold annotations: the figures by which every change of duban is judged.

Documents have the shape of `gold/*.gold.json` (see docs/annotation.md and `pipeline.shape`). Figures are
micro-averaged over all documents; a gold document without a prediction counts as all missed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

Json = dict[str, Any]
Figures = dict[str, dict[str, float]]
Pairing = tuple[list[tuple[Json, Json]], list[Json], list[Json]]

ERROR_FIELDS = (
    "directive",
    "zone",
    "kind",
    "bodies",
    "body name",
    "body role",
    "inherited",
    "due",
    "recurrence",
    "targets",
    "outline",
)
OVERLAP = 0.5  # two statements are the same from this share on
SAME_MENTION = 0.5
SAME_BODY = 0.6
TOLERANCE = 1e-3  # between two values


@dataclass(frozen=True, slots=True)
class Count:
    """Found and right, found and wrong, not found."""

    field: str
    right: int
    extra: int
    missed: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One decision on something that both sides found."""

    field: str
    right: bool


@dataclass(frozen=True, slots=True)
class Error:
    """One deviation from the gold, and where in the text; `truth` and `guess` are what each side has, or None.

    `mention` are the words of the text that it is about, where it is about a part of the stretch.
    """

    field: str
    document: str
    what: str
    start: int
    end: int
    truth: str | None = dataclass_field(default=None, compare=False)
    guess: str | None = dataclass_field(default=None, compare=False)
    mention: str | None = dataclass_field(default=None, compare=False)


Event = Count | Hit | Error


@dataclass(frozen=True, slots=True)
class Report:
    """The figures by field (`p r f1 tp fp fn`, or `accuracy n`), and every deviation."""

    figures: Figures
    errors: tuple[Error, ...]


def scores(documents: Iterable[tuple[str, Json, Json]]) -> Report:
    """The figures of (name, gold, prediction) triples; the prediction is empty where there is none."""
    counts: dict[str, list[int]] = {}
    hits: dict[str, list[int]] = {}
    errors: list[Error] = []
    for name, gold, found in documents:
        for event in _events(name, gold, found):
            match event:
                case Count(field, right, extra, missed):
                    so_far = counts.get(field, [0, 0, 0])
                    counts[field] = [so_far[0] + right, so_far[1] + extra, so_far[2] + missed]
                case Hit(field, right):
                    so_far = hits.get(field, [0, 0])
                    hits[field] = [so_far[0] + right, so_far[1] + 1]
                case Error():
                    errors.append(event)
    figures = {field: _ratios(*numbers) for field, numbers in counts.items()}
    figures |= {field: {"accuracy": right / n, "n": n} for field, (right, n) in hits.items()}
    return Report(figures, tuple(errors))


def value(figure: dict[str, float]) -> float:
    """The one number of a figure: F1, or the accuracy."""
    return figure["f1"] if "f1" in figure else figure["accuracy"]


def _ratios(right: int, extra: int, missed: int) -> dict[str, float]:
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": precision, "r": recall, "f1": f1, "tp": right, "fp": extra, "fn": missed}


def _pairs(gold: list[Json], found: list[Json], score: Callable[[Json, Json], float], floor: float) -> Pairing:
    """One-to-one pairs, best score first; then what is left over on each side."""
    ranked = sorted(
        ((score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), key=lambda triple: -triple[0]
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for points, i, j in ranked:
        if points >= floor and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((gold[i], found[j]))
    missed = [g for i, g in enumerate(gold) if i not in used_gold]
    extra = [f for j, f in enumerate(found) if j not in used_found]
    return pairs, missed, extra


def _overlap(a: Json, b: Json) -> float:
    shared: int = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return shared / (max(a["end"], b["end"]) - min(a["start"], b["start"])) if shared > 0 else 0.0


def _same_text(a: str | None, b: str | None) -> float:
    """1 when equal, the share of the longer one when one contains the other, else 0."""
    a, b = a or "", b or ""
    if a == b:
        return 1.0
    return min(len(a), len(b)) / max(len(a), len(b)) if a and b and (a in b or b in a) else 0.0


def _same_body(gold: Json, found: Json) -> float:
    return 1.0 if gold["name"] == found.get("name") else _same_text(gold["mention"], found.get("mention"))


def _same_value(a: Any, b: Any) -> bool:  # noqa: ANN401  (a number, a pair of them, or null)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same_value, a, b))
    if a is None or b is None or isinstance(a, list) or isinstance(b, list):
        return a is b
    return bool(abs(a - b) < TOLERANCE)


def _same_target(gold: Json, found: Json) -> float:
    same = gold["op"] == found.get("op") and _same_value(gold["value"], found.get("value"))
    return _same_text(gold["mention"], found.get("mention")) if same else 0.0


def _events(name: str, gold: Json, found: Json) -> Iterator[Event]:
    statements, found_statements = gold["statements"], found.get("statements", [])
    directives = [s for s in statements if s["zone"] == "directive"]
    found_directives = [s for s in found_statements if s.get("zone") == "directive"]
    pairs, missed, extra = _pairs(directives, found_directives, _overlap, OVERLAP)
    yield Count("directive", len(pairs), len(extra), len(missed))
    yield from (Error("directive", name, "missed", s["start"], s["end"], "directive") for s in missed)
    yield from (Error("directive", name, "extra", s["start"], s["end"], None, "directive") for s in extra)
    yield from _zones(name, statements, found_statements)
    for one, other in pairs:
        yield Hit("kind", one["kind"] == other.get("kind"))
        if one["kind"] != other.get("kind"):
            what = f"{one['kind']} -> {other.get('kind')}"
            yield Error("kind", name, what, one["start"], one["end"], one["kind"], other.get("kind"))
    nothing: Json = {}
    for one, other in (*pairs, *((s, nothing) for s in missed), *((nothing, s) for s in extra)):
        place = one or other
        for field in (_bodies, _due, _recurrence, _targets):
            yield from field(name, one, other, place["start"], place["end"])
    yield from _outline(name, gold.get("outline", []), found.get("outline", []))


def _zones(name: str, gold: list[Json], found: list[Json]) -> Iterator[Event]:
    zone = {i: s["zone"] for s in gold for i in range(s["start"], s["end"])}
    found_zone = {i: s.get("zone", "") for s in found for i in range(s["start"], s["end"])}
    yield from (Hit("zone (characters)", found_zone.get(i) == z) for i, z in zone.items())
    ordered = {i for i, z in zone.items() if z == "directive"}
    found_ordered = {i for i, z in found_zone.items() if z == "directive"}
    both = len(ordered & found_ordered)
    yield Count("directive (characters)", both, len(found_ordered) - both, len(ordered) - both)
    for one, other in _pairs(gold, found, _overlap, OVERLAP)[0]:
        if one["zone"] != other.get("zone"):
            what = f"{one['zone']} -> {other.get('zone')}"
            yield Error("zone", name, what, one["start"], one["end"], one["zone"], other.get("zone"))


def _bodies(name: str, gold: Json, found: Json, start: int, end: int) -> Iterator[Event]:
    bodies, found_bodies = gold.get("bodies", []), found.get("bodies") or []
    named = [b for b in bodies if not b.get("inherited")]
    found_named = [b for b in found_bodies if not b.get("inherited")]
    pairs, missed, extra = _pairs(named, found_named, _same_body, SAME_BODY)
    yield Count("bodies", len(pairs), len(extra), len(missed))
    for b in missed:
        yield Error("bodies", name, f"missed {b['mention']}", start, end, _named(b), None, b["mention"])
    for b in extra:
        yield Error("bodies", name, f"extra {b.get('mention')}", start, end, None, _named(b), b.get("mention"))
    for one, other in pairs:
        yield Hit("body name", one["name"] == other.get("name"))
        yield Hit("body role", one["role"] == other.get("role"))
        for field, key in (("body name", "name"), ("body role", "role")):
            if one[key] != other.get(key):
                what = f"{one[key]} -> {other.get(key)}"
                yield Error(field, name, what, start, end, _named(one), _named(other), one["mention"])
    names, found_names = {b["name"] for b in bodies}, {b.get("name") for b in found_bodies}
    both = len(names & found_names)
    yield Count("bodies with inherited, by name", both, len(found_names) - both, len(names) - both)
    yield from _inherited(name, bodies, found_bodies, start, end)


def _inherited(name: str, bodies: list[Json], found: list[Json], start: int, end: int) -> Iterator[Error]:
    """Bodies that go on from the statement before on one side alone."""
    names, found_names = {b["name"] for b in bodies}, {b.get("name") for b in found}
    for b in bodies:
        if b.get("inherited") and b["name"] not in found_names:
            yield Error("inherited", name, f"missed {b['name']}", start, end, _named(b), None, b["mention"])
    for b in found:
        if b.get("inherited") and b.get("name") not in names:
            yield Error("inherited", name, f"extra {b.get('name')}", start, end, None, _named(b), b.get("mention"))


def _named(body: Json) -> str:
    taken = " inherited" if body.get("inherited") else ""
    return f"{body.get('mention')} = {body.get('name')} ({body.get('role')}{taken})"


def _due(name: str, gold: Json, found: Json, start: int, end: int) -> Iterator[Event]:
    one, other = gold.get("due"), found.get("due")
    near = bool(one and other and _same_text(one["mention"], other.get("mention")) >= SAME_MENTION)
    right = bool(one and other and one["edtf"] == other.get("edtf") and (one["edtf"] is not None or near))
    yield from _single("due", name, one, other, right, start, end)
    if right:
        yield Hit("due mention", near)


def _recurrence(name: str, gold: Json, found: Json, start: int, end: int) -> Iterator[Event]:
    one, other = gold.get("recurrence"), found.get("recurrence")
    right = bool(one and other and one["freq"] == other.get("freq"))
    yield from _single("recurrence", name, one, other, right, start, end)
    if one and other and right:
        yield Hit("recurrence mention", _same_text(one["mention"], other.get("mention")) >= SAME_MENTION)


def _single(
    field: str, name: str, one: Json | None, other: Json | None, right: bool, start: int, end: int
) -> Iterator[Event]:
    """A field that a directive has at most once."""
    yield Count(field, int(right), int(bool(other) and not right), int(bool(one) and not right))
    if (one or other) and not right:
        what = f"{_brief(one)} -> {_brief(other)}"
        truth, guess = _told(one), _told(other)
        yield Error(field, name, what, start, end, truth, guess, (one or other or {}).get("mention"))


def _brief(field: Json | None) -> str:
    return "-" if field is None else f"{field.get('mention')} = {field.get('edtf', field.get('freq'))}"


def _told(field: Json | None) -> str | None:
    """A deadline or recurrence for people; `-` where it has no value."""
    return f"{field.get('mention')} = {field.get('edtf') or field.get('freq') or '-'}" if field else None


def _targets(name: str, gold: Json, found: Json, start: int, end: int) -> Iterator[Event]:
    pairs, missed, extra = _pairs(gold.get("targets", []), found.get("targets") or [], _same_target, SAME_MENTION)
    yield from (Hit("target unit", (one["unit"] or "") == (other.get("unit") or "")) for one, other in pairs)
    yield Count("targets", len(pairs), len(extra), len(missed))
    for what, targets in (("missed", missed), ("extra", extra)):
        for t in targets:
            told = f"{t.get('mention')} {t.get('op')} {t.get('value')}"
            truth, guess = (told, None) if what == "missed" else (None, told)
            yield Error("targets", name, f"{what} {told}", start, end, truth, guess, t.get("mention"))


def _outline(name: str, gold: list[Json], found: list[Json]) -> Iterator[Event]:
    nodes, found_nodes = {(n["start"], n["level"]) for n in gold}, {(n["start"], n["level"]) for n in found}
    both = len(nodes & found_nodes)
    yield Count("outline", both, len(found_nodes) - both, len(nodes) - both)
    for what, rest in (("missed", nodes - found_nodes), ("extra", found_nodes - nodes)):
        for start, level in sorted(rest):
            truth, guess = (f"level {level}", None) if what == "missed" else (None, f"level {level}")
            yield Error("outline", name, f"{what} level {level}", start, start + 12, truth, guess)
