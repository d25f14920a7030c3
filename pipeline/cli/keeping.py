"""`reload remove verify`: what is stored, extracted again, taken out, looked over."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import resources
from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.cli.options import Settings
from pipeline.errors import UsageError
from pipeline.model import Extraction, Failure

if TYPE_CHECKING:
    from pipeline.engine import Setup
    from pipeline.store import Store
    from pipeline.store.replacing import Replaced

FOUND = "select speech_id from speeches where starts_with(speech_id, ?) order by speech_id limit 2"
CHANGED = ("编号", "保留", "新增", "消失", "撤下", "恢复")
FINDINGS = ("表", "编号", "问题", "办法")

speeches = click.argument("ids", metavar="讲话编号…", nargs=-1)


@click.command(cls=ChineseCommand)
@speeches
@click.option("--all", "every", is_flag=True, help="库中全部讲话。")
@click.option("--metadata", is_flag=True, help="标题、年度、地区等也按原文重新识别（默认保留库中的）。")
@options.database
@options.jobs
@options.form
@options.segmenter
@options.pkuseg_model
@options.lexicons
@click.pass_obj
def reload(
    settings: Settings,
    ids: tuple[str, ...],
    every: bool,
    metadata: bool,
    db: Path,
    jobs: int | None,
    form: str,
    segmenter: str,
    pkuseg_model: Path | None,
) -> int:
    """用现在的词表重新抽取库中的讲话；任务编号、跟踪记录和校对结果都保留。"""
    from pipeline import processes
    from pipeline.store.replacing import Replaced

    if bool(ids) == every:
        raise UsageError("which", "请给出讲话编号（可用 duban list 查看），或用 --all 重新抽取全部，二者择一。")
    known = _ids(db, ids)
    setup = settings.setup(segmenter, pkuseg_model)
    done, failures = _reloaded(db, known, setup, jobs or processes.cores(), metadata)
    for failure in failures:
        output.note(f"未重新抽取 {output.shown(failure.path)}（{failure.code}）：{output.shown(failure.message)}")
    changed = [(sid, *_cells(one)) for sid, one in done.items() if one.altered]
    if changed or form != "table":
        output.rows(CHANGED, changed, form)
    kept, added, gone, withdrawn, returned = _cells(sum(done.values(), Replaced()))
    output.note(
        f"已重新抽取 {len(done)} 篇讲话：任务保留 {kept} 项，新增 {added} 项，消失 {gone} 项，"
        f"撤下（有跟踪记录）{withdrawn} 项，恢复 {returned} 项 → {db}"
    )
    return Exit.WELL if len(done) == len(known) else Exit.SOME_FAILED if done else Exit.NOTHING


@click.command(cls=ChineseCommand)
@speeches
@click.option("--with-follow-up", is_flag=True, help="有跟踪或校对记录的也删除，记录一并删除。")
@options.database
def remove(ids: tuple[str, ...], with_follow_up: bool, db: Path) -> None:
    """从库中删除讲话和它的全部内容；有跟踪记录的讲话不删，除非另加选项。"""
    from pipeline.store import Store

    if not ids:
        raise UsageError("which", "请给出要删除的讲话编号，可用 duban list 查看。")
    known = _ids(db, ids)
    with Store.open(db) as store:
        gone = store.remove(known, with_follow_up)
    told = (("speeches", "篇讲话"), ("directives", "项任务"), ("withdrawn", "项已撤下的任务"), ("events", "条记录"))
    what = "、".join(f"{gone[table]} {words}" for table, words in told if table in gone)
    output.note(f"已删除 {what}（原文件不受影响）→ {db}")


@click.command(cls=ChineseCommand)
@click.option("--recount", is_flag=True, help="确认无误后，以现有行数为准。")
@options.database
@options.form
def verify(recount: bool, db: Path, form: str) -> int:
    """检查数据库：行数、编号、引用、位置与原文、视图；每个问题附上办法。"""
    from pipeline.store import Store

    if recount:
        if not db.exists():
            raise UsageError("no_database", f"没有数据库 {db}，请先用 duban load 导入，或用 --db 指定")
        with Store.open(db) as store:
            store.recount()
    with Store.open(db, readonly=True) as store:
        found = store.findings()
        count = store.tuples("select count(*) from speeches")[0][0]
    if found or form != "table":
        output.rows(FINDINGS, [(one.table, one.id, one.what, one.todo) for one in found], form)
    output.note(f"发现 {len(found)} 个问题：{db}" if found else f"{count} 篇讲话检查完毕，没有发现问题：{db}")
    return Exit.SOME_FAILED if found else Exit.WELL


def _ids(db: Path, given: tuple[str, ...]) -> list[str]:
    """Whole ids for their first characters; all there are where none is given."""
    from pipeline.store import Store

    with Store.open(db, readonly=True) as store:
        if not given:
            found = [sid for (sid,) in store.tuples("select speech_id from speeches order by loaded_at, speech_id")]
            if not found:
                raise UsageError("empty", f"{db} 里还没有讲话，请先用 duban load 导入。")
            return found
        return list(dict.fromkeys(_whole(store, one) for one in given))


def _whole(store: "Store", given: str) -> str:
    found = [sid for (sid,) in store.tuples(FOUND, [given])]
    if len(found) != 1:
        reason = "有多篇讲话的编号以此开头" if found else "库中没有这个编号的讲话"
        raise UsageError("no_speech", f"{reason}：{given}。可用 duban list 查看全部编号。")
    return str(found[0])


def _reloaded(
    db: Path, ids: list[str], setup: "Setup", jobs: int, metadata: bool
) -> "tuple[dict[str, Replaced], list[Failure]]":
    """Extract and replace batch by batch; the file is held only while a batch is read or put in place."""
    from pipeline import again, engine
    from pipeline.store import Store
    from pipeline.store.database import BATCH

    run_id = engine.new_run()
    done: dict[str, Replaced] = {}
    failures: list[Failure] = []
    digest = engine.lexicon_of(setup).digest
    with Store.open(db) as store:
        store.begin(run_id, resources.version(), digest)
    with again.pool(jobs, len(ids)) as workers:
        for group in _groups(ids, BATCH):
            with Store.open(db, readonly=True) as store:
                texts = [store.speech(sid) for sid in group]
            found = again.extracted(texts, setup, workers, renewed=metadata)
            failures += [one for one in found if isinstance(one, Failure)]
            with Store.open(db) as store:
                done |= store.replace([one for one in found if isinstance(one, Extraction)], run_id)
    with Store.open(db) as store:
        store.fail(failures, run_id)
        store.finish(run_id)
    return done, failures


def _groups(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(ids)
    while group := list(islice(rest, size)):
        yield group


def _cells(one: "Replaced") -> tuple[int, ...]:
    return one.kept, one.added, one.gone, one.withdrawn, one.returned


COMMANDS = (reload, remove, verify)
