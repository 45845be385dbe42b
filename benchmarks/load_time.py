"""What `%load_ext` adds to a bare IPython, ours and jupyter_ai_magics' side by side, each in fresh processes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

HEAVY = ("litellm", "pandas", "polars", "duckdb", "matplotlib", "ipywidgets")
ROUNDS = 7
SCRIPT = """
import json, sys, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("1 + 1", silent=True)
begun = time.perf_counter()
shell.run_line_magic("load_ext", sys.argv[1])
seconds = time.perf_counter() - begun
print(json.dumps({"seconds": seconds, "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def load(extension: str) -> tuple[float, list[str]]:
    """Return the seconds that loading took in a fresh process, and the heavy libraries that it brought."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, extension], check=True, capture_output=True, text=True
    )
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["seconds"], [name for name in HEAVY if name in answer["modules"]]


def main() -> None:
    medians = {}
    for extension in ("dpa_jupyter", "jupyter_ai_magics"):
        load(extension)  # once, for compiled files and the disk's cache
        runs = [load(extension) for _ in range(ROUNDS)]
        medians[extension] = statistics.median(seconds for seconds, _ in runs)
        brought = ", ".join(runs[-1][1]) or "none of the heavy libraries"
        print(f"%load_ext {extension:<18} {medians[extension] * 1000:7.1f} ms   brings {brought}")
    print(f"jupyter_ai_magics takes {medians['jupyter_ai_magics'] / medians['dpa_jupyter']:.0f} times as long")


if __name__ == "__main__":
    main()
