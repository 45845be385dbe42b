"""Other processes: new ones, the kernel's, and staying behind."""

from tests.sandbox.escapes.escape import Escape

_SHOUT = 'open(W["place"] + "/started", "w")'

PROCESSES = (
    Escape("start a program", 'import subprocess\nsubprocess.run(["true"], check=True)\n"through"', ("seccomp", "landlock")),
    Escape("start a shell", '"through" if os.system("true") == 0 else "refused"', ("seccomp", "landlock")),
    Escape("start a program by posix_spawn", 'import shutil\nos.posix_spawn(shutil.which("true", path="/usr/bin:/bin"), ["true"], {})\n"through"', ("seccomp", "landlock")),
    Escape("become another program", 'import shutil\nos.execv(shutil.which("touch", path="/usr/bin:/bin"), ["touch", W["place"] + "/started"])', ("seccomp", "landlock")),
    Escape("become a program that is only in memory", 'd = call("memfd_create", b"x", 0)\nos.write(d, open(sys.executable, "rb").read(1 << 12))\n"through"', ("seccomp",)),
    Escape("fork", 'process = os.fork()\nif process == 0:\n    os._exit(0)\n"through"', ("seccomp",)),
    Escape("fork without end", 'count = 0\nfor _ in range(30):\n    if os.fork() == 0:\n        os._exit(0)\n    count += 1\n"through"', ("seccomp",)),
    Escape("fork by a raw clone", 'process = call("clone", 17, 0, 0, 0, 0)\nif process == 0:\n    os._exit(0)\n"through"', ("seccomp",)),
    Escape("fork by clone3", 'arguments = ctypes.create_string_buffer(struct.pack("8Q", 0, 0, 0, 0, 17, 0, 0, 0))\nprocess = call("clone3", arguments, 64)\nif process == 0:\n    os._exit(0)\n"through"', ("seccomp",)),
    Escape("use multiprocessing", 'import multiprocessing\nprocess = multiprocessing.get_context("fork").Process(target=print)\nprocess.start()\nprocess.join()\n"through"', ("seccomp",)),
    Escape("stay behind as a daemon", 'if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.close(1)\n        time.sleep(1000)\n    os._exit(0)\nos.wait()\n0', ("seccomp",), otherwise="the zygote adopts and kills what a worker leaves behind"),
    Escape("outlive the zygote", 'call("prctl", 1, 0, 0, 0, 0)\n"through"', ("seccomp",)),
    Escape("start threads without end", 'stop = threading.Event()\nstarted = 0\ntry:\n    for _ in range(400):\n        threading.Thread(target=stop.wait, daemon=True).start()\n        started += 1\nexcept RuntimeError:\n    pass\nstop.set()\n"through" if started == 400 else "refused"', ("limits",)),
    Escape("signal the kernel", 'os.kill(W["parent"], signal.SIGUSR1)', ("landlock", "seccomp")),
    Escape("signal the kernel by a thread's id", 'call("tgkill", W["parent"], W["parent"], signal.SIGUSR1)', ("landlock", "seccomp")),
    Escape("signal the kernel by tkill", 'call("tkill", W["parent"], signal.SIGUSR1)', ("landlock", "seccomp")),
    Escape("queue a signal to the kernel", 'information = struct.pack("iii", signal.SIGUSR1, 0, -1) + bytes(116)\ncall("rt_sigqueueinfo", W["parent"], signal.SIGUSR1, information)', ("landlock", "seccomp")),
    Escape("signal the kernel by a descriptor", 'd = call("pidfd_open", W["parent"], 0)\nsignal.pidfd_send_signal(d, signal.SIGUSR1)', ("landlock", "seccomp")),
    Escape("signal the zygote", 'os.kill(os.getppid(), 0)\n"through"', ("landlock", "seccomp")),
    Escape("have the system signal the kernel", 'import fcntl\none, two = socket.socketpair()\nfcntl.fcntl(one, fcntl.F_SETOWN, W["parent"])\nfcntl.fcntl(one, 10, signal.SIGUSR1)\nfcntl.fcntl(one, fcntl.F_SETFL, fcntl.fcntl(one, fcntl.F_GETFL) | os.O_ASYNC)\ntwo.send(b"x")\ntime.sleep(0.05)', ("landlock", "seccomp")),
    Escape("trace the kernel", 'call("ptrace", 0x4206, W["parent"], 0, 0)\ncall("ptrace", 17, W["parent"], 0, 0)\n"through"', ("seccomp", "landlock")),
    Escape("let itself be traced by anyone", 'call("prctl", 0x59616D61, -1, 0, 0, 0)\n"through"', ("seccomp",), otherwise="a kernel without Yama knows no such call"),
    Escape("read the kernel's memory by process_vm_readv", 'buffer = ctypes.create_string_buffer(64)\nlocal = struct.pack("QQ", ctypes.addressof(buffer), 64)\nremote = struct.pack("QQ", W["address"], 64)\ncall("process_vm_readv", W["parent"], local, 1, remote, 1, 0)\nbuffer.raw.decode("latin1")', ("seccomp", "landlock")),
    Escape("write the kernel's memory by process_vm_writev", 'buffer = ctypes.create_string_buffer(b"CHANGED!")\nlocal = struct.pack("QQ", ctypes.addressof(buffer), 8)\nremote = struct.pack("QQ", W["canary"], 8)\ncall("process_vm_writev", W["parent"], local, 1, remote, 1, 0)', ("seccomp", "landlock")),
    Escape("take a descriptor of the kernel", 'd = call("pidfd_open", W["parent"], 0)\ntaken = call("pidfd_getfd", d, W["descriptor"], 0)\nos.pread(taken, 100, 0).decode()', ("seccomp", "landlock")),
    Escape("limit the kernel", 'call("prlimit64", W["parent"], 4, struct.pack("QQ", 12345, 12345), 0)\n"through"', ("seccomp",)),
    Escape("slow the kernel down", 'os.setpriority(os.PRIO_PROCESS, W["parent"], 1)\n"through"', ("seccomp",)),
    Escape("slow all of the user's processes down", 'os.setpriority(os.PRIO_USER, 0, 0)\n"through"', ("seccomp",)),
    Escape("bind the kernel to a processor", 'os.sched_setaffinity(W["parent"], {0})\n"through"', ("seccomp",)),
    Escape("compare itself with the kernel", 'call("kcmp", os.getpid(), W["parent"], 0, 0, 0)\n"through"', ("seccomp", "landlock")),
    Escape("unblock its own memory for others", 'call("prctl", 4, 1, 0, 0, 0)\n"through"', ("seccomp",)),
    Escape("leave its session", 'os.setpgid(0, 0) if os.getpgid(0) != os.getpid() else call("setpgid", 0, 0)\n"through"', ("seccomp",), otherwise="a leader stays one"),
)
