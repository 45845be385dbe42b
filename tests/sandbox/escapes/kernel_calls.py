"""Calls that only the system itself should make; with arguments that do no harm where they are let in."""

from tests.sandbox.escapes.escape import Escape

_CALLS = {
    "mount a file system": ("let_in('mount', 0, 0, 0, 0, 0)", True),
    "take a mount away": ("let_in('umount2', b'/nowhere', 0)", True),
    "change the root folder": ("let_in('pivot_root', b'/nowhere', b'/nowhere')", True),
    "open a tree of mounts": ("let_in('open_tree', -1, b'', 1)", True),
    "make a new file system": ("let_in('fsopen', b'nosuch', 0)", True),
    "change the root of its paths": ("let_in('chroot', b'/nowhere')", True),
    "leave the namespaces": ("let_in('unshare', 0)", False),
    "become root in a new user namespace": ("let_in('unshare', 0x10000000)", False),
    "enter another namespace": ("let_in('setns', -1, 0)", False),
    "load a program into the kernel": ("let_in('bpf', 0, 0, 0)", True),
    "count events of the processor": ("let_in('perf_event_open', 0, 0, 0, 0, 0)", False),
    "handle page faults itself": ("let_in('userfaultfd', 0xFFFF)", False),
    "use the keyring": ("let_in('keyctl', 0, -3, 0)", False),
    "add a key": ("let_in('add_key', b'user', b'escape', b'x', 1, -1)", False),
    "load a module": ("let_in('finit_module', -1, b'', 0)", True),
    "load another kernel": ("let_in('kexec_load', 0, 0, 0, -1)", True),
    "set the clock": ("let_in('settimeofday', 0, 0)", False),
    "adjust the clock": ("let_in('adjtimex', 0)", False),
    "rename the machine": ("let_in('sethostname', 0, -1)", True),
    "switch swapping": ("let_in('swapoff', b'/nowhere')", True),
    "read the system's log": ("let_in('syslog', 10, 0, 0)", True),
    "change quotas": ("let_in('quotactl', 0, b'/nowhere', 0, 0)", False),
    "keep accounts": ("let_in('acct', b'/nowhere')", True),
    "watch all files": ("let_in('fanotify_init', 0, 0)", False),
    "share memory of System V": ("let_in('shmget', 0, 4096, 0o1600)", False),
    "send messages of System V": ("let_in('msgget', 0, 0o1600)", False),
    "share semaphores of System V": ("let_in('semget', 0, 1, 0o1600)", False),
    "open a queue of messages": ("let_in('mq_open', b'escape', 0, 0, 0)", False),
    "have memory that nobody can look into": ("let_in('memfd_secret', 0)", False),
    "change its personality": ("let_in('personality', 0x0400000)", False),
    "become another user": ("let_in('setresuid', 1234, 1234, 1234)", True),
    "take back its capabilities": (
        "let_in('capset', struct.pack('Ii', 0x20080522, 0), struct.pack('6I', 1, 1, 0, 0, 0, 0))",
        True,
    ),
    "use up the places for asynchronous reads": ("let_in('io_setup', 1, bytes(8))", False),
    "leave its user namespace by clone": ("let_in('clone', 0x10000800 | 17, 0, 0, 0, 0)", False),
    "use a call that is newer than the list": ("let_in_new(459)", False),
}
_NEW = """
def let_in_new(number):
    result = _libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
    return "refused" if result < 0 and ctypes.get_errno() == errno.ENOSYS else "through"
"""
_OTHERWISE = dict.fromkeys(("load a module", "load another kernel"), "some kernels know no such call")
_MACHINE_CODE = """
code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
# push rbx; mov eax, 20 (getpid of i386); int 0x80; pop rbx; ret
code.write(bytes.fromhex("53b814000000cd805bc3"))
run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
"through" if run() == os.getpid() else "refused"
"""
_X32 = """
result = _libc.syscall(ctypes.c_long(0x40000000 + 39))
"through" if result == os.getpid() else "refused"
"""

KERNEL_CALLS = (
    *(
        Escape(name, _NEW + code, ("seccomp",), _OTHERWISE.get(name, ""), needs_root=root)
        for name, (code, root) in _CALLS.items()
    ),
    Escape("make calls of 32-bit programs", _MACHINE_CODE, ("seccomp",)),
    Escape("make calls of the x32 kind", _X32, ("seccomp",), otherwise="most kernels know no such calls"),
    Escape(
        "push input into a terminal",
        """
import fcntl
fcntl.ioctl(0, 0x5412, b"x")
"through"
""",
        ("seccomp",),
        otherwise="it has no terminal",
    ),
    Escape(
        "take off the filter",
        """
call("prctl", 22, 0, 0, 0, 0)
"through"
""",
        ("seccomp",),
        otherwise="no filter can be taken off",
    ),
    Escape(
        "gain privileges again",
        """
call("prctl", 38, 0, 0, 0, 0)
"through"
""",
        ("no_new_privileges",),
        otherwise="it can't be taken back",
    ),
)
