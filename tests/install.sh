#!/usr/bin/env bash
# What the tests start that Rust does not bring, as Debian and Ubuntu have it:
#   servers  Prometheus and Alertmanager, for the tests of `incident receive`
#   browser  Chromium and Node, for the tests of the site, and the packages of tests/browser/package-lock.json
# Without an argument: both. Does nothing where they are there. Where programs are not, it installs them as root, without
# starting them as services; the packages are put into tests/browser/node_modules, which Git ignores.
set -euo pipefail
cd "$(dirname "$0")/.."

# The packages of the programs that are missing. `chromium|google-chrome`: either will do; of packages written so, the first
# that there is gets installed.
missing=()
need() {
    local package=$1 programs=$2 program
    for program in ${programs//|/ }; do
        command -v "$program" >/dev/null && return
    done
    missing+=("$package")
}
case "${1:-all}" in servers | all)
    need prometheus prometheus
    need prometheus-alertmanager prometheus-alertmanager
    ;;
esac
case "${1:-all}" in browser | all)
    # The shell is Chromium without windows, and needs a third less time for the same pages. Not every release has it.
    need 'chromium-headless-shell|chromium' 'chromium-headless-shell|chromium|chromium-browser|google-chrome|google-chrome-stable'
    need nodejs node
    need npm npm
    ;;
esac

# Names the first of the packages that the lists of today have; the last where they have none.
chosen() {
    local package
    for package in ${1//|/ }; do
        apt-cache show "$package" >/dev/null 2>&1 && break
    done
    echo "$package"
}
packages() {
    local each
    for each in "${missing[@]}"; do chosen "$each"; done
}
install() {
    packages | xargs apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends
}
if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "missing: ${missing[*]//|/ or }" >&2
        echo "install them: on Debian and Ubuntu, as root: apt-get install --no-install-recommends $(packages | xargs)" >&2
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
    # The lists may be there and of today, or not.
    { install || { apt-get update && install; }; } >/dev/null
fi

# The packages, once for each state of the lock file. Nothing that they bring is run while they are installed.
case "${1:-all}" in browser | all)
    cd tests/browser
    if ! cmp -s package-lock.json node_modules/.installed; then
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
        cp package-lock.json node_modules/.installed
    fi
    ;;
esac
