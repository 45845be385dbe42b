"""Using up the machine, and ending badly."""

from tests.sandbox.escapes.escape import Escape

_SMALL = "256 MB of memory and 64 MB of files are allowed in these runs"

RESOURCES = (
    Escape("take much memory", 'held = bytearray(1 << 30)\n"through"', ("limits", "watch")),
    Escape("take much memory in small pieces", 'held = []\nfor _ in range(1000):\n    held.append(b"x" * (1 << 20) + bytes(len(held)))\n"through"', ("limits", "watch")),
    Escape("take much memory with numpy", 'held = np.ones(1 << 27)\n"through"', ("limits", "watch")),
    Escape("take shared memory that no limit counts", 'held = mmap.mmap(-1, 8 << 30)\n"through"', ("limits", "seccomp")),
    Escape("take memory by memfd", 'd = call("memfd_create", b"x", 0)\nfor _ in range(100):\n    os.write(d, bytes(1 << 20))\n"through"', ("seccomp",)),
    Escape("raise its own limits", 'import resource\nfor kind in (resource.RLIMIT_DATA, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):\n    resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"through"', otherwise="root gives up the capability to do so", needs_root=True),
    Escape("write one large file", 'with open("large", "wb") as file:\n    for _ in range(200):\n        file.write(bytes(1 << 20))\n        file.flush()\n        time.sleep(0.002)\n"through"', ("watch",)),
    Escape("write many files", 'for number in range(200):\n    open(f"f{number}", "wb").write(bytes(1 << 20))\n    time.sleep(0.002)\n"through"', ("watch",)),
    Escape("make empty files without end", 'for number in range(12_000):\n    open(f"f{number}", "w").close()\ntime.sleep(0.2)\n"through"', ("watch",)),
    Escape("make a tree that is too deep to walk", 'for _ in range(3_000):\n    os.mkdir("deep")\n    os.chdir("deep")\ntime.sleep(0.2)\n"through"', ("watch",)),
    Escape("write a file larger than any should be", 'open("sparse", "wb").truncate(1 << 40)\n"through"', ("limits",)),
    Escape("open files without end", 'held = [open("/dev/null") for _ in range(2_000)]\n"through"', ("limits",)),
    Escape("spin", "while True: pass", otherwise="the clock of the kernel", seconds=0.3),
    Escape("spin with all signals blocked", "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass", otherwise="the clock of the kernel", seconds=0.3),
    Escape("spin below Python", 'import re\nre.match(r"(a+)+$", "a" * 64 + "b")', otherwise="the clock of the kernel", seconds=0.3),
    Escape("stop itself", "os.kill(os.getpid(), signal.SIGSTOP)", otherwise="the clock of the kernel", seconds=0.3),
    Escape("sleep for ever", "time.sleep(1e6)", otherwise="the clock of the kernel", seconds=0.3),
    Escape("print without end", 'while True: print("x" * 10_000)', otherwise="what is printed is cut, and a flood ended"),
    Escape("crash", "ctypes.string_at(0)", otherwise="a process of its own"),
    Escape("abort", "os.abort()", otherwise="a process of its own"),
    Escape("leave", "os._exit(0)", otherwise="a process of its own"),
    Escape("raise SystemExit", "sys.exit()", otherwise="it is an exception as any other"),
    Escape("dump its memory to the disk", 'import resource\n"through" if resource.getrlimit(resource.RLIMIT_CORE)[1] else "refused"', ("limits",)),
    Escape("run on between runs", 'def beat():\n    while True:\n        open(W["place"] + "/beat", "w").close()\n        time.sleep(0.001)\nthreading.Thread(target=beat, daemon=True).start()\n1', ("landlock",), otherwise=""),
    Escape("return into the program that runs it", 'frame = sys._getframe()\nwhile frame.f_back:\n    frame = frame.f_back\nfor name, value in list(frame.f_globals.items()):\n    if callable(value):\n        frame.f_globals[name] = lambda *_, **__: "through"\n1', otherwise="it only harms its own process"),
    Escape("poison libraries for the next run", 'pd.DataFrame = pl.DataFrame = None\nimport builtins\nbuiltins.len = None\nraise SystemExit', otherwise="each run of the assistant has a process of its own"),
    Escape("leave work for the end", 'import atexit\natexit.register(lambda: open(W["place"] + "/late", "w"))\nos.abort()', ("landlock",), otherwise="nothing runs when a worker ends"),
)
