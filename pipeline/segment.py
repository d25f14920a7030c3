"""text -> words: four segmenters behind one signature, and the word boundaries that keep 要 out of 重要."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

Segmenter = Callable[[str], Sequence[str]]
"""The words of a text, in order, without a character lost."""


class Engine(StrEnum):
    """The segmenters that can be chosen; rjieba is the default."""

    RJIEBA = "rjieba"
    JIEBA = "jieba"
    SPACY = "spacy"
    PKUSEG = "pkuseg"


def rjieba_words() -> Segmenter:
    """The Rust port of jieba: the same dictionary, some twenty times as fast."""
    import rjieba

    tokenizer = rjieba.Jieba()
    return lambda text: tokenizer.cut(text, hmm=False)


def jieba_tokenizer() -> Any:  # noqa: ANN401 (jieba has no types)
    """A tokenizer of our own, so that nobody else's words get in; without the model for unknown words, as rjieba."""
    import logging

    import jieba

    logging.getLogger("jieba").setLevel(logging.WARNING)

    class Plain(jieba.Tokenizer):  # type: ignore[misc]
        """jieba as spaCy calls it, without guesses at unknown words."""

        def cut(self, sentence: str, cut_all: bool = False, HMM: bool = False, use_paddle: bool = False) -> Any:  # noqa: ANN401, N803
            """The words of a text, in order."""
            return super().cut(sentence, cut_all=cut_all, HMM=False, use_paddle=use_paddle)

    return Plain()


def jieba_words() -> Segmenter:
    """Python's jieba with its own dictionary."""
    tokenizer = jieba_tokenizer()
    return lambda text: list(tokenizer.cut(text))


def spacy_words() -> Segmenter:
    """The Chinese tokenizer of spaCy on top of jieba."""
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    tokenizer: Any = nlp.tokenizer
    tokenizer.jieba_seg = jieba_tokenizer()
    return lambda text: [part for token in tokenizer(text) for part in (token.text, token.whitespace_) if part]


def pkuseg_words(model: Path | None) -> Segmenter:
    """spacy-pkuseg with the model of a folder; its wheel holds none."""
    import spacy_pkuseg

    if model is None or not model.is_dir():
        raise UsageError(
            "no_model", "pkuseg 需要模型文件夹：请用 --pkuseg-model 指定（安装包不含模型，本程序不联网下载）。"
        )
    segmenter = spacy_pkuseg.pkuseg(str(model))
    return lambda text: aligned(text, segmenter.cut(text))


def aligned(text: str, words: Sequence[str]) -> list[str]:
    """The words with the blanks that a segmenter dropped, so that they make up the text again."""
    found: list[str] = []
    place = 0
    for word in words:
        start = text.find(word, place)
        if start > place:
            found.append(text[place:start])
        if start >= 0:
            found.append(word)
            place = start + len(word)
    if place < len(text):
        found.append(text[place:])
    return found


@cache
def segmenter(engine: Engine = Engine.RJIEBA, model: Path | None = None) -> Segmenter:
    """The chosen segmenter; made once in a process, since dictionaries take up to a second to load."""
    if engine is Engine.PKUSEG:
        return pkuseg_words(model)
    return {Engine.RJIEBA: rjieba_words, Engine.JIEBA: jieba_words, Engine.SPACY: spacy_words}[engine]()


def boundaries(text: str, words: Segmenter) -> set[int]:
    """The offsets at which words begin or end."""
    return set(accumulate(map(len, words(text)), initial=0))
