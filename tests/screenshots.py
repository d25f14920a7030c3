"""The pictures of docs/images, taken of the pages over the sample speeches: look at each before it is committed.

python -m tests.screenshots [--out docs/images] [--dark]
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from pipeline.store import Store
from tests import servers
from tests.test_browser import CHROMIUM, playwright
from tests.waiting import WATCH, still, there

OUT = Path(__file__).parents[1] / "docs" / "images"
SCREEN = {"width": 1366, "height": 768}
COLOURS = 256
"""Colours of a picture: enough for pages without photographs, and half of the bytes."""

DAY, MONTH = "2024-09-10", "2024-09"
"""The day for which lamps are lit and the month that is shown, so that pictures of another day look the same."""

SPEECH = "select speech_id from sources where path like '%county_safety%' limit 1"
DIRECTIVE = """
    select directive_id
    from ledger
    where due_latest is not null and assisting is not null and targets is not null
    order by number
    limit 1
"""
PASTED = "upload"
TEXT = """在全县冬季供暖工作调度会上的讲话
副县长
（2024年9月6日）

同志们：
10月20日前，县住建局、各供热企业要把老旧管网逐条检修一遍，换热站备用泵不少于2台。县市场监管局每周抽检一次煤质。
对检修走过场的，严肃问责。
"""
BODY = "select body_id from by_body where name like '%局' order by directives desc, name, body_id limit 1"


def places(store: Store) -> dict[str, tuple[str, str]]:
    """The pictures by name: an address, and what must be there before the picture is taken."""
    speech, directive, body = (store.tuples(sql)[0][0] for sql in (SPEECH, DIRECTIVE, BODY))
    return {
        "overview": ("", "[aria-roledescription=bar]"),
        "ledger": (f"ledger?month={MONTH}&sort=due&on={DAY}", ".duban-ledger"),
        "detail": (f"ledger?task={directive}&on={DAY}", ".duban-detail"),
        "text": (f"text?speech={speech}", ".duban-text"),
        "sides": (f"text?speech={speech}&view=sides", ".duban-sides"),
        "deadlines": (f"deadlines?month={MONTH}&on={DAY}", ".duban-calendar"),
        "body": (f"bodies?body={body}", ".duban-duties"),
        "lists": ("lists?list=rectifications", ".duban-list"),
        "review": (f"review?speech={speech}", ".duban-queue"),
        PASTED: ("upload", "textarea"),
    }


def pasted(page: "playwright.Page") -> None:
    """A text pasted into 导入, whose facts and findings are shown before it is stored."""
    page.get_by_label("正文").fill(TEXT)
    page.get_by_label("正文").press("Control+Enter")
    there(page, ".duban-preview")


def smaller(path: Path) -> None:
    """Fewer colours, fewer bytes."""
    Image.open(path).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--dark", action="store_true", help="as on a screen that is set to dark colours")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / "demo.duckdb"
        subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "demo", "--db", str(path)], check=True, capture_output=True
        )
        with Store.open(path, readonly=True) as store:
            pictures = places(store)
        with servers.running(path) as url, playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport=SCREEN, color_scheme="dark" if options.dark else "light", locale="zh-CN")
            page.add_init_script(WATCH)
            for name, (address, awaited) in pictures.items():
                page.goto(f"{url}/{address}")
                there(page, awaited)
                if name == PASTED:
                    pasted(page)
                still(page)
                picture = options.out / f"{name}.png"
                page.screenshot(path=picture)
                smaller(picture)
                sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} KB\n")
            browser.close()


if __name__ == "__main__":
    main()
