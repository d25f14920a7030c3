"""Speeches that people have gone over, as gold for `duban evaluate`: NAME.gold.json with the text beside it."""

import json
from pathlib import Path

from pipeline import shape
from pipeline.errors import UsageError
from pipeline.store import Store
from pipeline.store.placing import placed

REVIEWED = """
    select distinct speech_id from events semi join speeches using (speech_id)
    where kind = 'correction' and event_id not in (select old from events where kind = 'undo' and old is not null)
    order by speech_id
"""


def gold(store: Store, folder: Path) -> int:
    """Write every speech with a correction or an accepted verdict that stands, as it is now; gives their number.

    Raises:
        UsageError: `no_gold`, nobody has corrected anything yet; `no_folder`, there is no place for the folder.
        StoreError: a file cannot be written.
    """
    reviewed = [sid for (sid,) in store.tuples(REVIEWED)]
    if not reviewed:
        raise UsageError("no_gold", "还没有校对过的讲话：请先在“校对”页认可或更正，再导出")
    if folder.exists() and not folder.is_dir():
        raise UsageError("no_folder", f"{folder} 不是文件夹：请用 --out 给出文件夹")
    if not folder.parent.is_dir():
        raise UsageError("no_folder", f"没有文件夹 {folder.parent}，请先建立，或换个位置")
    folder.mkdir(exist_ok=True)
    for sid in reviewed:
        found = store.extraction(sid)
        with placed(folder / f"{sid}.txt") as draft:
            draft.write_bytes(found.speech.text.encode("utf-8"))
        document = shape.document(found) | {"source": None}  # where a file stood is nobody's business
        with placed(folder / f"{sid}.gold.json") as draft:
            draft.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(reviewed)
