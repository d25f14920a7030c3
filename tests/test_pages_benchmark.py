"""The measurement of the pages asks every page; how long it takes is for `python -m benchmarks.pages` to say."""

from benchmarks import pages


def test_every_page_is_measured(tmp_path):
    path = tmp_path / "a.duckdb"
    pages.made(60, path)
    found = [name for name, _ in pages.measured(path, 1)]
    assert len(found) == len(set(found)) > 40
    for page in ("总览", "督办台账", "时限", "责任单位", "清单", "讲话原文"):
        assert any(name.startswith(page) for name in found)
