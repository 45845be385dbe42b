"""Python itself turned against whoever runs it."""

from tests.sandbox.escapes.escape import Escape

_CLOCK = "the clock of the kernel"
_OWN = "it only harms its own process"
_NO_TERMINAL = "it has no terminal"

_TRIES = {
    "raise an error that never ends to be told": (
        """
class Evil(Exception):
    def __str__(self):
        while True:
            pass
raise Evil
""",
        _CLOCK,
    ),
    "return an object that never ends to be shown": (
        """
class Evil:
    def __repr__(self):
        while True:
            pass
Evil()
""",
        _CLOCK,
    ),
    "return an object that lies about its class": (
        """
class Evil:
    __class__ = pd.DataFrame
    def __getattr__(self, name):
        return self
    def __call__(self, *_, **__):
        return self
    def __iter__(self):
        return iter(())
    def __repr__(self):
        return "x" * (1 << 27)
Evil()
""",
        "the reply is checked before anything is believed",
    ),
    "return a list that holds itself": ("held = []\nheld.append(held)\nheld", "values have a depth"),
    "return a dict whose items never end": (
        """
class Evil(dict):
    def items(self):
        while True:
            yield "x", 1
Evil()
""",
        "values have a number of items",
    ),
    "return a frame that never ends to be read": (
        """
class Evil(pd.DataFrame):
    @property
    def columns(self):
        while True:
            pass
Evil({"x": [1]})
""",
        _CLOCK,
    ),
    "delete what Python is made of": (
        """
import builtins
for name in set(vars(builtins)) - {"delattr", "vars"}:
    delattr(builtins, name)
""",
        _OWN,
    ),
    "put its own program in the place of the one that answers": (
        r"""
import dpa_jupyter.sandbox.worker.reply as reply
import dpa_jupyter.sandbox.worker.session as session
reply.Reply.send = lambda self, results: os.write(results, b"DPA1\xff\xff\xff\xff")
session.Session.run = lambda *_, **__: None
sys.modules["json"] = None
1
""",
        "the kernel reads what comes, and believes nothing",
    ),
    "fill the garbage collector with its own work": (
        """
import gc
gc.set_threshold(1)
gc.callbacks.append(lambda *_: [object() for _ in range(1_000)])
while True:
    [[] for _ in range(100)]
""",
        _CLOCK,
    ),
    "recurse below Python": (
        """
held = None
for _ in range(1_000_000):
    held = [held]
del held
sys.setrecursionlimit(1 << 30)
def deeper():
    return deeper()
deeper()
""",
        "a process of its own",
    ),
    "ask at the terminal": ('input("password: ")', _NO_TERMINAL),
    "open a debugger": ("breakpoint()\n1", _NO_TERMINAL),
}

INTERPRETER = (
    *(
        Escape(name, code, otherwise=reason, seconds=0.5 if reason == _CLOCK else 10.0)
        for name, (code, reason) in _TRIES.items()
    ),
    Escape(
        "leave hooks behind",
        """
import builtins, gc
def hook(*_):
    try:
        open(W["place"] + "/hooked", "w")
    except OSError:
        pass
    return None
gc.callbacks.append(hook)
sys.excepthook = sys.unraisablehook = sys.displayhook = builtins.__import__ = hook
signal.signal(signal.SIGTERM, hook)
sys.settrace(hook)
gc.collect()
1
""",
        ("landlock",),
    ),
)
