#!/bin/sh
# Make .venv with the newest Python from 3.11 to 3.13 that is found, and install what requirements.lock pins.
# Does nothing when .venv is already as the lock and pyproject.toml want it.
set -eu
cd "$(dirname "$0")/.."

works() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
    for minor in 13 12 11; do
        for candidate in "python3.$minor" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor"*/bin/python; do
            if works "$candidate"; then echo "$candidate"; return; fi
        done
    done
    for candidate in python3 python; do
        if works "$candidate"; then echo "$candidate"; return; fi
    done
    echo "error: no Python from 3.11 to 3.13 with venv was found" >&2
    echo "hint: install one, or name it: make setup PYTHON=/path/to/python3.12" >&2
    exit 1
}

wanted=$(cat requirements.lock pyproject.toml | cksum)
if [ -f .venv/.ready ] && [ "$(cat .venv/.ready)" = "$wanted" ]; then exit 0; fi

python=${PYTHON:-$(find_python)}
echo "setting up .venv with $("$python" --version)" >&2
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$wanted" > .venv/.ready
