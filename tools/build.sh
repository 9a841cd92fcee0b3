#!/usr/bin/env bash
# Builds the program for ./habitue into bin/app: npm parts, restore, Release, compiled ahead of time where that can be had.
# Everything it writes is in bin/ and node_modules/; a second call at the same time waits for the first.
set -uo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
source "$root/tools/parts.sh"
need_dotnet && need_npm || exit 1

mkdir -p "$root/bin" 2>/dev/null && [[ -w $root/bin ]] || fail "Habitue must be built once, but $root is not writable: build it as its owner, with $root/habitue --version."
hold_lock "$root/bin/build.lock" || exit 1
stamp=$root/bin/app.stamp
log=$root/bin/build.log
mark=$root/bin/build.started
if [[ -f $stamp && -z $(find "$root"/src "$root"/*.json "$root"/*.props \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit) ]]; then
    exit 0   # another call built it while this one waited
fi

if [[ -f $stamp ]]; then say "Building Habitue again, its source has changed…"; else say "Building Habitue, once (about 30 s)…"; fi
# These are made by any other build of the sources; made later, they would count as a change of the folders that hold them.
for project in "$root"/src/*/; do mkdir -p "$project"bin "$project"obj; done
touch "$mark"
npm_parts || exit 1

new=$root/bin/app.new
rm -rf "$new"
publish() {
    dotnet publish "$root/src/Habitue/Habitue.csproj" -c Release -v quiet -nologo --use-current-runtime --self-contained false \
        --artifacts-path "$root/bin/work" -o "$new" -p:CreateHardLinksForCopyFilesToOutputDirectoryIfPossible=true \
        -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=false -nodeReuse:false "$@" > "$log" 2>&1 < /dev/null 9>&-
}
# Code compiled ahead of time starts in a third of the time. Its compiler is a package: where that cannot be had, go without.
# What the runtime's own generic types come to with our types is compiled too (docs/decisions/0011); the runtime checks that it still fits.
if ! publish -p:PublishReadyToRun=true "-p:PublishReadyToRunCrossgen2ExtraArgs=--opt-cross-module:*%3B--non-local-generics-module:*"; then
    if ! { grep -qE "NU1[0-9]{3}|NETSDK1094" "$log" && publish; }; then
        grep -E "error|warning" "$log" | sort -u | head -20 >&2
        fail "Habitue could not be built; the whole output is in $log."
    fi
fi

rm -rf "$root/bin/app" && mv "$new" "$root/bin/app" || exit 1
runtime=$(dotnet --list-runtimes | sed -n 's|^Microsoft\.NETCore\.App 10\.[^ ]* \[\(.*\)/shared/.*\]$|\1|p' | tail -1)
printf '%s\n' "$runtime" > "$mark.new"
touch -r "$mark" "$mark.new" && mv "$mark.new" "$stamp"   # as old as the start of the build: what changed meanwhile counts as new
