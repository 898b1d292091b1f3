"""Sets everything up on a fresh machine, then runs: `python3 run.py` the demonstration, `test`, `check`, or any
command of `kahui`. Needs Python 3.11 or newer and nothing else."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
UV = "uv>=0.9,<1"
CHECKS = (
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("templates", ["djlint", "src", "--lint", "--quiet"]),
    ("security", ["bandit", "-q", "-c", "pyproject.toml", "-r", "src"]),
    ("types", ["mypy"]),
    ("import contracts", ["lint-imports"]),
    ("migrations", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("programmes", ["kahui", "assure", "programmes/kahui-ako"]),
    ("generated docs", ["kahui", "describe", "--check"]),
)


def call(*command: str, **more: str) -> int:
    return subprocess.call([str(BIN / command[0]), *command[1:]], cwd=HERE, env=os.environ | more)


def set_up(*groups: str) -> None:
    """Make `.venv` hold what the lock says; quick when it already does."""
    wanted = hashlib.sha256(
        (HERE / "uv.lock").read_bytes() + repr((sys.version, groups)).encode()
    ).hexdigest()
    stamp = VENV / ("set-up-" + ("-".join(groups) or "run"))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if sys.version_info < (3, 11):  # noqa: UP036  (what a person with an older one should read)
        sys.exit("Kāhui needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    print("Setting up (once): a virtual environment in .venv and the packages of uv.lock …", file=sys.stderr)
    there = (BIN / ("python.exe" if os.name == "nt" else "python")).exists()
    if not there and subprocess.call([sys.executable, "-m", "venv", str(VENV)]):
        sys.exit("Python could not make a virtual environment. On Debian: apt install python3-venv")
    for step in (
        ["python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV],
        ["uv", "sync", "--frozen", "--inexact", "--no-default-groups", *(f"--group={g}" for g in groups)],
    ):
        if call(*step, UV_PROJECT_ENVIRONMENT=str(VENV), UV_PYTHON_DOWNLOADS="never"):
            sys.exit("Setting up failed; the lines above say why. Run the same command again to go on.")
    stamp.write_text(wanted)


def check() -> int:
    """Every check, even after one fails; the failed ones are named at the end."""
    failed = [
        name
        for name, command in CHECKS
        if say(name) or call(*command, DJANGO_SETTINGS_MODULE="kahui.site.settings")
    ]
    print(
        f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed"
        + (": not " + ", ".join(failed) if failed else "")
    )
    return bool(failed)


def say(name: str) -> None:
    print("—", name, flush=True)


def main(asked: list[str]) -> int:
    if asked[:1] == ["test"]:
        set_up("dev")
        return call("python", "-m", "pytest", *(asked[1:] or ["-n", "2"]))
    if asked[:1] == ["check"]:
        set_up("dev")
        return check()
    set_up()
    return call("kahui", *(asked or ["demo"]))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
