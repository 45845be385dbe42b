"""Reading and writing what lies outside."""

from tests.sandbox.escapes.escape import Escape

FILES = (
    Escape("read a file by its path", 'read(W["secret"])', ("landlock",)),
    Escape(
        "read a file by a raw system call",
        """
d = call("openat", -100, W["secret"].encode(), 0)
os.read(d, 100).decode()
""",
        ("landlock",),
    ),
    Escape(
        "read a file with openat2",
        """
how = struct.pack("QQQ", 0, 0, 0)
d = call("openat2", -100, W["secret"].encode(), how, 24)
os.read(d, 100).decode()
""",
        ("landlock", "seccomp"),
    ),
    Escape("read a file through ..", 'read(os.path.join(os.getcwd(), "../" * 20 + W["secret"]))', ("landlock",)),
    Escape("read a file through /proc/self/root", 'read("/proc/self/root" + W["secret"])', ("landlock",)),
    Escape("read a file through /proc/self/cwd", 'read("/proc/self/cwd/" + "../" * 20 + W["secret"])', ("landlock",)),
    Escape(
        "read a file through a symlink in the scratch folder",
        """
os.symlink(W["secret"], "link")
read("link")
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "read a file through a hard link in the scratch folder",
        """
os.link(W["secret"], "hard")
read("hard")
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "read a file through mmap",
        """
d = os.open(W["secret"], os.O_RDONLY)
mmap.mmap(d, 0, prot=mmap.PROT_READ)[:].decode()
""",
        ("landlock",),
    ),
    Escape("read a file with pandas", 'pd.read_csv(W["secret"], header=None).iloc[0, 0]', ("landlock",)),
    Escape("read a file with Polars", 'pl.read_csv(W["secret"], has_header=False)[0, 0]', ("landlock",)),
    Escape("read a file with pyarrow", 'pa.OSFile(W["secret"]).read().decode()', ("landlock",)),
    Escape(
        "read a file with SQLite",
        """
import sqlite3
str(sqlite3.connect(f"file:{W['database']}?mode=ro&immutable=1", uri=True).execute("SELECT * FROM t").fetchall())
""",
        ("landlock",),
    ),
    Escape(
        "import a module from outside",
        """
sys.path.append(W["place"])
import outside_module
outside_module.SECRET
""",
        ("landlock",),
    ),
    Escape(
        "load a library from outside",
        """
try:
    ctypes.CDLL(W["secret"])
    found = "through"
except OSError as error:
    found = "through" if "invalid ELF" in str(error) or "too short" in str(error) else "refused"
found
""",
        ("landlock",),
    ),
    Escape("list a folder", '"through" if "victim.txt" in os.listdir(W["place"]) else "nothing"', ("landlock",)),
    Escape("read a hidden file of an allowed folder", 'read(W["data"] + "/.env")', ("landlock",)),
    Escape("read a hidden file through a link beside it", 'read(W["data"] + "/hidden_link")', ("landlock",)),
    Escape("read a file through a link in an allowed folder", 'read(W["data"] + "/link/secret.txt")', ("landlock",)),
    Escape("read a file through a link deep in it", 'read(W["data"] + "/deep/er/link/secret.txt")', ("landlock",)),
    Escape("read a hidden file deep in an allowed folder", 'read(W["data"] + "/deep/er/.env")', ("landlock",)),
    Escape(
        "read the environment of the kernel",
        '"through" if read(f"/proc/{W[\'parent\']}/environ") else "nothing"',
        ("landlock",),
    ),
    Escape(
        "read the memory of the kernel through /proc",
        """
d = os.open(f"/proc/{W['parent']}/mem", os.O_RDONLY)
os.pread(d, 64, W["address"]).decode("latin1")
""",
        ("landlock",),
    ),
    Escape("read the kernel's open files", "read(f\"/proc/{W['parent']}/fd/{W['descriptor']}\")", ("landlock",)),
    Escape(
        "read the command line of the kernel",
        '"through" if read(f"/proc/{W[\'parent\']}/cmdline") else "nothing"',
        ("landlock",),
    ),
    Escape(
        "read the environment of the zygote",
        '"through" if read(f"/proc/{os.getppid()}/environ") else "nothing"',
        ("landlock",),
        needs_root=True,
    ),
    Escape(
        "read its own environment",
        "str(dict(os.environ))",
        otherwise="the zygote is started with a list of variables that are known to be harmless",
    ),
    Escape(
        "find a secret in its own memory",
        """
found = ""
for line in open("/proc/self/maps"):
    start, end = (int(part, 16) for part in line.split()[0].split("-"))
    if "heap" in line:
        found += ctypes.string_at(start, end - start).decode("latin1")
"through" if W["secret_parts"][0] + W["secret_parts"][1] in found else "nothing"
""",
        otherwise="the zygote is started anew and not forked from the kernel",
    ),
    Escape(
        "use descriptors that were left open",
        """
found = ""
for d in range(7, 1024):
    try:
        found += os.pread(d, 100, 0).decode("latin1")
    except OSError:
        pass
found
""",
        otherwise="the zygote inherits none, and the worker closes all but its own",
    ),
    Escape("write a file outside", 'open(W["place"] + "/new", "w").write("x")', ("landlock",)),
    Escape("append to a file outside", 'open(W["victim"], "a").write("x")', ("landlock",)),
    Escape("write into the allowed folder", 'open(W["data"] + "/new", "w").write("x")', ("landlock",)),
    Escape(
        "empty a file of the allowed folder by opening it",
        'os.open(W["data"] + "/data.csv", os.O_RDONLY | os.O_TRUNC)',
        ("landlock", "seccomp"),
    ),
    Escape("cut a file", 'os.truncate(W["victim"], 0)', ("landlock", "seccomp")),
    Escape("delete a file", 'os.unlink(W["victim"])', ("landlock",)),
    Escape("rename a file", 'os.rename(W["victim"], W["victim"] + "2")', ("landlock",)),
    Escape("move a file into the scratch folder", 'os.rename(W["victim"], "mine")', ("landlock",)),
    Escape("make a folder", 'os.mkdir(W["place"] + "/folder")', ("landlock",)),
    Escape("make a symlink outside", 'os.symlink("/etc/passwd", W["place"] + "/link")', ("landlock", "seccomp")),
    Escape(
        "leave a module for the next start of Python",
        """
import sysconfig
open(sysconfig.get_paths()["purelib"] + "/escape_test.pth", "w").close()
os.unlink(sysconfig.get_paths()["purelib"] + "/escape_test.pth")
"through"
""",
        ("landlock",),
        needs_root=True,
    ),
    Escape("change the mode of a file", 'os.chmod(W["victim"], 0o777)', ("seccomp",)),
    Escape(
        "change the mode through a descriptor",
        """
d = os.open(W["data"] + "/data.csv", os.O_RDONLY)
os.fchmod(d, 0o777)
""",
        ("seccomp",),
    ),
    Escape("change the times of a file", 'os.utime(W["victim"], (1, 1))', ("seccomp",)),
    Escape(
        "change the owner of a file", 'os.chown(W["victim"], 1234, 1234)', ("seccomp", "capabilities"), needs_root=True
    ),
    Escape(
        "set an attribute of a file",
        """
os.setxattr(W["victim"], "user.escape", b"x")
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "set a flag of a file by ioctl",
        """
import fcntl
d = os.open(W["data"] + "/data.csv", os.O_RDONLY)
flags = fcntl.ioctl(d, 0x80086601, bytes(8))
fcntl.ioctl(d, 0x40086602, bytes([flags[0] | 0x40]) + flags[1:])
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "watch a file",
        """
d = call("inotify_init1", 0)
call("inotify_add_watch", d, W["place"].encode(), 0xFFF)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "hold a lease that stops the file's writers",
        """
import fcntl
d = os.open(W["data"] + "/data.csv", os.O_RDONLY)
fcntl.fcntl(d, fcntl.F_SETLEASE, fcntl.F_RDLCK)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "open a file by its handle",
        """
handle = struct.pack("Ii", 128, 0) + bytes(128)
buffer = ctypes.create_string_buffer(handle)
mount = ctypes.c_int()
call("name_to_handle_at", -100, W["secret"].encode(), buffer, ctypes.byref(mount), 0)
root = os.open(W["data"], os.O_RDONLY)
d = call("open_by_handle_at", root, buffer, 0)
os.read(d, 100).decode()
""",
        ("seccomp", "landlock", "capabilities"),
        needs_root=True,
    ),
    Escape(
        "make a pipe in the scratch folder that the kernel would hang on",
        'os.mkfifo("pipe")\n"through"',
        ("landlock", "seccomp"),
    ),
    Escape(
        "make a device",
        """
os.mknod("device", 0o020666, os.makedev(1, 1))
"through"
""",
        ("landlock", "seccomp"),
        needs_root=True,
    ),
    Escape(
        "take memory of /dev/shm",
        """
open("/dev/shm/escape-test", "wb").write(bytes(1000))
os.unlink("/dev/shm/escape-test")
"through"
""",
        ("landlock",),
    ),
    Escape(
        "write into its own code through /proc/self/mem",
        """
open("/proc/self/mem", "r+b")
"through"
""",
        ("landlock",),
    ),
    Escape(
        "open devices",
        """
found = []
for name in ("mem", "kmsg", "tty", "ptmx", "fuse", "kvm", "net/tun", "vda", "sda", "loop-control", "hwrng"):
    try:
        found.append(os.open(f"/dev/{name}", os.O_RDONLY | os.O_NONBLOCK))
    except OSError:
        pass
"through" if found else "refused"
""",
        ("landlock",),
    ),
    Escape(
        "change a setting of the system",
        """
os.close(os.open("/proc/sys/kernel/core_pattern", os.O_RDWR))
"through"
""",
        ("landlock",),
        needs_root=True,
    ),
    Escape(
        "read the memory of the kernel on another way through /proc",
        """
d = os.open(f"/proc/self/../{W['parent']}/task/{W['parent']}/mem", os.O_RDONLY)
os.pread(d, 64, W["address"]).decode("latin1")
""",
        ("landlock",),
    ),
    Escape(
        "exchange a file of its own with one outside",
        """
open("mine", "w").write("changed")
if _libc.renameat2(-100, os.path.abspath("mine").encode(), -100, W["victim"].encode(), 2):
    raise OSError(ctypes.get_errno(), "renameat2")
""",
        ("landlock",),
    ),
    Escape(
        "lock a file that others want to write",
        """
import fcntl
first, second = (os.open(W["data"] + "/data.csv", os.O_RDONLY) for _ in range(2))
fcntl.flock(first, fcntl.LOCK_EX)
try:
    fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    found = "nothing is locked"
except BlockingIOError:
    found = "through"
found
""",
        ("seccomp",),
    ),
    Escape(
        "read a file with a library of C",
        """
_libc.fopen.restype = ctypes.c_void_p
file, found = _libc.fopen(W["secret"].encode(), b"r"), ctypes.create_string_buffer(100)
if file:
    _libc.fread(found, 1, 100, ctypes.c_void_p(file))
found.value.decode()
""",
        ("landlock",),
    ),
    Escape(
        "read a file with DuckDB",
        """
import duckdb
str(duckdb.sql(f"SELECT * FROM read_text('{W['secret']}')").fetchall())
""",
        ("landlock",),
        otherwise="where DuckDB finds enough memory to start",
    ),
)
