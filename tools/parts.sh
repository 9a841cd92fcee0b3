# Shared by the scripts: what must be on the machine, and the parts that npm brings. Sourced, with $root set.

say()  { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

need_dotnet() {
    command -v dotnet > /dev/null || { say "Habitue needs the .NET 10 SDK, and there is no dotnet on this machine: install it from https://dot.net/download."; return 1; }
    ( cd "$root" && dotnet --version > /dev/null 2>&1 ) || { say "Habitue needs the .NET 10 SDK, this machine has: $(dotnet --list-sdks | tr '\n' ' '). Install it from https://dot.net/download."; return 1; }
}

need_npm() {
    command -v npm > /dev/null || { say "Habitue needs Node with npm (it brings the DuckDB library), and there is no npm on this machine: install it from https://nodejs.org."; return 1; }
}

# The lock is held until the process ends. Children must not inherit it (a build server may outlive us): they get 9>&-.
hold_lock() {
    if command -v flock > /dev/null; then
        exec 9> "$1"
        flock -n 9 || { say "Waiting for another build of Habitue…"; flock 9; }
        return
    fi
    local waited=0
    until mkdir "$1.d" 2> /dev/null; do
        kill -0 "$(cat "$1.d/pid" 2> /dev/null)" 2> /dev/null || { (( waited++ > 5 )) && rm -rf "$1.d"; }
        sleep 1
    done
    echo $$ > "$1.d/pid"
    trap 'rm -rf "'"$1"'.d"' EXIT
}

# `npm ci`, once per package-lock.json; with the word "tests" also the client SDKs that the tests send events with. npm skips a platform's package that the lock file knows too little of; it is then fetched by name.
npm_parts() {
    local os arch part version parts=(--omit=dev)
    [[ ${1:-} == tests ]] && parts=(--include=dev)
    local stamp=$root/node_modules/.habitue.stamp sum
    sum=$(cksum < "$root/package-lock.json")
    case $(uname -s) in Linux) os=linux ;; Darwin) os=darwin ;; *) os=win32 ;; esac
    case $(uname -m) in x86_64 | amd64) arch=x64 ;; aarch64 | arm64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
    part=@duckdb/node-bindings-$os-$arch
    [[ -d $root/node_modules/$part && -f $stamp && $(< "$stamp") == "$sum --include=dev" ]] && return 0
    [[ -d $root/node_modules/$part && -f $stamp && $(< "$stamp") == "$sum ${parts[0]}" ]] && return 0
    version=$(sed -n "s|.*\"$part\": \"\(.*\)\".*|\1|p" "$root/package.json")
    [[ -n $version ]] || { say "Habitue has no DuckDB library for $os on $arch; it runs on Linux and macOS (x64, arm64) and Windows (x64)."; return 1; }
    local log; log=$(mktemp)
    if ! ( cd "$root" && npm ci "${parts[@]}" --no-fund --no-audit > "$log" 2>&1 9>&- < /dev/null ); then
        cat "$log" >&2; rm -f "$log"; say "npm ci failed in $root."; return 1
    fi
    if [[ ! -d $root/node_modules/$part ]] && ! ( cd "$root" && npm install --no-save --no-fund --no-audit "$part@$version" > "$log" 2>&1 9>&- < /dev/null ); then
        cat "$log" >&2; rm -f "$log"; say "npm could not bring $part@$version, the DuckDB library of this machine."; return 1
    fi
    rm -f "$log"
    printf '%s\n' "$sum ${parts[0]}" > "$stamp"
}
