#!/bin/bash
# Run tests/qgis in another QGIS: a Debian of its own in a folder, entered by chroot. Needs root.
# usage: scripts/check_in_qgis_root.sh [FOLDER]
#   bookworm: QGIS 3.40 and trixie: QGIS 3.44, both from the suite's backports
#   qt6: QGIS 3.40 with the Qt 6 of trixie, the nearest to QGIS 4 that Debian has sources of
# The folder (.cache/qgis-FOLDER) is made once from the mirror that apt uses here: in about 3 minutes, 2 GB; with Qt 6
# in about an hour on 2 cores, 4 GB and 8 GB more while it is built.
set -euo pipefail
cd "$(dirname "$0")/.."
checkout=$PWD flavour=${1:-bookworm} root=$PWD/.cache/qgis-${1:-bookworm}
suite=$flavour
if [ "$flavour" = qt6 ]; then suite=trixie; fi

make_debian() {
    scripts/system_packages.sh debootstrap
    local mirror
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m 1 '/debian$' || true)
    [ -n "$mirror" ] || { echo "apt knows no Debian mirror" >&2; exit 1; }
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror"
    printf 'deb %s %s main\n' "$mirror" "$suite" "$mirror" "$suite-updates" "$mirror" "$suite-backports" \
        > "$root/etc/apt/sources.list"
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
}

install_qgis() {
    local qgis="qgis python3-qgis qgis-server"
    if [ "$flavour" = qt6 ]; then
        qgis=""
        cp scripts/build_qgis_qt6.sh "$root/opt/"
        chroot "$root" bash /opt/build_qgis_qt6.sh
    fi
    chroot "$root" apt-get update -q
    # shellcheck disable=SC2086 - the list is split on purpose
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
        -t "$suite-backports" $qgis python3-venv pyqt5-dev-tools qttools5-dev-tools xvfb xauth
    chroot "$root" apt-get clean
    touch "$root/.complete"
}

# The engine's packages are the checkout's; where the suite has another Python, they get this machine's.
python=$(.venv/bin/python -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
engine=$checkout/.venv/bin/python
give_python() {
    cp "/usr/bin/$python" "$root/usr/bin/"
    cp -r "/usr/lib/$python" "$root/usr/lib/"
    mkdir -p "$root/opt/engine/bin"
    ln -sf "/usr/bin/$python" "$root/opt/engine/bin/python"
    ln -sfn "$checkout/.venv/lib" "$root/opt/engine/lib"
    cp .venv/pyvenv.cfg "$root/opt/engine/"
}

mkdir -p .cache
[ -e "$root/etc/apt/sources.list" ] || make_debian >&2
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/hosts "$root/etc/hosts"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"

# The checkout stands at the same path inside, so that the engine's environment works there too.
mkdir -p "$root$checkout" "$root/proc" "$root/dev"
mount --bind "$checkout" "$root$checkout"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
shared=$(dirname "$checkout")/shared
if [ -d "$shared" ]; then mkdir -p "$root$shared" && mount --bind "$shared" "$root$shared"; fi
trap 'umount "$root$checkout" "$root/proc" "$root/dev"; if [ -d "$shared" ]; then umount "$root$shared"; fi' EXIT
[ -e "$root/.complete" ] || install_qgis >&2
[ -e "$root/usr/bin/$python" ] || give_python
if [ -d "$root/opt/engine" ]; then engine=/opt/engine/bin/python; fi

chroot "$root" env HOME=/root PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen \
    SATTILE_ENGINE_PYTHON="$engine" sh -c "
    set -e
    cd '$checkout'
    python3 -c 'from qgis.core import Qgis; print(\"QGIS\", Qgis.version())'
    test -x /opt/tests/bin/pytest || {
        python3 -m venv --system-site-packages /opt/tests
        /opt/tests/bin/python -m pip install -q --disable-pip-version-check -r scripts/locks/qgis.txt
        # pytest-qgis writes these two without their scope while QGIS is not 4, and Qt 6 knows them with it only.
        sed -i 's/QSettings[.]IniFormat/QSettings.Format.IniFormat/; s/QSettings[.]UserScope/QSettings.Scope.UserScope/' \
            /opt/tests/lib/python3*/site-packages/pytest_qgis/plugin.py
    }
    /opt/tests/bin/pytest --numprocesses auto --dist loadfile tests/qgis"
