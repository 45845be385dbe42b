"""What comes back: forged, broken, or poisoned results."""

from tests.sandbox.escapes.escape import Escape

_SEND = """
import json
def send(header, *bodies):
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    os.write(4, b"DPA1" + struct.pack("<I", len(data)) + data + b"".join(bodies))
def header(**changed):
    empty = {"ok": True, "error": "", "notes": [], "value": None, "frames": [], "pictures": [], "held": []}
    return {**empty, **changed}
def frame_of(body):
    send(header(frames=[{"name": "evil", "bytes": len(body)}]), body)
def stream(table, **options):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, **options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
"""
_WIRE = "the reply is checked before anything is believed"
_ARROW = "only flat, plain, uncompressed Arrow is accepted, and it is validated in full"
_HTML = "results are text, numbers, tables and PNG; the kernel makes its own HTML"

_TRIES = {
    "send garbage": ("os.write(4, bytes(range(256)))", _WIRE),
    "promise more than there is memory": ('os.write(4, b"DPA1" + b"\\xff" * 4)', _WIRE),
    "promise a body larger than memory": ('send(header(frames=[{"name": "evil", "bytes": 1 << 62}]))', _WIRE),
    "send JSON that is too deep": ('send(b"[" * 100_000)', _WIRE),
    "send a header with unknown fields": ('send({**header(), "html": "<script>"})', _WIRE),
    "send a header of other types": ('send(header(ok="yes", notes={}, value=[]))', _WIRE),
    "send a frame under a name that is code": ('send(header(frames=[{"name": "x; import os", "bytes": 0}]))', _WIRE),
    "send a pickle as a frame": (
        """
import pickle
frame_of(pickle.dumps({"x": 1}))
""",
        _ARROW,
    ),
    "send an object whose pickle runs code": (
        """
class Evil:
    def __reduce__(self):
        return (exec, (f"open({W['place'] + '/pickled'!r}, 'w')",))
import pickle
frame_of(pickle.dumps(Evil()))
""",
        _ARROW,
    ),
    "return an object whose pickle runs code": (
        """
class Evil:
    def __reduce__(self):
        return (exec, (f"open({W['place'] + '/pickled'!r}, 'w')",))
    def __repr__(self):
        return "nothing"
Evil()
""",
        "nothing is ever unpickled",
    ),
    "send an extension type of Arrow": (
        r"""
metadata = {"ARROW:extension:name": "arrow.py_extension_type", "ARROW:extension:metadata": "cos\nsystem\n"}
field = pa.field("x", pa.int64(), metadata=metadata)
frame_of(stream(pa.table([pa.array([1])], schema=pa.schema([field]))))
os._exit(0)
""",
        _ARROW,
    ),
    "send offsets that point outside": (
        """
offsets = pa.py_buffer(struct.pack("<ii", 0, 1 << 30))
array = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"x")])
frame_of(stream(pa.table({"x": array})))
""",
        _ARROW,
    ),
    "send a category that does not exist": (
        """
array = pa.DictionaryArray.from_arrays(pa.array([1 << 20], pa.int32()), pa.array(["a"]), safe=False)
frame_of(stream(pa.table({"x": array})))
""",
        _ARROW,
    ),
    "send compressed content": (
        'frame_of(stream(pa.table({"x": np.zeros(1 << 22)}), options=pa.ipc.IpcWriteOptions(compression="zstd")))',
        _ARROW,
    ),
    "send a column of a trillion nulls": (
        'frame_of(stream(pa.table({"x": pa.nulls(1 << 40)})))',
        _ARROW,
    ),
    "send run-lengths that claim a trillion rows": (
        """
array = pa.RunEndEncodedArray.from_arrays(pa.array([1 << 40], pa.int64()), pa.array([1]))
frame_of(stream(pa.table({"x": array})))
""",
        _ARROW,
    ),
    "send a time zone that is a path": (
        'frame_of(stream(pa.table({"x": pa.array([1], pa.timestamp("us", "../../etc/passwd"))})))',
        _ARROW,
    ),
    "send a picture that is HTML": (
        """
body = b"<script>alert(1)</script>"
send(header(pictures=[{"title": "", "alt_text": "", "bytes": len(body)}]), body)
""",
        _HTML,
    ),
    "send a picture of a trillion pixels": (
        r"""
body = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 1 << 20, 1 << 20) + bytes(20)
send(header(pictures=[{"title": "", "alt_text": "", "bytes": len(body)}]), body)
""",
        _HTML,
    ),
    "flood the channel of results": ("while True: os.write(4, bytes(1 << 16))", _WIRE),
    "return a text that is too long": ('"x" * (1 << 28)', "values are cut in the worker and refused in the kernel"),
    "raise an error whose text is too long": (
        'raise ValueError("x" * (1 << 27))',
        "errors are cut in the worker and refused in the kernel",
    ),
    "answer as itself, and run on": (
        """
send(header(value=1))
while True: pass
""",
        "the next run finds it busy and ends it",
    ),
    "answer twice": (
        """
send(header(value=1))
send(header(value=[1000, 499500, 3]))
2
""",
        "what is left over belongs to no run",
    ),
    "send 16 pictures of nothing": (
        r"""
body = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 7_000, 7_000) + bytes(20)
send(header(pictures=[{"title": "\x1b[2J", "alt_text": "<script>", "bytes": len(body)}] * 16), *[body] * 16)
""",
        _HTML,
    ),
    "send a dictionary that is not there": (
        """
table = pa.table({"x": pa.array(["a", "b"]).dictionary_encode()})
data = stream(table)
messages = list(pa.ipc.MessageReader.open_stream(data))
frame_of(b"".join(m.serialize().to_pybytes() for m in messages if m.type != "dictionary"))
""",
        _ARROW,
    ),
    "send a batch that is longer than its buffers": (
        """
data = bytearray(stream(pa.table({"x": [1, 2, 3]})))
at = data.rindex(struct.pack("<Q", 3), 0, len(data) - 8)
while at > 0:
    data[at:at + 8] = struct.pack("<Q", 1 << 40)
    at = data.rfind(struct.pack("<Q", 3), 0, at)
frame_of(bytes(data))
""",
        _ARROW,
    ),
    "say that it began, again and again": (
        r"""
for _ in range(100):
    os.write(3, b"\x01")
1
""",
        "nothing is taken from this channel but a byte a run",
    ),
    "fill the channel of requests": (
        """
os.set_blocking(3, False)
try:
    while True:
        os.write(3, bytes(1 << 12))
except BlockingIOError:
    pass
1
""",
        "a worker that does not answer in time is ended",
    ),
    "send descriptors to the kernel": (
        r"""
control = socket.socket(fileno=os.dup(3))
for _ in range(50):
    socket.send_fds(control, [b"\x01"], [0, 1, 2])
1
""",
        "nothing is taken from this channel but a byte a run",
    ),
    "take the next request for itself": (
        """
def steal():
    while True:
        os.read(3, 1 << 16)
threading.Thread(target=steal, daemon=True).start()
1
""",
        "a worker that does not answer in time is ended",
    ),
    "close all of its channels": ("os.closerange(0, 256)", "a worker whose channels close is ended"),
}
_SLOW = ("flood", "run on", "fill", "for itself")
"""They last as long as they may."""

CHANNELS = tuple(
    Escape(name, _SEND + code, otherwise=reason, seconds=2.0 if any(word in name for word in _SLOW) else 10.0)
    for name, (code, reason) in _TRIES.items()
)
