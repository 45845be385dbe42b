from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )


def test_nothing_but_the_endpoint_is_reached_and_nothing_read_or_printed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FROM_ENV_FILE=leaked\n")
    done = run(str(ROOT / "tests" / "models" / "audited_program.py"), folder=tmp_path)
    assert json.loads(done.stdout) == {"seen": [], "from_env_file": None, "threads": [], "handlers": ["NullHandler"]}
    assert done.stderr == ""


def test_choosing_a_model_imports_nothing_heavy() -> None:
    program = (
        "import sys; from dpa_jupyter.models.choose import choose_model, known_models;"
        "choose_model('openai/gpt-5', api_base=None); known_models();"
        "print([name for name in ('litellm', 'openai', 'pydantic', 'httpx', 'pandas') if name in sys.modules])"
    )
    assert run("-c", program).stdout.strip() == "[]"


def test_leaving_while_the_import_is_under_way_is_silent() -> None:
    program = "from dpa_jupyter.models.litellm_import import import_in_background as begin; begin()"
    done = run("-c", program)
    assert (done.stdout, done.stderr) == ("", "")
