"""Speeches that people have gone over, as gold for `duban evaluate`: NAME.gold.json with the text beside it."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

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
        for name, content in files(store, sid).items():
            with placed(folder / name) as draft:
                draft.write_bytes(content)
    return len(reviewed)


def archive(store: Store, sid: str) -> bytes:
    """One speech as it is now, its text and its gold, packed into a zip file."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as made:
        for name, content in files(store, sid).items():
            made.writestr(name, content)
    return packed.getvalue()


def files(store: Store, sid: str) -> dict[str, bytes]:
    """Text and gold of a speech by the names of their files."""
    found = store.extraction(sid)
    document = shape.document(found) | {"source": None}  # where a file stood is nobody's business
    written = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return {f"{sid}.txt": found.speech.text.encode("utf-8"), f"{sid}.gold.json": written.encode("utf-8")}
