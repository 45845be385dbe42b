"""Other processes: new ones, the kernel's, and staying behind."""

from tests.sandbox.escapes.escape import Escape

_SHOUT = 'open(W["place"] + "/started", "w")'

PROCESSES = (
    Escape(
        "start a program",
        """
import subprocess
subprocess.run(["true"], check=True)
"through"
""",
        ("seccomp", "landlock"),
    ),
    Escape("start a shell", '"through" if os.system("true") == 0 else "refused"', ("seccomp", "landlock")),
    Escape(
        "start a program by posix_spawn",
        """
import shutil
os.posix_spawn(shutil.which("true", path="/usr/bin:/bin"), ["true"], {})
"through"
""",
        ("seccomp", "landlock"),
    ),
    Escape(
        "become another program",
        """
import shutil
os.execv(shutil.which("touch", path="/usr/bin:/bin"), ["touch", W["place"] + "/started"])
""",
        ("seccomp", "landlock"),
        otherwise="its channels close, and it is ended at once",
    ),
    Escape(
        "become a program that is only in memory",
        """
d = call("memfd_create", b"x", 0)
os.write(d, open(sys.executable, "rb").read(1 << 12))
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "fork",
        """
process = os.fork()
if process == 0:
    os._exit(0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "fork without end",
        """
count = 0
for _ in range(30):
    if os.fork() == 0:
        os._exit(0)
    count += 1
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "fork by a raw clone",
        """
process = call("clone", 17, 0, 0, 0, 0)
if process == 0:
    os._exit(0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "fork by clone3",
        """
arguments = ctypes.create_string_buffer(struct.pack("8Q", 0, 0, 0, 0, 17, 0, 0, 0))
process = call("clone3", arguments, 64)
if process == 0:
    os._exit(0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "use multiprocessing",
        """
import multiprocessing
process = multiprocessing.get_context("fork").Process(target=print)
process.start()
process.join()
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "stay behind as a daemon",
        """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.close(1)
        time.sleep(1000)
    os._exit(0)
os.wait()
0
""",
        ("seccomp",),
        otherwise="the zygote adopts and kills what a worker leaves behind",
    ),
    Escape(
        "outlive the zygote",
        """
call("prctl", 1, 0, 0, 0, 0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "start threads without end",
        """
stop = threading.Event()
started = 0
try:
    for _ in range(400):
        threading.Thread(target=stop.wait, daemon=True).start()
        started += 1
except RuntimeError:
    pass
stop.set()
"through" if started == 400 else "refused"
""",
        ("limits",),
    ),
    Escape("signal the kernel", 'os.kill(W["parent"], signal.SIGUSR1)', ("landlock", "seccomp")),
    Escape(
        "signal the kernel by a thread's id",
        'call("tgkill", W["parent"], W["parent"], signal.SIGUSR1)',
        ("landlock", "seccomp"),
    ),
    Escape("signal the kernel by tkill", 'call("tkill", W["parent"], signal.SIGUSR1)', ("landlock", "seccomp")),
    Escape(
        "queue a signal to the kernel",
        """
information = struct.pack("iii", signal.SIGUSR1, 0, -1) + bytes(116)
call("rt_sigqueueinfo", W["parent"], signal.SIGUSR1, information)
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "signal the kernel by a descriptor",
        """
d = call("pidfd_open", W["parent"], 0)
signal.pidfd_send_signal(d, signal.SIGUSR1)
""",
        ("landlock", "seccomp"),
    ),
    Escape("signal the zygote", 'os.kill(os.getppid(), 0)\n"through"', ("landlock", "seccomp")),
    Escape(
        "have the system signal the kernel",
        """
import fcntl
one, two = socket.socketpair()
fcntl.fcntl(one, fcntl.F_SETOWN, W["parent"])
fcntl.fcntl(one, 10, signal.SIGUSR1)
fcntl.fcntl(one, fcntl.F_SETFL, fcntl.fcntl(one, fcntl.F_GETFL) | os.O_ASYNC)
two.send(b"x")
time.sleep(0.05)
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "trace the kernel",
        """
call("ptrace", 0x4206, W["parent"], 0, 0)
"through"
""",
        ("seccomp", "landlock"),
    ),
    Escape(
        "let itself be traced by anyone",
        """
call("prctl", 0x59616D61, -1, 0, 0, 0)
"through"
""",
        ("seccomp",),
        otherwise="a kernel without Yama knows no such call",
    ),
    Escape(
        "read the kernel's memory by process_vm_readv",
        """
buffer = ctypes.create_string_buffer(64)
local = struct.pack("QQ", ctypes.addressof(buffer), 64)
remote = struct.pack("QQ", W["address"], 64)
call("process_vm_readv", W["parent"], local, 1, remote, 1, 0)
buffer.raw.decode("latin1")
""",
        ("seccomp", "landlock"),
    ),
    Escape(
        "write the kernel's memory by process_vm_writev",
        """
buffer = ctypes.create_string_buffer(b"CHANGED!")
local = struct.pack("QQ", ctypes.addressof(buffer), 8)
remote = struct.pack("QQ", W["canary"], 8)
call("process_vm_writev", W["parent"], local, 1, remote, 1, 0)
""",
        ("seccomp", "landlock"),
    ),
    Escape(
        "take a descriptor of the kernel",
        """
d = call("pidfd_open", W["parent"], 0)
taken = call("pidfd_getfd", d, W["descriptor"], 0)
os.pread(taken, 100, 0).decode()
""",
        ("seccomp", "landlock"),
    ),
    Escape(
        "limit the kernel",
        """
call("prlimit64", W["parent"], 4, struct.pack("QQ", 12345, 12345), 0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "slow the kernel down",
        """
os.setpriority(os.PRIO_PROCESS, W["parent"], 1)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "slow all of the user's processes down",
        """
os.setpriority(os.PRIO_USER, 0, 0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "bind the kernel to a processor",
        """
os.sched_setaffinity(W["parent"], {0})
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "compare itself with the kernel",
        """
call("kcmp", os.getpid(), W["parent"], 0, 0, 0)
"through"
""",
        ("seccomp", "landlock"),
    ),
    Escape(
        "unblock its own memory for others",
        """
call("prctl", 4, 1, 0, 0, 0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "leave its session",
        """
os.setpgid(0, 0) if os.getpgid(0) != os.getpid() else call("setpgid", 0, 0)
"through"
""",
        ("seccomp",),
        otherwise="a leader stays one",
    ),
    Escape("signal everybody", 'os.kill(-1, 0)\n"through"', ("seccomp",)),
    Escape(
        "wake itself up between runs by a timer",
        """
class Event(ctypes.Structure):
    _fields_ = [("value", ctypes.c_void_p), ("signal", ctypes.c_int), ("rest", ctypes.c_char * 52)]
timer = ctypes.c_int()
call("timer_create", 1, ctypes.byref(Event(None, signal.SIGCONT)), ctypes.byref(timer))
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "go before all others, in real time",
        """
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
"through"
""",
        ("capabilities",),
        needs_root=True,
    ),
    Escape(
        "be the last to go where memory runs out",
        """
open("/proc/self/oom_score_adj", "w").write("-1000")
"through"
""",
        ("landlock",),
        needs_root=True,
    ),
)
