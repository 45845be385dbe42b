"""The memory of frames that code was given: it is the kernel's, too."""

from tests.sandbox.escapes.escape import Escape

_ADDRESS = """
array = df["x"].to_numpy()
page = array.__array_interface__["data"][0] & ~4095
_libc.mmap.restype = ctypes.c_void_p
"""
_MAPPED = "frames are mapped for reading from memory that is sealed"

_TRIES = {
    "write into the memory of a frame": "ctypes.memset(array.__array_interface__['data'][0], 0, 8)",
    "make the memory of a frame writable": """
_libc.mprotect(ctypes.c_void_p(page), 4096, 3)
ctypes.memset(array.__array_interface__["data"][0], 0, 8)
""",
    "punch a hole into the memory of a frame": """
result = _libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(4096), 9)
"through" if result == 0 else "refused"
""",
    "put other memory in the place of a frame": """
_libc.mmap(ctypes.c_void_p(page), ctypes.c_size_t(4096), 3, 0x32, -1, ctypes.c_long(0))
ctypes.memset(page, 1, 4096)
int(df["x"].sum())
""",
    "make a frame writable by the flag of its array": """
array.flags.writeable = True
array[:] = 0
"through"
""",
    "write through the array interface of a frame": """
class Writable:
    __array_interface__ = {**array.__array_interface__, "data": (array.__array_interface__["data"][0], False)}
np.asarray(Writable())[:] = 0
"through"
""",
    "write through the buffers of a frame": """
buffer = pa.Table.from_pandas(df).column("x").chunk(0).buffers()[1]
ctypes.memset(buffer.address, 0, buffer.size)
"through"
""",
    "write through a view of strides": """
view = np.lib.stride_tricks.as_strided(array, shape=(4,), strides=(8,), writeable=True)
view[:] = 0
"through"
""",
    "write through the blocks of a frame": """
for block in df._mgr.blocks:
    np.lib.stride_tricks.as_strided(block.values, writeable=True)[:] = 0
"through"
""",
    "open the memory of a frame again": """
for d in range(5, 256):
    try:
        other = os.open(f"/proc/self/fd/{d}", os.O_RDWR)
        os.ftruncate(other, 0)
    except OSError:
        pass
1
""",
    "catch the memory of the next frame on its way": """
def catch():
    while True:
        for d in range(5, 60):
            for change in (lambda: os.ftruncate(d, 0), lambda: os.pwrite(d, b"changed!", 0)):
                try:
                    change()
                except OSError:
                    pass
threading.Thread(target=catch, daemon=True).start()
1
""",
    "change the frame in place": 'df.loc[:, "x"] = 0\ndf["y"] = 1\n1',
    "change every frame that it finds": """
import gc
for found in gc.get_objects():
    if isinstance(found, pd.DataFrame):
        found.iloc[:] = 0
    if isinstance(found, np.ndarray) and found.flags.writeable and found.dtype.kind in "if":
        found[...] = 0
1
""",
}

FRAMES = (
    *(Escape(name, _ADDRESS + code, otherwise=_MAPPED) for name, code in _TRIES.items()),
    Escape(
        "open the memory of a frame through its map",
        _ADDRESS
        + """
for line in open("/proc/self/maps"):
    span = line.split()[0]
    start, end = (int(part, 16) for part in span.split("-"))
    if start <= page < end:
        names = f"{start:x}-{end:x}"
os.open(f"/proc/self/map_files/{names}", os.O_RDWR)
"through"
""",
        ("capabilities",),
        otherwise=_MAPPED,
        needs_root=True,
    ),
)
