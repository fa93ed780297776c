#!/usr/bin/env bash
# The real servers that the tests of `incident receive` start: Prometheus and Alertmanager, as Debian and Ubuntu have them.
# Does nothing where they are there. Where they are not, it installs them as root, without starting them as services.
set -euo pipefail

missing=()
for program in prometheus prometheus-alertmanager; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if [ "${#missing[@]}" -eq 0 ]; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]}" >&2
    echo "install them: on Debian and Ubuntu, as root: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
# Whoever installs a server on Debian has it started, unless this file says otherwise.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() {
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
}
# The lists may be there and of today, or not.
{ install || { apt-get update && install; }; } >/dev/null
