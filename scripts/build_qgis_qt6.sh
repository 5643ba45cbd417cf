#!/bin/bash
# Build QGIS 3.40 with Qt 6 from Debian's source and install it in /usr: the nearest to QGIS 4 that Debian has sources of.
# Run as root in a Debian trixie of its own. About an hour on 2 cores, and 8 GB while it builds: nothing is optimised,
# and 3D, point clouds, PostgreSQL and OAuth2 are left out.
set -euo pipefail
sources=/build qwt=qwt-6.3.0
qwt_sha256=dcb085896c28aaec5518cbc08c0ee2b4e60ada7ac929d82639f6189851a6129a

mirror=$(sed -n 's/^deb \([^ ]*\) trixie main$/\1/p' /etc/apt/sources.list)
echo "deb-src $mirror trixie main" > /etc/apt/sources.list.d/sources.list
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    bison bzip2 clang cmake curl dpkg-dev flex g++ make mold ninja-build pkgconf protobuf-compiler xz-utils \
    gdal-bin libexiv2-dev libexpat1-dev libfcgi-dev libgdal-dev libgeos-dev libgsl-dev libproj-dev libprotobuf-dev \
    libqca-qt6-dev libqca-qt6-plugins libqscintilla2-qt6-dev libqt6sql6-sqlite libspatialindex-dev libspatialite-dev \
    libsqlite3-dev libsqlite3-mod-spatialite libzip-dev libzstd-dev nlohmann-json3-dev qt6-5compat-dev qt6-base-dev \
    qt6-base-private-dev qt6-l10n-tools qt6-multimedia-dev qt6-positioning-dev qt6-serialport-dev qt6-svg-dev qt6-svg-plugins \
    qt6-tools-dev qt6-tools-dev-tools qtkeychain-qt6-dev pyqt6-dev pyqt6-dev-tools pyqt6.qsci-dev python3-dev \
    python3-gdal python3-jinja2 python3-numpy python3-owslib python3-psycopg2 python3-pygments python3-pyqt6 \
    python3-pyqt6.qsci python3-pyqt6.qtmultimedia python3-pyqt6.qtpositioning python3-pyqt6.qtserialport \
    python3-pyqt6.qtsvg python3-pyqt6.sip python3-pyqtbuild python3-requests python3-sipbuild python3-termcolor \
    python3-yaml sip-tools

mkdir -p "$sources"
cd "$sources"
apt-get source -qq --download-only qgis=3.40.6+dfsg-1
tar -xf qgis_3.40.6+dfsg.orig.tar.xz

# Debian's Qwt for Qt 6 comes after trixie.
curl -fsSO "$mirror/pool/main/q/qwt/qwt_6.3.0.orig.tar.bz2"
echo "$qwt_sha256  qwt_6.3.0.orig.tar.bz2" | sha256sum --check --quiet
tar -xf qwt_6.3.0.orig.tar.bz2
sed -i -E 's|^( *QWT_INSTALL_PREFIX *=).*|\1 /usr/local|; s/^QWT_CONFIG *\+= *Qwt(Examples|Designer|Playground|Tests)/#&/' \
    $qwt/qwtconfig.pri
(cd $qwt && qmake6 qwt.pro QMAKE_CXXFLAGS_RELEASE=-O0 && make -j"$(nproc)" install) > qwt.log
ldconfig

# Headers that all files include are compiled once.
for library in core analysis gui app; do
    headers=""
    for module in QtCore QtGui QtWidgets QtXml QtNetwork; do
        if [ $library != core ] || [ $module != QtWidgets ]; then
            headers="$headers \$<\$<COMPILE_LANGUAGE:CXX>:<$module\$<ANGLE-R>>"
        fi
    done
    echo "target_precompile_headers(qgis_$library PRIVATE $headers)" >> qgis-3.40.6/src/$library/CMakeLists.txt
done

export CC=clang CXX=clang++ CFLAGS="-O1 -w" CXXFLAGS="-O0 -g0 -DNDEBUG -w -fpch-instantiate-templates"
export LDFLAGS=-fuse-ld=mold
off="3D GRASS8 QTWEBKIT QTWEBENGINE OAUTH2_PLUGIN QSCIAPI PDAL EPT COPC DRACO CRASH_HANDLER POSTGRESQL APIDOC PY_COMPILE"
cmake -G Ninja -S qgis-3.40.6 -B built -Wno-dev -DCMAKE_BUILD_TYPE=None -DCMAKE_INSTALL_PREFIX=/usr -DBUILD_WITH_QT6=ON \
    -DWITH_SERVER=ON -DWITH_SERVER_LANDINGPAGE_WEBAPP=OFF -DENABLE_TESTS=OFF -DUSE_OPENCL=OFF -DUSE_CCACHE=OFF \
    -DQWT_INCLUDE_DIR=/usr/local/include -DQWT_LIBRARY=/usr/local/lib/libqwt.so \
    $(printf -- '-DWITH_%s=OFF ' $off) > cmake.log
ninja -C built install > ninja.log || { tail -30 ninja.log >&2; exit 1; }
ldconfig
echo /usr/share/qgis/python > /usr/lib/python3/dist-packages/qgis.pth
rm -rf "$sources"
