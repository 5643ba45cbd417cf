#!/bin/sh
# Install those of the named Debian packages that are missing. Quick, and needs no right, when none is.
set -eu
missing=""
for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "Missing Debian packages:$missing. Install them as root (apt-get install$missing), then try again." >&2
    exit 1
fi
echo "Installing$missing" >&2
apt-get update -q >/dev/null
# shellcheck disable=SC2086 - the list is split on purpose
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing >/dev/null
