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
    "write into the memory of a frame": (
        """
address = df["x"].to_numpy().__array_interface__["data"][0]
ctypes.memset(address, 0, 8)
""",
        "frames are mapped for reading from memory that is sealed",
    ),
    "make the memory of a frame writable": (
        """
address = df["x"].to_numpy().__array_interface__["data"][0]
page = address & ~4095
_libc.mprotect(ctypes.c_void_p(page), 4096, 3)
ctypes.memset(address, 0, 8)
""",
        "frames are mapped for reading from memory that is sealed",
    ),
    "open the memory of a frame again": (
        """
for d in range(5, 256):
    try:
        other = os.open(f"/proc/self/fd/{d}", os.O_RDWR)
        os.ftruncate(other, 0)
    except OSError:
        pass
1
""",
        "the descriptor is closed once it is mapped, and the memory sealed",
    ),
    "change the frame in place": ('df.loc[:, "x"] = 0\ndf["y"] = 1\n1', "pandas copies on write"),
}

CHANNELS = tuple(
    Escape(name, _SEND + code, otherwise=reason, seconds=2.0 if "flood" in name or "run on" in name else 10.0)
    for name, (code, reason) in _TRIES.items()
)
