#!/bin/sh
# Makes .venv with the Python named, or with the newest of this machine that is 3.11 or later; says clearly when there is none.
set -eu

for python in ${1:+"$1"} python3.14 python3.13 python3.12 python3.11 python3 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv .venv && exit 0
    rm -rf .venv
    echo "$python cannot make a virtual environment here; on Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
  fi
done
echo "Xiaohao needs Python 3.11 or newer, and none was found (tried python3.14 … python3.11, python3, python)." >&2
echo "Install one from https://www.python.org or your package manager, or name it: make run PYTHON=/path/to/python3" >&2
exit 1
