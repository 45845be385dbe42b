"""Which system calls code may not make, and with what arguments it may make others.

It is a list of what is refused, not of what is allowed: scientific libraries need calls that nobody foresees. What the
kernel has learned since the list was made does not exist for the code.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping

from dpa_jupyter.sandbox.confinement.filter import but, only, only_pair, only_with_bit, refuse, unless_masked

_SOCKETS = "connect bind listen accept accept4 sendmmsg"
_PROGRAMS = "execve execveat fork vfork"
_OTHER_PROCESSES = """ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_open
pidfd_getfd pidfd_send_signal tkill setpgid setsid get_robust_list migrate_pages move_pages"""
_IDENTITY = "setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset"
_OTHER_FILES = """chown lchown fchown fchownat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr mknod
mknodat symlink symlinkat link linkat truncate inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
name_to_handle_at open_by_handle_at"""
_NAMESPACES = """mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
unshare setns"""
_KERNEL = """bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key
init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff quotactl quotactl_fd acct
settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm modify_ldt syslog lookup_dcookie
vhangup uselib ustat sysfs nfsservctl seccomp io_setup"""
_SHARED_MEMORY = """shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open mq_unlink
memfd_create memfd_secret vmsplice"""
_TIMERS = "timer_create"
"""One of these could send its own process the signal that wakes it up between runs."""
_REFUSED = (
    *(_SOCKETS, _PROGRAMS, _OTHER_PROCESSES, _TIMERS),
    *(_IDENTITY, _OTHER_FILES, _NAMESPACES, _KERNEL, _SHARED_MEMORY),
)

_PRETENDED = "chmod fchmod fchmodat utime utimes futimesat utimensat flock"
"""Modes and times stay as they are, and it is said that all went well: an error would break `shutil.copy`. Nothing is
locked either: in its own folder code is alone, and elsewhere whoever writes would have to wait for it."""

_THREAD = 0x10000
_UNIX, _STREAM, _TYPE_OF_SOCKET = 1, 1, 0xF
_SHARED_AND_ANONYMOUS = 0x21
_ACCESS_AND_TRUNCATE, _READ_BUT_TRUNCATE = 0x203, 0x200
_PROCESS_OPERATIONS = (1, 4, 35, 62, 0x59616D61)
"""PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_MM, PR_SCHED_CORE, PR_SET_PTRACER."""
_FILE_OPERATIONS = (8, 10, 15, 1024, 1026)
"""F_SETOWN, F_SETSIG, F_SETOWN_EX (a signal to anyone), F_SETLEASE, F_NOTIFY."""
_LOCKS = (6, 7, 37, 38)
"""F_SETLK, F_SETLKW, and the same of open files."""
_DEVICE_OPERATIONS = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x40049409, 0x4020940D)
"""TCGETS and TCGETS2 (is it a terminal?), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, FICLONE, FICLONERANGE."""
_ALL_BITS = 0xFFFFFFFF
_ASK_PERSONALITY = 0xFFFFFFFF


def call_rules(process: int) -> Mapping[str, bytes]:
    """Return the rule of each call that is not simply allowed; `process` is the only one that may be signalled."""
    rules = _rules_of_arguments(process)
    rules |= dict.fromkeys(" ".join(_REFUSED).split(), refuse())
    rules |= dict.fromkeys(_PRETENDED.split(), refuse(0))
    return rules


def _rules_of_arguments(process: int) -> dict[str, bytes]:
    """Order counts for speed: calls that are made often stand first."""
    itself, own = only(0, (process,)), only(0, (0, process))
    return {
        # Shared memory without a file is not counted by the limit of memory.
        "mmap": unless_masked(3, _SHARED_AND_ANONYMOUS, _SHARED_AND_ANONYMOUS),
        # To open for reading and cut to nothing: old versions of Landlock only see the reading.
        "openat": unless_masked(2, _ACCESS_AND_TRUNCATE, _READ_BUT_TRUNCATE),
        "open": unless_masked(1, _ACCESS_AND_TRUNCATE, _READ_BUT_TRUNCATE),
        "openat2": refuse(errno.ENOSYS),  # what it does is behind a pointer
        "fchmodat2": refuse(errno.ENOSYS),
        "ioctl": only(1, _DEVICE_OPERATIONS, refuse(errno.ENOTTY)),
        "fcntl": but(1, {refuse(): _FILE_OPERATIONS, refuse(0): _LOCKS}),
        "clone": only_with_bit(0, _THREAD),
        "clone3": refuse(errno.ENOSYS),  # its flags are behind a pointer, too; libc then takes clone
        "prctl": but(0, {refuse(): _PROCESS_OPERATIONS}),
        "socket": refuse(errno.EACCES),
        # Event loops need a pair; one for datagrams would reach any socket by its path.
        "socketpair": only_pair(_UNIX, _STREAM, _TYPE_OF_SOCKET, refuse(errno.EACCES)),
        # It takes room on the disk faster than anyone can look. Many file systems don't know it: libc then writes.
        "fallocate": refuse(errno.EOPNOTSUPP),
        "personality": only(0, (_ASK_PERSONALITY,)),
        "kill": itself,
        "tgkill": itself,
        "rt_sigqueueinfo": itself,
        "rt_tgsigqueueinfo": itself,
        "prlimit64": own,
        "sched_setaffinity": own,
        "sched_setscheduler": own,
        "sched_setparam": own,
        "sched_setattr": own,
        "setpriority": only_pair(0, 0, _ALL_BITS, refuse()),  # of a process, and of this one; else of all of the user's
        "ioprio_set": only_pair(1, 0, _ALL_BITS, refuse()),
    }
