"""Text -> Speech: the byte-order mark dropped, line ends unified, nothing else changed."""

from hashlib import sha256

from pipeline import unseen
from pipeline.errors import ReadError
from pipeline.model import Document, Speech
from pipeline.reading import limits


def speech(
    text: str,
    path: str | None = None,
    encoding: str = "utf-8",
    known: Document = Document(),  # noqa: B008  (frozen)
    left_out: tuple[str, ...] = (),
) -> Speech:
    """The speech of a text that is already decoded; what is `known` from beside the text outweighs what it says."""
    if len(text) > limits.TEXT:
        raise ReadError("too_large", f"文本超过 {limits.TEXT // 10_000} 万字：请拆分后导入。")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if unseen.blank(text):
        raise ReadError("empty", "文件是空的，或者只有空白：请确认文稿内容已保存。")
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            "encoding", f"文本第 {error.start + 1} 个字符不是有效的 Unicode 字符：请检查来源编码。"
        ) from error
    return Speech(text, sha256(raw).hexdigest(), known, path, encoding, left_out)
