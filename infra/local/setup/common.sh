# Set-up shared by ./run and ./test; sourced. Installs what is missing where it can, and otherwise says in one line what to install.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
say() { printf '%s\n' "── $*"; }

debian() { # debian PACKAGE… : installs Debian packages as root
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    if [ ! -e /tmp/.aiworkflow-apt ]; then apt-get update -qq >/dev/null 2>&1 || true; touch /tmp/.aiworkflow-apt; fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

need_dotnet() {
    command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' && return
    say "The .NET 10 SDK is missing: install it (https://dotnet.microsoft.com/download), then start again."
    exit 1
}

node_is_recent() { command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] && command -v npm >/dev/null; }

need_node() {
    node_is_recent && return
    say "Installing Node…"
    debian nodejs npm || true
    node_is_recent && return
    say "Node 20 or later and npm are missing: install them (Debian: apt-get install nodejs npm), then start again."
    return 1
}

need_node_modules() {
    # The stamp says which lock file the folder was made from.
    if [ -e node_modules/.stamp ] && cmp -s package-lock.json node_modules/.stamp; then return; fi
    say "Installing the pinned npm packages…"
    npm ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.stamp
}
