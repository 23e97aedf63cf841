#!/bin/sh
# Runs a command (the storage tests) beside a container engine of its own, for machines that have neither an engine nor an image registry:
#
#   tests/Infrastructure/azurite-container.sh dotnet run --project tests --no-build -- -class '*.Storage.*'
#
# As root on Debian: installs docker.io, runc and iptables where they are missing, starts an engine that listens on a socket in a
# folder of its own and touches neither the firewall nor routing, makes an image of Azurite from this machine's Node and the repository's
# node_modules, and runs the command with DOCKER_HOST, DOCKER_API_VERSION, AZURITE_HOST=container and AZURITE_IMAGE. The engine and its data
# are gone afterwards. Status: the command's own; 69 when the engine cannot be had here (the reason is the last line on stderr).
set -eu

# It is not Microsoft's image, and its name says so.
image=localhost/azurite-npm:3.35.0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=
engine=

unavailable() {
    echo "azurite-container: $1" >&2
    exit 69
}

stop() {
    status=$?
    trap - EXIT INT TERM
    if [ -n "$engine" ] && kill -0 "$engine" 2>/dev/null; then
        kill -TERM "$engine"
        waited=0
        while kill -0 "$engine" 2>/dev/null && [ $waited -lt 150 ]; do sleep 0.1; waited=$((waited + 1)); done
        kill -KILL "$engine" 2>/dev/null || true
    fi
    [ -z "$work" ] || rm -rf "$work" || echo "azurite-container: $work could not be removed" >&2
    exit $status
}

[ $# -gt 0 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 64; }
[ "$(id -u)" = 0 ] || unavailable "starting a container engine needs root"
[ -d "$root/node_modules/azurite" ] || unavailable "Azurite is not installed: run 'npm ci --omit=optional --ignore-scripts' in $root"
command -v node >/dev/null || unavailable "Node is not installed"

if ! command -v dockerd >/dev/null || ! command -v runc >/dev/null || ! command -v iptables >/dev/null; then
    command -v apt-get >/dev/null || unavailable "install docker.io, runc and iptables"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io runc iptables; } >&2 ||
        unavailable "Debian's docker.io, runc and iptables could not be installed"
fi

work=$(mktemp -d)
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A folder of its own for everything, so that it never meets another engine; a session of its own, so that Ctrl-C ends the tests first.
setsid dockerd --host "unix://$work/engine.sock" --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/engine.pid" \
    --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false >"$work/engine.log" 2>&1 &
engine=$!

DOCKER_HOST=unix://$work/engine.sock
export DOCKER_HOST
unset DOCKER_API_VERSION DOCKER_CONTEXT DOCKER_TLS_VERIFY
waited=0
until DOCKER_API_VERSION=$(docker version --format '{{.Server.APIVersion}}' 2>/dev/null); do
    kill -0 "$engine" 2>/dev/null || { tail -5 "$work/engine.log" >&2; unavailable "the engine did not start"; }
    [ $waited -lt 300 ] || { tail -5 "$work/engine.log" >&2; unavailable "the engine did not answer within 30 s"; }
    sleep 0.1
    waited=$((waited + 1))
done
# Clients ahead of the engine would otherwise ask for a version that it does not know.
export DOCKER_API_VERSION

tree=$work/image
node=$(readlink -f "$(command -v node)")
mkdir -p "$tree/usr/bin" "$tree/bin" "$tree/tmp" "$tree/data" "$tree/etc" "$tree/opt/azurite"
echo 'root:x:0:0:root:/data:/bin/sh' >"$tree/etc/passwd"
cp "$node" "$tree/usr/bin/node"
cp "$(readlink -f /bin/sh)" "$tree/bin/sh"
for library in $(ldd "$node" /bin/sh | grep -o '/[^ :)]*\.so[^ )]*' | sort -u); do
    mkdir -p "$tree$(dirname "$library")"
    cp -L "$library" "$tree$library"
done
# Debian's own Node keeps some of its built-in modules beside it.
for modules in /usr/share/nodejs /usr/share/node_modules; do
    [ ! -d "$modules" ] || { mkdir -p "$tree/usr/share"; cp -RL "$modules" "$tree/usr/share/"; }
done
printf '#!/bin/sh\nexec /usr/bin/node /opt/azurite/node_modules/azurite/dist/src/azurite.js "$@"\n' >"$tree/usr/bin/azurite"
chmod 755 "$tree/usr/bin/azurite"
ln -s "$root/node_modules" "$tree/opt/azurite/node_modules"
tar -C "$tree" --hard-dereference --exclude='*.map' --exclude='*.d.ts' -ch . | docker import --change 'ENV PATH=/usr/bin:/bin' --change 'WORKDIR /data' - "$image" >/dev/null ||
    unavailable "the image could not be made"
rm -rf "$tree"

set +e
AZURITE_HOST=container AZURITE_IMAGE=$image "$@"
