"""Writes small ONNX models without a library."""


def varint(number):
    out = b""
    number &= (1 << 64) - 1  # a negative number takes ten bytes
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


FLOAT, INT64 = 1, 7  # element types


def tensor(name, dims, data=b"", element_type=FLOAT, **more):
    """An initializer; `more` are fields by number, as f13=..."""
    extra = b"".join(field(int(key[1:]), content) for key, content in more.items())
    return b"".join(field(1, extent) for extent in dims) + field(2, element_type) + field(8, name) + field(9, data) + extra


def value(name, dims, element_type=FLOAT):
    """A value's name, type and shape; an extent is a number or a word."""
    shape = b"".join(field(1, field(1 if isinstance(extent, int) else 2, extent)) for extent in dims)
    return field(1, name) + field(2, field(1, field(1, element_type) + field(2, shape)))


def node(operator, inputs, outputs, *attributes, name="", domain=""):
    return (b"".join(field(1, word) for word in inputs) + b"".join(field(2, word) for word in outputs) + field(3, name)
            + field(4, operator) + b"".join(field(5, attribute) for attribute in attributes) + field(7, domain))


def graph_attribute(name, graph):
    return field(1, name) + field(6, graph) + field(20, 5)


def graph(nodes, inputs=(), outputs=(), initializers=(), name="g"):
    return (b"".join(field(1, one) for one in nodes) + field(2, name) + b"".join(field(5, one) for one in initializers)
            + b"".join(field(11, one) for one in inputs) + b"".join(field(12, one) for one in outputs))


def model(graph_bytes, opset=12):
    return field(1, 7) + field(7, graph_bytes) + field(8, field(1, "") + field(2, opset))


def chain(*nodes, initializers=(), dims=(1, 4), output=None, opset=12):
    """A model from X to Y, both float[dims] (or Y as `output` says), through `nodes`."""
    return model(graph(nodes, [value("X", dims)], [value("Y", dims if output is None else output)], initializers), opset)


def onnx_model(operator):
    """A model of one node: Y = operator(X), both float[1,4]."""
    return chain(node(operator, ["X"], ["Y"], name="the node"))
