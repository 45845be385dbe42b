"""Sockets of every kind."""

from tests.sandbox.escapes.escape import Escape

_UDP = 'found.sendto(b"escape", ("127.0.0.1", W["udp"]))'

NETWORK = (
    Escape(
        "connect by TCP",
        'socket.create_connection(("127.0.0.1", W["tcp"]), timeout=2).sendall(b"escape")',
        ("landlock", "seccomp"),
    ),
    Escape(
        "connect by TCP with a raw system call",
        """
d = call("socket", 2, 1, 0)
call("connect", d, struct.pack("<H", 2) + struct.pack(">H", W["tcp"]) + socket.inet_aton("127.0.0.1") + bytes(8), 16)
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "listen by TCP",
        """
server = socket.create_server(("127.0.0.1", 0))
"through"
""",
        ("landlock", "seccomp"),
    ),
    Escape("send by UDP", f"found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n{_UDP}", ("seccomp",)),
    Escape(
        "make a socket whose family has high bits set",
        """
d = call("socket", 2 | 1 << 32, 2, 0)
found = socket.socket(fileno=d)

"""
        + _UDP,
        ("seccomp",),
    ),
    Escape(
        "connect to a socket with a path",
        """
found = socket.socket(socket.AF_UNIX)
found.connect(W["unix"])
found.sendall(b"escape")
""",
        ("seccomp",),
    ),
    Escape(
        "connect to an abstract socket",
        """
found = socket.socket(socket.AF_UNIX)
found.connect(W["abstract"].encode())
found.sendall(b"escape")
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "reach a socket with a path from a pair",
        """
one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
one.sendto(b"escape", W["unix_datagram"])
""",
        ("seccomp",),
    ),
    Escape(
        "make a raw socket",
        """
socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
"through"
""",
        ("seccomp", "capabilities"),
        needs_root=True,
    ),
    Escape(
        "make a netlink socket",
        """
socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "make a packet socket",
        """
socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
"through"
""",
        ("seccomp", "capabilities"),
        needs_root=True,
    ),
    Escape(
        "make a socket between virtual machines",
        """
socket.socket(40, socket.SOCK_STREAM)
"through"
""",
        ("seccomp",),
    ),
    Escape(
        "make a socket of the kernel's ciphers",
        """
socket.socket(38, socket.SOCK_SEQPACKET)
"through"
""",
        ("seccomp",),
        otherwise="many kernels have none",
    ),
    Escape(
        "ask for a name's address",
        """
found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
found.connect(("127.0.0.1", W["udp"]))
found.send(b"escape")
""",
        ("seccomp",),
    ),
    Escape(
        "fetch an address with urllib",
        """
import urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{W['tcp']}", timeout=1)
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "fetch an address with pandas",
        'pd.read_csv(f"http://127.0.0.1:{W[\'tcp\']}/x.csv", storage_options={"timeout": "1"})',
        ("landlock", "seccomp"),
        seconds=3,
    ),
    Escape(
        "send by asyncio",
        """
import asyncio
async def go():
    _, writer = await asyncio.open_connection("127.0.0.1", W["tcp"])
    writer.write(b"escape")
    await writer.drain()
asyncio.run(go())
""",
        ("landlock", "seccomp"),
    ),
    Escape(
        "make sockets by a ring of system calls",
        """
d = call("io_uring_setup", 4, ctypes.create_string_buffer(120))
"through"
""",
        ("seccomp",),
    ),
)
