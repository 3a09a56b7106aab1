"""Hostile files made by hand, small: archives, documents and pages as attackers send them."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from itertools import pairwise

PROGRAM = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(100) + b"PE\0\0" + bytes(200)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_RELATIONSHIPS = "<Relationships>{}</Relationships>"


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped_with_extra(name: str, extra: bytes) -> bytes:
    """A zip of one file, of which more is told beside its name."""
    out = io.BytesIO()
    entry = zipfile.ZipInfo(name)
    entry.extra = extra
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(entry, b"x")
    return out.getvalue()


def doubled(name: str, first: str, second: str) -> bytes:
    """A Word document that has a part twice, under one name."""
    other = "x" * len(name)
    parts = {key: each for key, each in unzipped(word()).items() if key != name}
    whole = zipped({**parts, name: first, other: second})
    return whole.replace(other.encode(), name.encode())


def encrypted_zip() -> bytes:
    """A zip whose only file says that it needs a password."""
    whole = bytearray(zipped({"factura.pdf": b"x" * 50}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def crowded_zip(count: int) -> bytes:
    """A zip that lists `count` empty files: small, and slow to read whole."""
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    row = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    rows = (row + b"a") * count
    end = b"PK\x05\x06" + struct.pack(
        "<4H2IH", 0, 0, count % 65536, count % 65536, len(rows), 31, 0
    )
    return local + rows + end


def overlapping_zip(copies: int = 50) -> bytes:
    """A zip whose directory names one compressed stretch of zeros again and again (Fifield)."""
    one = zipped({"a": bytes(1_000_000)})
    start = one.index(b"PK\x01\x02")
    row = one[start : one.index(b"PK\x05\x06")]
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, copies, copies, len(row) * copies, start, 0)
    return one[:start] + row * copies + end


def lying_zip() -> bytes:
    """A zip whose directory shows notas.txt where the file itself is called notas.exe."""
    one = zipped({"notas.exe": PROGRAM}, zipfile.ZIP_STORED)
    start = one.index(b"PK\x01\x02")
    return one[:start] + one[start:].replace(b"notas.exe", b"notas.txt")


def nested(levels: int, name: str, content: bytes) -> bytes:
    """`content` in a zip, in a zip, and so on."""
    for level in range(levels):
        content, name = zipped({name: content}), f"capa{level}.zip"
    return content


def tarred(files: Mapping[str, bytes], link: str = "") -> bytes:
    """A tar of these files, and with `link` a symbolic link to it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            file.addfile(entry, io.BytesIO(content))
        if link:
            entry = tarfile.TarInfo("enlace")
            entry.type, entry.linkname = tarfile.SYMTYPE, link
            file.addfile(entry)
    return out.getvalue()


def gzip_bomb() -> bytes:
    return gzip.compress(bytes(60_000_000), 1)


def bzip2_bomb() -> bytes:
    # One compressed block of zeros, which a decompressor reads one behind the other.
    return bz2.compress(bytes(6_000_000)) * 12


def xz_bomb() -> bytes:
    return lzma.compress(bytes(60_000_000), preset=0)


def xz_of_much_memory() -> bytes:
    """An xz whose dictionary of 512 MB its reader would have to make room for."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 29}]
    return lzma.compress(b"poco", filters=filters, check=lzma.CHECK_CRC32)


def named_gzip(inner: str, content: bytes) -> bytes:
    """A gzip file that says itself how it is called."""
    out = io.BytesIO()
    with gzip.GzipFile(inner, "wb", fileobj=out) as file:
        file.write(content)
    return out.getvalue()


def word(
    parts: Mapping[str, bytes | str] | None = None, *, types: str = "", relationships: str = ""
) -> bytes:
    """A Word document with these parts beside its own."""
    return zipped(
        {
            "[Content_Types].xml": _CONTENT_TYPES.format(types),
            "word/document.xml": "<w:document><w:body><w:p>Hola</w:p></w:body></w:document>",
            "word/_rels/settings.xml.rels": _RELATIONSHIPS.format(relationships),
            **(parts or {}),
        }
    )


def outside(kind: str, target: str) -> str:
    """The relationship of a document to something that lies elsewhere."""
    return (
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="External"/>'
    )


def compound(streams: Mapping[str, bytes], class_id: bytes = bytes(16)) -> bytes:
    """A compound file (MS-CFB) with these streams; "a/b" stands in the storage "a"."""
    # Small streams would need a second allocation table: all are made large.
    contents = {path: content.ljust(4096, b"\0") for path, content in streams.items()}
    tree = _tree(contents)
    sectors, chains = _allocated(tree, contents)
    directory = b"".join(_entries(tree, contents, chains, class_id))
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first = len(sectors)
    table = _table(chains.values(), contents, first, len(directory) // 512)
    head = struct.pack(
        "<8s16s6H10I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0,
        0, 0, len(table) // 512, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    at = first + len(directory) // 512
    places = [at + place for place in range(len(table) // 512)]
    head += struct.pack("<109I", *places, *[0xFFFFFFFF] * (109 - len(places)))
    return head + b"".join(sectors) + directory + table


def circular_compound() -> bytes:
    """A compound file of a megabyte that lists hundreds of packages, all the same sectors.

    Each sector is followed by itself, and each stream says that it is four gigabytes large.
    """
    whole = bytearray(compound({f"{n}/Package": b"" for n in range(250)}))
    entry = "Package\0".encode("utf-16-le").ljust(64, b"\0")
    at = whole.find(entry)
    while at >= 0:
        whole[at + 116 : at + 124] = struct.pack("<II", 0, 0xFFFFFFFF)
        at = whole.find(entry, at + 1)
    table = len(whole) - 512 * struct.unpack_from("<I", whole, 44)[0]
    whole[table : table + 4] = bytes(4)
    return bytes(whole)


def _tree(contents: Iterable[str]) -> list[str]:
    paths = {""}
    for path in contents:
        parts = path.split("/")
        paths |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return sorted(paths)


def _allocated(
    tree: list[str], contents: Mapping[str, bytes]
) -> tuple[list[bytes], dict[str, int]]:
    sectors: list[bytes] = []
    chains: dict[str, int] = {}
    for path in tree:
        if path in contents:
            chains[path] = len(sectors)
            content = contents[path]
            sectors += [content[i : i + 512].ljust(512, b"\0") for i in range(0, len(content), 512)]
    return sectors, chains


def _entries(
    tree: list[str], contents: Mapping[str, bytes], chains: Mapping[str, int], class_id: bytes
) -> Iterable[bytes]:
    none = 0xFFFFFFFF
    for path in tree:
        parent, _, name = path.rpartition("/")
        children = [p for p in tree if p and p.rpartition("/")[0] == path]
        siblings = [p for p in tree if p and p.rpartition("/")[0] == parent and p > path]
        kind = 5 if not path else 2 if path in contents else 1
        encoded = (name or "Root Entry").encode("utf-16-le") + b"\0\0"
        yield struct.pack(
            "<64sHBB3I16sI8s8sIQ", encoded, len(encoded), kind, 1, none,
            tree.index(siblings[0]) if path and siblings else none,
            tree.index(children[0]) if children else none,
            class_id if not path else bytes(16), 0, bytes(8), bytes(8),
            chains.get(path, 0xFFFFFFFE), len(contents.get(path, b"")),
        )  # fmt: skip


def _table(
    starts: Iterable[int], contents: Mapping[str, bytes], directory: int, length: int
) -> bytes:
    links: list[int] = []
    bounds = [*sorted(starts), directory, directory + length]
    for start, stop in pairwise(bounds):
        links += [*range(start + 1, stop), 0xFFFFFFFE]
    own = -(-(len(links) + 1) // 127)
    links += [0xFFFFFFFD] * own
    links += [0xFFFFFFFF] * (-len(links) % 128)
    return struct.pack(f"<{len(links)}I", *links)


def workbook(*records: tuple[int, bytes]) -> bytes:
    """An old Excel workbook of these records (MS-XLS)."""
    written = ((0x0809, bytes(16)), *records, (0x0A, b""))
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in written)


def sheet(kind: int, name: bytes = b"Hoja1") -> tuple[int, bytes]:
    """The record that announces a sheet: kind 0 is a table, 1 is Excel 4 macros."""
    return 0x85, struct.pack("<IBBBB", 0, 0, kind, len(name), 0) + name


def package(name: str, content: bytes) -> bytes:
    """The stream of a file that was put into a document by drag and drop (MS-OLEDS)."""
    body = (
        struct.pack("<H", 2) + name.encode() + b"\0" + b"C:\\x\0" + bytes(4)
        + struct.pack("<I", 3) + b"C:\0" + struct.pack("<I", len(content)) + content
    )  # fmt: skip
    return struct.pack("<I", len(body)) + body


def outlook_message(name: str, content: bytes) -> bytes:
    """A .msg with one file (MS-OXMSG)."""
    folder = "__attach_version1.0_#00000000"
    return compound(
        {
            "__properties_version1.0": b"x",
            f"{folder}/__substg1.0_3707001F": name.encode("utf-16-le"),
            f"{folder}/__substg1.0_37010102": content,
        }
    )


def rar5(*names: str, encrypted: bool = False) -> bytes:
    """A RAR 5 that lists these files, stored."""
    extra = _counted(bytes([1, 0])) if encrypted else b""
    blocks = [_block5(bytes([1, 0, 0]))]
    for name in names:
        raw = name.encode()
        fields = bytes([0, 4, 0, 0, 0, len(raw)]) + raw
        flags = bytes([2, 3, len(extra), 4]) if extra else bytes([2, 2, 4])
        blocks.append(_block5(flags + fields + extra) + b"dato")
    return b"Rar!\x1a\x07\x01\x00" + b"".join(blocks) + _block5(bytes([5, 0, 0]))


def _block5(body: bytes) -> bytes:
    return bytes(4) + _counted(body)


def _counted(body: bytes) -> bytes:
    return bytes([len(body)]) + body


def rar4(plain: bytes, unicode: bytes = b"") -> bytes:
    """A RAR 4 that lists one file, whose name may have a second spelling."""
    name = plain + (b"\0" + unicode if unicode else b"")
    flags = 0x8000 | (0x200 if unicode else 0)
    fields = struct.pack("<IIBIIBBHI", 4, 4, 0, 0, 0, 20, 0x30, len(name), 0) + name
    main = struct.pack("<HBHH", 0, 0x73, 0, 13) + bytes(6)
    file = struct.pack("<HBHH", 0, 0x74, flags, 7 + len(fields)) + fields + b"dato"
    return b"Rar!\x1a\x07\x00" + main + file + struct.pack("<HBHH", 0, 0x7B, 0, 7)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects."""
    numbered = (b"%d 0 obj\n%s\nendobj\n" % (place, each) for place, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer <</Root 1 0 R>>\n%%EOF"


def stream(head: bytes, content: bytes) -> bytes:
    """An object with a stream."""
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)
