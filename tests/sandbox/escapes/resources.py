"""Using up the machine, and ending badly."""

from tests.sandbox.escapes.escape import Escape

_SMALL = "256 MB of memory and 64 MB of files are allowed in these runs"

RESOURCES = (
    Escape("take much memory", 'held = bytearray(1 << 30)\n"through"', ("limits", "watch")),
    Escape(
        "take much memory in small pieces",
        """
held = []
for _ in range(1000):
    held.append(b"x" * (1 << 20) + bytes(len(held)))
"through"
""",
        ("limits", "watch"),
    ),
    Escape("take much memory with numpy", 'held = np.ones(1 << 27)\n"through"', ("limits", "watch")),
    Escape(
        "take shared memory that no limit counts",
        """
held = mmap.mmap(-1, 8 << 30)
"through"
""",
        ("limits", "seccomp"),
    ),
    Escape(
        "take memory by memfd",
        """
d = call("memfd_create", b"x", 0)
for _ in range(100):
    os.write(d, bytes(1 << 20))
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "raise its own limits",
        """
import resource
for kind in (resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
    resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"through"
""",
        otherwise="root gives up the capability to do so",
        needs_root=True,
    ),
    Escape(
        "write one large file",
        """
with open("large", "wb") as file:
    for _ in range(200):
        file.write(bytes(1 << 20))
        file.flush()
        time.sleep(0.002)
"through"
""",
        ("watch",),
    ),
    Escape(
        "write many files",
        """
for number in range(200):
    open(f"f{number}", "wb").write(bytes(1 << 20))
    time.sleep(0.002)
"through"
""",
        ("watch",),
    ),
    Escape(
        "make empty files without end",
        """
for number in range(12_000):
    open(f"f{number}", "w").close()
time.sleep(0.2)
"through"
""",
        ("watch",),
    ),
    Escape(
        "make a tree that is too deep to walk",
        """
for _ in range(3_000):
    os.mkdir("deep")
    os.chdir("deep")
time.sleep(0.2)
"through"
""",
        ("watch",),
    ),
    Escape(
        "write a file larger than any should be",
        """
open("sparse", "wb").truncate(1 << 40)
"through"
""",
        ("limits",),
    ),
    Escape(
        "open files without end",
        """
held = [open("/dev/null") for _ in range(2_000)]
"through"
""",
        ("limits",),
    ),
    Escape("spin", "while True: pass", otherwise="the clock of the kernel", seconds=0.3),
    Escape(
        "spin with all signals blocked",
        """
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
while True: pass
""",
        otherwise="the clock of the kernel",
        seconds=0.3,
    ),
    Escape(
        "spin below Python",
        """
import re
re.match(r"(a+)+$", "a" * 64 + "b")
""",
        otherwise="the clock of the kernel",
        seconds=0.3,
    ),
    Escape("stop itself", "os.kill(os.getpid(), signal.SIGSTOP)", otherwise="the clock of the kernel", seconds=0.3),
    Escape("sleep for ever", "time.sleep(1e6)", otherwise="the clock of the kernel", seconds=0.3),
    Escape(
        "print without end", 'while True: print("x" * 10_000)', otherwise="what is printed is cut, and a flood ended"
    ),
    Escape("crash", "ctypes.string_at(0)", otherwise="a process of its own"),
    Escape("abort", "os.abort()", otherwise="a process of its own"),
    Escape("leave", "os._exit(0)", otherwise="a process of its own"),
    Escape("raise SystemExit", "sys.exit()", otherwise="it is an exception as any other"),
    Escape(
        "dump its memory to the disk",
        """
import resource
"through" if resource.getrlimit(resource.RLIMIT_CORE)[1] else "refused"
""",
        ("limits",),
    ),
    Escape(
        "run on between runs",
        """
def beat():
    while True:
        open(W["place"] + "/beat", "w").close()
        time.sleep(0.001)
threading.Thread(target=beat, daemon=True).start()
1
""",
        ("landlock",),
        otherwise="",
    ),
    Escape(
        "return into the program that runs it",
        """
frame = sys._getframe()
while frame.f_back:
    frame = frame.f_back
for name, value in list(frame.f_globals.items()):
    if callable(value):
        frame.f_globals[name] = lambda *_, **__: "through"
1
""",
        otherwise="it only harms its own process",
    ),
    Escape(
        "poison libraries for the next run",
        """
pd.DataFrame = pl.DataFrame = None
import builtins
builtins.len = None
raise SystemExit
""",
        otherwise="each run of the assistant has a process of its own",
    ),
    Escape(
        "leave work for the end",
        """
import atexit
atexit.register(lambda: open(W["place"] + "/late", "w"))
os.abort()
""",
        ("landlock",),
        otherwise="nothing runs when a worker ends",
    ),
    Escape(
        "start threads with small stacks without end",
        """
threading.stack_size(32_768)
stop = threading.Event()
started = 0
try:
    for _ in range(3_000):
        threading.Thread(target=stop.wait, daemon=True).start()
        started += 1
    time.sleep(0.5)
except RuntimeError:
    pass
stop.set()
"through" if started == 3_000 else "refused"
""",
        ("watch",),
    ),
    Escape(
        "reserve room on the disk without writing",
        """
d = os.open("reserved", os.O_RDWR | os.O_CREAT)
call("fallocate", d, 0, 0, 1 << 20)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "write through memory that is a file",
        """
d = os.open("mapped", os.O_CREAT | os.O_RDWR)
os.ftruncate(d, 1 << 28)
with mmap.mmap(d, 1 << 28) as held:
    for at in range(0, 1 << 28, 4096):
        held[at] = 1
time.sleep(0.3)
"through"
""",
        ("watch",),
    ),
    Escape(
        "reserve address space without end",
        """
_libc.mmap.restype = ctypes.c_void_p
found = _libc.mmap(None, ctypes.c_size_t(1 << 45), 0, 0x4022, -1, ctypes.c_long(0))
"refused" if found == ctypes.c_void_p(-1).value else "through"
""",
        ("limits",),
    ),
    Escape(
        "grow its stack instead of its heap",
        """
import resource
resource.setrlimit(resource.RLIMIT_STACK, (1 << 40, resource.getrlimit(resource.RLIMIT_STACK)[1]))
threading.stack_size(1 << 30)
threading.Thread(target=time.sleep, args=(0,)).start()
"through"
""",
        ("limits",),
    ),
    Escape(
        "name files so that nobody can remove them",
        r"""
for number in range(200):
    open(os.path.join(b".", b"-rf \xff\n\x1b[2J" + str(number).encode()), "w").close()
os.mkdir("closed", 0)
1
""",
        otherwise="names are bytes to whoever removes them",
    ),
)
