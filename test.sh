#!/usr/bin/env bash
# Builds everything, runs every test there is, and ends with one line: "N passed, N failed[, N skipped]".
# Needs: Debian or Ubuntu with the .NET 10 SDK. What else the tests need is installed when it is missing and can be.
# With CI=true nothing may be skipped for want of a tool: that counts as a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

readonly solution=GeneratedScheduler.sln
readonly results=artifacts/test
readonly sample_timeout=120
readonly native_timeout=600
readonly reliability_timeout=240

# Native binaries grow by accident; these are the sizes that somebody has to change on purpose, in bytes.
readonly native_tests_size_cap=32200000
readonly native_sample_size_cap=3450000

passed=0
failed=0
skipped=0
declare -a problems=()
servers_started=false

# --- counting ---------------------------------------------------------------------------------------------------------

headline() { printf '\n=== %s\n' "$*"; }

pass() {
    passed=$((passed + 1))
    printf 'passed: %s\n' "$*"
}

fail() {
    failed=$((failed + 1))
    problems+=("failed: $*")
    printf 'failed: %s\n' "$*"
}

# skip NAME REASON: what cannot run here. In CI there is no such excuse.
skip() {
    if [[ "${CI:-}" == true ]]; then
        fail "$1: $2 (may not be skipped with CI=true)"
        return
    fi
    skipped=$((skipped + 1))
    problems+=("skipped: $1: $2")
    printf 'skipped: %s: %s\n' "$1" "$2"
}

# check NAME COMMAND...: one step that counts as one test.
check() {
    local name=$1
    shift
    headline "$name"
    if "$@"; then pass "$name"; else fail "$name"; fi
}

# Ends the script. Its last line is the sum, whatever happened before.
finish() {
    local status=$?
    trap - EXIT
    if [[ $servers_started == true ]]; then tests/servers.sh stop || fail "stopping the servers"; fi
    if ((status != 0)); then fail "test.sh stopped early with status $status"; fi
    if ((passed + failed == 0)); then fail "nothing ran"; fi
    if ((${#problems[@]} > 0)); then
        headline "not passed"
        printf '%s\n' "${problems[@]}"
    fi

    local sum="$passed passed, $failed failed"
    if ((skipped > 0)); then sum+=", $skipped skipped"; fi
    printf '\n%s\n' "$sum"
    if ((failed > 0)); then exit 1; fi
    exit 0
}

# --- tools ------------------------------------------------------------------------------------------------------------

apt_lists_updated=false

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        # -n: a password prompt would hang an unattended run.
        sudo -n "$@"
    else
        return 1
    fi
}

has_package() { [[ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" == "install ok installed" ]]; }

# ensure_packages PACKAGE...: true when all of them are there in the end.
ensure_packages() {
    local package
    local -a missing=()
    for package in "$@"; do
        has_package "$package" || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then return 0; fi

    command -v apt-get >/dev/null || return 1
    echo "installing ${missing[*]}"
    if [[ $apt_lists_updated == false ]]; then
        as_root apt-get update -qq || return 1
        apt_lists_updated=true
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# What a native link needs. Elsewhere than on Debian the tools may be there under other package names.
ensure_native_toolchain() {
    ensure_packages clang zlib1g-dev || { ! command -v dpkg-query >/dev/null && command -v clang >/dev/null; }
}

# The data of cultures. A .NET SDK that runs without it says so by DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.
ensure_icu() { [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) == *libicuuc* ]] || ensure_packages libicu-dev; }

# What the tests of the databases need. The packages would start servers of their own on the usual ports: Debian's way to say no is a
# policy, which is taken away again, and a file that keeps PostgreSQL from making a cluster. Servers that are there are left alone.
ensure_servers() {
    if has_package postgresql && has_package mariadb-server && has_package pgbouncer; then return 0; fi
    command -v apt-get >/dev/null || return 1

    local policy=/usr/sbin/policy-rc.d status=0 made_policy=false
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && made_policy=true
    fi
    if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
        as_root mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    ensure_packages postgresql mariadb-server pgbouncer || status=$?
    if [[ $made_policy == true ]]; then as_root rm -f "$policy"; fi
    return "$status"
}

runtime_identifier() {
    local libc=linux
    if compgen -G '/lib/ld-musl-*' >/dev/null; then libc=linux-musl; fi
    case "$(uname -m)" in
        x86_64) echo "$libc-x64" ;;
        aarch64 | arm64) echo "$libc-arm64" ;;
        *) return 1 ;;
    esac
}

# start_servers: from here on the tests find PostgreSQL, MariaDB and PgBouncer in their environment. Without them they skip, or fail with CI=true.
start_servers() {
    headline "servers"
    if ! ensure_servers; then
        skip "servers" "postgresql, mariadb-server and pgbouncer are missing and cannot be installed"
        return
    fi

    local variables
    servers_started=true
    if variables=$(tests/servers.sh start); then
        eval "$variables"
        pass "servers"
    else
        fail "servers: they do not start"
    fi
}

# --- steps ------------------------------------------------------------------------------------------------------------

build() { dotnet build "$solution" -c Release -warnaserror; }

# The style rules need the emitted code, and that is looked for under the configuration that was built.
formatted() { Configuration=Release dotnet format "$solution" --no-restore --verify-no-changes --severity warn; }

# test_project PROJECT_FILE [NAME FILTER...]: runs the test program itself (it is an executable) and reads its counts from the report.
# The exit code alone is not trusted, and neither is a report without tests. With filters only some tests run, under a name of their own.
test_project() {
    local project=$1
    local name=${2:-}
    if [[ -z $name ]]; then name=$(basename "$project" .csproj); fi
    headline "$name"

    # An old report must not be taken for this run's.
    local report="$results/$name.xml"
    rm -f "$report"

    local status=0
    dotnet run --project "$project" -c Release --no-build -- --progress off --no-ansi \
        --report-xunit-xml --report-xunit-xml-filename "$name.xml" --results-directory "$PWD/$results" "${@:3}" || status=$?

    local counts
    counts=$(grep -o -m 1 '<assembly [^>]*>' "$report" 2>/dev/null) || true
    if [[ -z $counts ]]; then
        fail "$name: no report (exit status $status)"
        return
    fi

    # "errors" are failures outside of a test: fixtures, clean-up.
    local ok bad not_run
    ok=$(count passed "$counts")
    bad=$(($(count failed "$counts") + $(count errors "$counts")))
    not_run=$(($(count skipped "$counts") + $(count not-run "$counts")))

    passed=$((passed + ok))
    failed=$((failed + bad))
    skipped=$((skipped + not_run))
    if ((bad > 0)); then problems+=("failed: $name: $bad tests"); fi
    if ((not_run > 0)); then problems+=("skipped: $name: $not_run tests"); fi
    if ((ok + bad == 0)); then
        fail "$name: no test ran"
    elif ((status != 0 && bad == 0)); then
        fail "$name: exit status $status although no test failed"
    fi
}

# count NAME ELEMENT: the number in the attribute NAME, 0 without one.
count() {
    if [[ $2 =~ [[:space:]]$1=\"([0-9]+)\" ]]; then echo "${BASH_REMATCH[1]}"; else echo 0; fi
}

test_projects() {
    local project
    for project in tests/*.Tests/*.csproj; do
        test_project "$project"
    done
}

# Some tests once more in environments that break what depends on the usual ones: cultures, accounts whose sessions have other settings
# (of transactions, limits, modes, formats), a smaller character set, a pooler; all of them where clocks are set forward in March. What is not about such an environment is left out, because time is short.
# tests/Scheduler.Sql.Tests/Support/TestEnvironment.cs says what each of them is.
environments() {
    local -r postgres=GeneratedScheduler.Sql.Tests.PostgreSql.ConformanceTests mysql=GeneratedScheduler.Sql.Tests.MySql.ConformanceTests
    local culture
    for culture in sv-SE tr-TR fa-IR; do
        if ! ensure_icu; then
            skip "Scheduler.Sql.Tests in $culture" "ICU is missing and cannot be installed"
            continue
        fi
        environment "$culture" --filter-class '*.CultureTests' '*.RoundTripTests' '*.StartTests' '*.CountsTests' '*.ListingTests'
    done
    environment settings --filter-class "$postgres" "$mysql" --filter-display-name '*"Adding:*' '*"Claiming:*' '*"Moves:*' '*"Listing:*' '*"Unique keys:*'
    environment pgbouncer --filter-class "$postgres" --filter-display-name '*"Adding:*' '*"Claiming:*' '*"Moves:*' '*"Leases:*' '*"Waiting for tasks:*'
    # One case has characters that LATIN1 lacks.
    environment latin1 --filter-class "$postgres" --filter-display-name '*"Adding:*' '*"Listing:*' '*"Unique keys:*' --filter-not-display-name '*unusual texts*'
}

environment() {
    TZ=Europe/Berlin SCHEDULER_TEST_ENVIRONMENT=$1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 \
        test_project tests/Scheduler.Sql.Tests/Scheduler.Sql.Tests.csproj "Scheduler.Sql.Tests.$1" "${@:2}"
}

# Publishes the native test program, runs it and adds the counts of its last "N passed, N failed" line to ours.
native_test() {
    local name=Scheduler.AotTests
    headline "$name (Native AOT)"

    local rid
    if ! rid=$(runtime_identifier); then
        skip "$name" "no Native AOT for $(uname -m)"
        return
    fi
    if ! ensure_native_toolchain; then
        skip "$name" "clang and zlib1g-dev are missing and cannot be installed"
        return
    fi

    local output="artifacts/native/$rid"
    rm -rf "$output"
    check "publish $name" dotnet publish "tests/$name/$name.csproj" -c Release -r "$rid" -o "$output" -warnaserror
    check "publish samples/Add" dotnet publish samples/Add -c Release -r "$rid" -o "$output/Add" -warnaserror
    check "publish samples/Reports" dotnet publish samples/Reports -c Release -r "$rid" -o "$output/Reports" -warnaserror

    local binary="$output/Generated$name" log="$results/$name.log" status=0
    check "size of $name" at_most "$native_tests_size_cap" "$binary"
    check "size of samples/Add" at_most "$native_sample_size_cap" "$output/Add/Add"
    local mode
    for mode in polling callback both; do
        check "samples/Add $mode, native" timeout --kill-after=30 "$sample_timeout" "$output/Add/Add" "$mode"
    done
    check "samples/Reports goes on after SIGKILL, native" kill_reports "$output/Reports/Reports"

    headline "$name"
    timeout --kill-after=30 "$native_timeout" "$binary" 2>&1 | tee "$log" || status=$?

    local line
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1) || true
    if [[ ! $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
        fail "$name: no \"N passed, N failed\" line (exit status $status)"
        return
    fi

    local ok=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]}
    passed=$((passed + ok))
    failed=$((failed + bad))
    if ((bad > 0)); then problems+=("failed: $name: $bad tests"); fi
    if ((ok + bad == 0)); then
        fail "$name: no test ran"
    elif ((status != 0 && bad == 0)); then
        fail "$name: exit status $status although no test failed"
    fi
}

# at_most BYTES FILE: prints the file's size and says whether it is within the cap.
at_most() {
    local size
    size=$(stat -c %s "$2") || return 1
    echo "$2: $size bytes, at most $1"
    ((size <= $1))
}

run_sample() { timeout --kill-after=30 "$sample_timeout" dotnet run --project "samples/$1" -c Release --no-build -- "${@:2}"; }

samples() {
    local mode
    for mode in polling callback both; do
        check "samples/Add $mode" run_sample Add "$mode"
    done
    check "samples/HostedAdd" run_sample HostedAdd --Count 10
    check "samples/HostedAdd stops on Ctrl-C" interrupt_hosted_add
    check "samples/Reports" run_sample Reports --store "$(new_database Reports)" --Months 1 --Warehouse:DayMilliseconds 5
    check "samples/Reports goes on after SIGKILL" kill_reports dotnet samples/Reports/bin/Release/net10.0/Reports.dll
}

# new_database NAME: the path of a SQLite file that is not there.
new_database() {
    rm -f "$results/$1.db"*
    echo "$results/$1.db"
}

# kill_reports PROGRAM...: killed in the middle of the work and started again, it builds the rest, also what was running.
kill_reports() {
    local first="$results/Reports.first.log" second="$results/Reports.second.log" process deadline=$((SECONDS + sample_timeout))
    local -a program=("$@" --store "$(new_database Reports.killed)" --Months 2 --Warehouse:DayMilliseconds 20 --Scheduler:LeaseDuration 00:00:02)
    # Not by the process that is started: until it does, the file of an earlier run would be taken for its own.
    : >"$first"
    "${program[@]}" >"$first" &
    process=$!
    # Some are done, some run, and the most wait: the middle.
    until grep -q 'orders, .*; attempt' "$first"; do
        if ((SECONDS > deadline)) || ! kill -0 "$process" 2>/dev/null; then
            cat "$first"
            kill -KILL "$process" 2>/dev/null || true
            return 1
        fi
        sleep 0.05
    done
    # A report takes 600 ms: this is well before the next ones are done.
    sleep 0.2
    kill -KILL "$process"
    wait "$process" 2>/dev/null || true
    if grep -q 'The end' "$first"; then return 1; fi

    timeout --kill-after=30 "$sample_timeout" "${program[@]}" >"$second" || return 1
    tail -n 3 "$second"
    ! grep -q ': 0 reports are done' "$second" && grep -q 'tasks of lost schedulers wait again' "$second" \
        && grep -q 'The end: 12 reports are done, 0 failed' "$second" \
        && (($(cat "$first" "$second" | grep -c 'orders, .*; attempt') >= 12))
}

# Ctrl-C in the middle of the work: the host closes the scheduler and ends with success.
interrupt_hosted_add() {
    local log="$results/HostedAdd.log" status=0
    timeout --kill-after=30 --signal=INT 10 dotnet samples/HostedAdd/bin/Release/net10.0/HostedAdd.dll >"$log" || status=$?
    tail -n 3 "$log"
    # 124 is timeout's own word for "it had to be told to stop", which is the point here.
    ((status == 124)) && grep -q 'adder.sum: closed' "$log"
}

# Not to measure anything: to see that the benchmark still runs, each system does all its tasks, and each line can be read.
benchmark() {
    check "benchmark drain runs" dotnet run --project benchmarks/Scheduler.Benchmarks -c Release --no-build -- \
        drain --container ordered --tasks 20000 --concurrency 2 --rounds 1 --peers
    local container
    for container in queue sqlite; do
        check "benchmark idle runs over $container" dotnet run --project benchmarks/Scheduler.Benchmarks -c Release --no-build -- \
            idle --container "$container" --kinds 3 --seconds 1 --warm-up 1
    done
    check "benchmark generator runs" dotnet run --project benchmarks/Scheduler.Benchmarks -c Release --no-build -- \
        generator --methods 50 --classes 10 --rounds 1
}

# A short form of the runs in docs/reliability.md: real processes are killed and paused, servers too, and nothing may be lost or written
# too late. Each run has a database, and a server if need be, of its own. Half of the stores are tried with the native binary, whose
# workers start much faster; the other half as everybody else's programs run. The last two see that the harness finds what it looks for.
reliability() {
    local program=tests/Scheduler.Reliability/bin/Release/net10.0/GeneratedScheduler.Reliability
    local -a stores=(sqlite) native_stores=(combination-sqlite)
    if [[ $servers_started == true ]]; then
        stores+=(combination-postgres mysql)
        native_stores+=(postgres combination-mysql)
    fi

    local store sabotage native
    for store in "${stores[@]}"; do
        check "reliability of $store" short_of_reliability "$program" "$store"
    done
    if ! runtime_identifier >/dev/null || ! ensure_native_toolchain; then
        skip "reliability, native" "no Native AOT for $(uname -m), or clang and zlib1g-dev are missing and cannot be installed"
    elif native=$(native_reliability); then
        for store in "${native_stores[@]}"; do
            check "reliability of $store, native" short_of_reliability "$native" "$store"
        done
    else
        fail "publish Scheduler.Reliability"
    fi
    for sabotage in lose stale; do
        check "reliability notices sabotage: $sabotage" notices_sabotage "$program" "$sabotage"
    done
    if ! ensure_packages faketime; then
        skip "reliability, clock" "faketime is missing and cannot be installed"
        return
    fi
    for store in sqlite combination-sqlite; do
        check "reliability of $store while the clock is set" clock_steps "$program" "$store"
    done
}

short_of_reliability() { timeout --kill-after=30 "$reliability_timeout" "$1" run --store "$2" --seconds 6 --kills 8 --rate 40; }

# clock_steps PROGRAM STORE: the program sets the clock that it and its workers see, by a file that libfaketime reads.
clock_steps() {
    local library file
    library=$(dpkg -L libfaketime | grep -m 1 '/libfaketimeMT\.so\.1$') || return 1
    file="$PWD/$results/clock.$2"
    echo '+0' >"$file"
    timeout --kill-after=30 "$reliability_timeout" env LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$file" FAKETIME_NO_CACHE=1 \
        FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 "$1" clock --store "$2"
}

# Publishes the harness, which is its own workers, and prints the path of the binary.
native_reliability() {
    local rid output
    rid=$(runtime_identifier)
    output="artifacts/native/$rid/Reliability"
    dotnet publish tests/Scheduler.Reliability -c Release -r "$rid" -o "$output" -warnaserror >&2 && echo "$output/GeneratedScheduler.Reliability"
}

# Status 1 is the harness's word for a broken promise; any other one is a failure of the harness itself.
notices_sabotage() {
    local status=0
    timeout --kill-after=30 "$reliability_timeout" "$1" run --store sqlite --seconds 2 --kills 1 --rate 40 --sabotage "$2" || status=$?
    ((status == 1))
}

# --- all of it --------------------------------------------------------------------------------------------------------

main() {
    trap finish EXIT
    mkdir -p "$results"

    headline "build"
    # Nothing below means anything without a build: stop here.
    if ! build; then
        fail "build"
        exit 0 # finish turns this into the failure it is
    fi
    pass "build"

    check "format" formatted
    # The tests of the package publish a native program; without the tools they say so themselves.
    ensure_native_toolchain || true
    start_servers
    test_projects
    environments
    native_test
    samples
    benchmark
    reliability
}

main "$@"
