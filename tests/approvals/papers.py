"""Scans for tests, made by hand: small, whole, and of each kind."""

import struct
import zlib

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def pdf(inside: bytes) -> bytes:
    """A PDF whose catalog also says this."""
    return PDF.replace(b"/Pages", inside + b" /Pages")


def packed(inside: bytes) -> bytes:
    """A PDF that says it in a packed object."""
    return pdf(b"").replace(
        b"trailer",
        b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
        + zlib.compress(inside)
        + b"\nendstream\ntrailer",
    )


def png(width: int = 1700, height: int = 2200) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(width: int = 1700, height: int = 2200) -> bytes:
    jfif = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + jfif + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00" * 16 + b"\xff\xd9"
