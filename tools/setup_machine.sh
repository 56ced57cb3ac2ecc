#!/usr/bin/env bash
# Installs what the tests need besides Python, through the machine's package manager where it can; otherwise says what is missing.
# Never fails: tests that need what is missing are skipped with the reason, and fail where CI=true.
set -uo pipefail

packages=()
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have chromium-browser || have google-chrome || packages+=(chromium)
{ have fc-list && [ -n "$(fc-list :lang=zh-cn family)" ]; } || packages+=(fontconfig fonts-noto-cjk)
{ have soffice || have libreoffice; } && have lowriter || packages+=(libreoffice-calc libreoffice-writer)
{ have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; } || packages+=(postgresql)
{ have nginx || [ -x /usr/sbin/nginx ]; } || packages+=(nginx-light)
have pdftoppm || packages+=(poppler-utils)
[ ${#packages[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if have sudo && sudo -n true 2>/dev/null; then as_root=(sudo -n); else as_root=(no); fi
fi

if have apt-get && [ "${as_root[*]:-}" != no ]; then
  echo "Installing for the tests: ${packages[*]}"
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
         apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log"
    echo "Could not install: ${packages[*]}. Tests that need them are skipped, or fail where CI=true."
  fi
  rm -f "$log"
else
  echo "Not installed here: ${packages[*]} (names as in Debian). Tests that need them are skipped, or fail where CI=true."
fi
exit 0
