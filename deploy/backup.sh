#!/usr/bin/env bash
# Backs the ledger up into the folder named, verifies the copy, and keeps the newest fourteen: deploy/backup.sh FOLDER
set -euo pipefail
folder=$1
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
kept=${KEPT:-14}

mkdir -p "$folder"
target=$folder/xiaohao-$(date +%Y%m%d-%H%M%S).db
cd "$here"
"$python" -m store backup "$target"
"$python" -m store verify --store "$target"
ls -1d "$folder"/xiaohao-*.db | sort -r | tail -n +$((kept + 1)) | while read -r old; do
  rm -rf "$old" "$old.files"
done
