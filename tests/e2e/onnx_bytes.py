"""Writes small ONNX models without a library."""


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, content):
    """One field of a protocol buffer: bytes and strings length-delimited, numbers as varints."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    content = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(content)) + content


def onnx_model(operator):
    """A model of one node: Y = operator(X), both float[1,4]."""
    shape = b"".join(field(1, field(1, extent)) for extent in (1, 4))
    kind = field(1, field(1, 1) + field(2, shape))
    node = field(1, "X") + field(2, "Y") + field(3, "the node") + field(4, operator)
    graph = field(1, node) + field(2, "g") + field(11, field(1, "X") + field(2, kind)) + field(12, field(1, "Y") + field(2, kind))
    return field(1, 7) + field(7, graph) + field(8, field(1, "") + field(2, 12))
