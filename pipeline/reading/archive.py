"""A .zip of documents: each member is read in memory; its name is a label and never a path."""

import io
import zipfile
from dataclasses import dataclass

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.sources import COMPANIONS

INSIDE = "!/"  # between the name of the archive and that of the member
_UTF8 = 0x800  # flag of a member


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive."""

    name: str
    info: zipfile.ZipInfo


@dataclass(frozen=True, slots=True)
class Archive:
    """The documents of an archive, and the sidecars beside them by name."""

    members: tuple[Member, ...]
    sidecars: dict[str, Member]
    packed: zipfile.ZipFile

    def content(self, member: Member) -> bytes:
        """The bytes of a member; ReadError where it may not or cannot be unpacked."""
        limits.check_member(member.info)
        if member.info.file_size > limits.FILE:
            raise ReadError("too_large", f"压缩包里的这个文件超过 {limits.FILE // 2**20} MB：请拆分后导入。")
        try:
            return self.packed.read(member.info)
        except limits.UNPACKABLE as error:
            raise ReadError("damaged", "压缩包里的这个文件已损坏，或压缩方式不支持：请重新打包。") from error

    def sidecar(self, member: Member) -> Member | None:
        """The sidecar of a member: NAME.SUFFIX.toml, else NAME.toml in the same folder."""
        folder, slash, name = member.name.rpartition("/")
        stem = name.rpartition(".")[0] or name
        return self.sidecars.get(f"{member.name}.toml") or self.sidecars.get(f"{folder}{slash}{stem}.toml")


def opened(raw: bytes) -> Archive:
    """The archive of these bytes; ReadError where it is too large, or holds no document."""
    infos = [info for info in limits.members(raw) if not info.is_dir()]
    named = sorted((Member(_name(info), info) for info in infos), key=lambda member: member.name)
    seen = [member for member in named if not _hidden(member.name)]
    members = tuple(member for member in seen if not member.name.endswith(COMPANIONS))
    if not members:
        raise ReadError("empty", "压缩包里没有文稿：请确认文稿已放进压缩包。")
    sidecars = {one.name: one for one in seen if one.name.endswith(".toml")}
    return Archive(members, sidecars, zipfile.ZipFile(io.BytesIO(raw)))


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was written: without the flag for UTF-8 most Chinese archives hold GBK."""
    if info.flag_bits & _UTF8:
        return _decodable(info.filename)
    try:
        written = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # from an extra field, decoded already
        return _decodable(info.filename)
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename


def _decodable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))
