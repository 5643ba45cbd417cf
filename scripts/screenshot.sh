#!/bin/sh
# Open the demo's project in a real QGIS window, with the plugin in a fresh profile, and save docs/screenshot.jpg.
set -eu
cd "$(dirname "$0")/.."
[ -e out/demo/sattile-demo.qgz ] || { echo "make demo comes first" >&2; exit 1; }
scripts/system_packages.sh qgis python3-qgis xvfb xauth
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
mkdir -p "$profile/profiles/default/QGIS"
printf '[PythonPlugins]\nsattile_plugin=true\nprocessing=true\n' > "$profile/profiles/default/QGIS/QGIS3.ini"
python3 scripts/package.py --install "$profile/profiles/default" >/dev/null
SATTILE_ROOT=$PWD QT_QPA_PLATFORM=xcb timeout 120 xvfb-run -a -s "-screen 0 1400x900x24" \
    qgis --nologo --noversioncheck --profiles-path "$profile" --code scripts/screenshot.py
