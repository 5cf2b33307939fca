#!/usr/bin/env bash
# The real servers that tests need, private to this folder: on ports of their own, on the loopback only, with durable settings.
#
#   tests/servers.sh start [postgres|mysql|pgbouncer]...   starts them (all of them by default) and prints their connection strings
#   tests/servers.sh stop  [postgres|mysql|pgbouncer]...   stops what was started here, and nothing else
#   tests/servers.sh kill  [postgres|mysql|pgbouncer]...   the same without a warning, as a power failure would; start brings the data back
#   tests/servers.sh env   [postgres|mysql|pgbouncer]...   prints the connection strings of those that run
#
# eval "$(tests/servers.sh start)" makes them known to tests. SCHEDULER_TEST_SERVERS names another folder; each folder has its own servers.
# SCHEDULER_TEST_MYSQL_OPTIONS are more options of mariadbd, separated by spaces.
# Needs the packages postgresql and mariadb-server, and pgbouncer for tests of poolers; their system services are neither used nor touched.
set -euo pipefail

readonly start_seconds=60
readonly stop_seconds=60

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${SCHEDULER_TEST_SERVERS:-$root/artifacts/servers}

say() { printf '%s\n' "$*" >&2; }

die() {
    say "servers.sh: $*"
    exit 1
}

# --- users and folders ------------------------------------------------------------------------------------------------

# user_of SERVER: who runs it. Servers refuse or dislike to run as root.
user_of() {
    if ((EUID != 0)); then
        id -un
        return
    fi
    local wanted=mysql
    if [[ $1 != mysql ]]; then wanted=postgres; fi
    if getent passwd "$wanted" >/dev/null; then echo "$wanted"; else echo nobody; fi
}

run_as() { (exec_as "$@"); }

# exec_as SERVER COMMAND...: without our lock, which a server that stays would keep for ever.
exec_as() {
    local user
    user=$(user_of "$1")
    shift
    exec 9>&-
    if ((EUID == 0)); then
        exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
    else
        exec "$@"
    fi
}

# A folder below one that only root may enter is of no use to a server that is not root.
choose_folder() {
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    if ((EUID == 0)) && ! run_as postgres test -x "$folder"; then
        folder="/var/tmp/scheduler-servers-$(printf '%s' "$folder" | cksum | cut -d ' ' -f 1)"
        mkdir -p "$folder"
    fi
}

home_of() { echo "$folder/$1"; }

make_home() {
    local home
    home=$(home_of "$1")
    mkdir -p "$home"
    chmod 700 "$home"
    if ((EUID == 0)); then chown "$(user_of "$1")" "$home"; fi
}

# is_ours PID ARGUMENT: a process id may have gone to somebody else since; ours has our folder among its arguments.
is_ours() { [[ -n $1 && -r /proc/$1/cmdline ]] && tr '\0' '\n' 2>/dev/null <"/proc/$1/cmdline" | grep -qxF -- "$2"; }

# --- ports ------------------------------------------------------------------------------------------------------------

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# pick_port SERVER: the port of the last time, so that clients find the server again; another one if that is taken.
pick_port() {
    local file port
    file=$(home_of "$1")/port
    if [[ -s $file ]] && is_free "$(<"$file")"; then return; fi
    for _ in {1..200}; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if is_free "$port"; then
            echo "$port" >"$file"
            return
        fi
    done
    die "no free port"
}

port_of() { cat "$(home_of "$1")/port"; }

# --- PostgreSQL -------------------------------------------------------------------------------------------------------

postgres_tool() {
    local found
    found=$(compgen -G "/usr/lib/postgresql/*/bin/$1" | sort -V | tail -n 1) || found=$(command -v "$1") || die "no $1; install postgresql"
    echo "$found"
}

postgres_pid() { head -n 1 "$(home_of postgres)/data/postmaster.pid" 2>/dev/null || true; }

postgres_runs() { is_ours "$(postgres_pid)" "$(home_of postgres)/data"; }

postgres_create() {
    run_as postgres "$(postgres_tool initdb)" -D "$(home_of postgres)/data" -U scheduler -A trust -E UTF8 --locale=C.UTF-8 >/dev/null || return 1
    # fsync and synchronous_commit are on unless somebody turns them off. The time zone is a trap for code that forgets UTC.
    cat >>"$(home_of postgres)/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
timezone = 'Asia/Kolkata'
END
    # Counts statements for the benchmarks.
    if compgen -G '/usr/lib/postgresql/*/lib/pg_stat_statements.so' >/dev/null; then
        echo "shared_preload_libraries = 'pg_stat_statements'" >>"$(home_of postgres)/data/postgresql.conf"
    fi
}

postgres_launch() {
    local home
    home=$(home_of postgres)
    # Left behind by a kill, and we know that it does not run.
    rm -f "$home/data/postmaster.pid"
    run_as postgres "$(postgres_tool pg_ctl)" start -w -t "$start_seconds" -D "$home/data" -l "$home/log" -o "-p $(port_of postgres)" >/dev/null 2>&1
}

postgres_prepare() {
    local psql
    psql=$(postgres_tool psql)
    if [[ -z $("$psql" -h 127.0.0.1 -p "$(port_of postgres)" -U scheduler -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = 'scheduler'") ]]; then
        "$psql" -h 127.0.0.1 -p "$(port_of postgres)" -U scheduler -d postgres -qc 'CREATE DATABASE scheduler'
    fi
}

postgres_stop() { run_as postgres "$(postgres_tool pg_ctl)" stop -w -t "$stop_seconds" -m fast -D "$(home_of postgres)/data" >/dev/null; }

postgres_env() {
    printf "export SCHEDULER_TEST_POSTGRES='Host=127.0.0.1;Port=%s;Username=scheduler;Database=scheduler'\n" "$(port_of postgres)"
}

# --- MariaDB ----------------------------------------------------------------------------------------------------------

mysql_pid() { cat "$(home_of mysql)/pid" 2>/dev/null || true; }

mysql_runs() { is_ours "$(mysql_pid)" "--datadir=$(home_of mysql)/data"; }

mysql_create() {
    local home
    home=$(home_of mysql)
    run_as mysql mariadb-install-db --no-defaults --datadir="$home/data" --auth-root-authentication-method=socket --skip-test-db >"$home/log" 2>&1 || return 1
    local password
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    echo "$password" >"$home/password"
    cat >"$home/setup.sql" <<END
CREATE USER IF NOT EXISTS 'scheduler'@'localhost' IDENTIFIED BY '$password';
GRANT ALL ON *.* TO 'scheduler'@'localhost' WITH GRANT OPTION;
CREATE DATABASE IF NOT EXISTS scheduler;
END
    if ((EUID == 0)); then chown "$(user_of mysql)" "$home/password" "$home/setup.sql"; fi
    chmod 600 "$home/password" "$home/setup.sql"
}

# Without any settings of the machine. Every commit is flushed by default (innodb_flush_log_at_trx_commit = 1). The socket's name is
# relative to the data, because the path of a socket must be short. The time zone is a trap for code that forgets UTC, and the
# character set, latin1 unless one is asked for, for code that forgets to.
mysql_launch() {
    local home
    home=$(home_of mysql)
    local -a options
    read -ra options <<<"${SCHEDULER_TEST_MYSQL_OPTIONS:-}"
    rm -f "$home/pid"
    # In a session of its own: Ctrl-C is for the tests, and they stop the server in their own time.
    exec_as mysql setsid mariadbd --no-defaults --datadir="$home/data" --pid-file="$home/pid" --socket=mysql.sock --log-error="$home/log" \
        --bind-address=127.0.0.1 --port="$(port_of mysql)" --init-file="$home/setup.sql" --max-connections=300 \
        --innodb-buffer-pool-size=256M --innodb-log-file-size=256M --default-time-zone=+05:30 "${options[@]}" </dev/null >/dev/null 2>&1 &
    local launched=$! deadline=$((SECONDS + start_seconds))
    until mysql_answers; do
        if ! kill -0 "$launched" 2>/dev/null || ((SECONDS > deadline)); then return 1; fi
        sleep 0.1
    done
}

mysql_answers() {
    mysql_runs && MYSQL_PWD=$(<"$(home_of mysql)/password") mariadb-admin --no-defaults --protocol=tcp --host=127.0.0.1 \
        --port="$(port_of mysql)" --user=scheduler status >/dev/null 2>&1
}

mysql_prepare() { :; }

mysql_stop() {
    local pid deadline=$((SECONDS + stop_seconds))
    pid=$(mysql_pid)
    kill -TERM "$pid"
    while mysql_runs; do
        if ((SECONDS > deadline)); then return 1; fi
        sleep 0.1
    done
}

mysql_env() {
    printf "export SCHEDULER_TEST_MYSQL='Server=127.0.0.1;Port=%s;User ID=scheduler;Password=%s;Database=scheduler'\n" \
        "$(port_of mysql)" "$(<"$(home_of mysql)/password")"
}

# --- PgBouncer --------------------------------------------------------------------------------------------------------

# A pooler in front of PostgreSQL, in transaction mode: each transaction may get another session of the server.

pgbouncer_tool() { PATH=$PATH:/usr/sbin command -v pgbouncer; }

pgbouncer_pid() { cat "$(home_of pgbouncer)/pid" 2>/dev/null || true; }

pgbouncer_runs() { is_ours "$(pgbouncer_pid)" "$(home_of pgbouncer)/pgbouncer.ini"; }

pgbouncer_create() { :; }

# The configuration is written at each start, because ports may be others.
pgbouncer_launch() {
    local home
    home=$(home_of pgbouncer)
    start_server postgres
    rm -f "$home/pid"
    echo '"scheduler" ""' >"$home/users"
    cat >"$home/pgbouncer.ini" <<END
[databases]
* = host=127.0.0.1 port=$(port_of postgres)
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $(port_of pgbouncer)
unix_socket_dir =
auth_type = trust
auth_file = $home/users
pool_mode = transaction
default_pool_size = 10
max_client_conn = 300
pidfile = $home/pid
logfile = $home/log
END
    run_as pgbouncer "$(pgbouncer_tool)" -q -d "$home/pgbouncer.ini" >/dev/null 2>&1 </dev/null || return 1
    local deadline=$((SECONDS + start_seconds))
    until pgbouncer_runs && ! is_free "$(port_of pgbouncer)"; do
        if ((SECONDS > deadline)); then return 1; fi
        sleep 0.1
    done
}

pgbouncer_prepare() { :; }

pgbouncer_stop() {
    local pid deadline=$((SECONDS + stop_seconds))
    pid=$(pgbouncer_pid)
    kill -TERM "$pid"
    while pgbouncer_runs; do
        if ((SECONDS > deadline)); then return 1; fi
        sleep 0.1
    done
}

pgbouncer_env() {
    printf "export SCHEDULER_TEST_PGBOUNCER='Host=127.0.0.1;Port=%s;Username=scheduler;Database=scheduler'\n" "$(port_of pgbouncer)"
}

# --- all --------------------------------------------------------------------------------------------------------------

start_server() {
    local server=$1 attempt
    if "${server}_runs"; then return; fi
    make_home "$server"
    if [[ ! -e $(home_of "$server")/created ]]; then
        rm -rf "$(home_of "$server")/data"
        "${server}_create" || die "$server: the data folder could not be made; see $(home_of "$server")/log"
        touch "$(home_of "$server")/created"
    fi

    # Between the look for a free port and its use somebody else may take it.
    for attempt in 1 2 3; do
        pick_port "$server"
        if "${server}_launch"; then
            "${server}_prepare"
            say "$server runs on port $(port_of "$server")"
            return
        fi
    done
    tail -n 20 "$(home_of "$server")/log" >&2 || true
    die "$server did not start"
}

stop_server() {
    if ! "${1}_runs"; then return; fi
    "${1}_stop" || die "$1 does not stop"
    say "$1 is stopped"
}

kill_server() {
    if ! "${1}_runs"; then return; fi
    local pid
    pid=$("${1}_pid")
    # The children of PostgreSQL notice by themselves that their parent is gone, but not at once, and one that is left keeps the shared
    # memory and the server from starting again. A stopped parent makes no more of them: the list is complete.
    kill -STOP "$pid"
    until [[ $(ps -o stat= -p "$pid" 2>/dev/null) != [!TZ]* ]]; do sleep 0.01; done
    local -a all=("$pid")
    mapfile -t -O 1 all < <(ps -o pid= --ppid "$pid" | tr -d ' ')
    kill -KILL "${all[@]}" 2>/dev/null || true
    local process
    for process in "${all[@]}"; do
        while [[ -e /proc/$process && $(ps -o stat= -p "$process" 2>/dev/null) != Z* ]]; do sleep 0.05; done
    done
}

main() {
    local command=${1:-}
    shift || true
    local -a servers=("$@")
    if ((${#servers[@]} == 0)); then
        servers=(postgres mysql)
        if pgbouncer_tool >/dev/null; then servers+=(pgbouncer); fi
    fi
    local server
    for server in "${servers[@]}"; do
        [[ $server == postgres || $server == mysql || $server == pgbouncer ]] || die "'$server' is not a server of the tests; write postgres, mysql or pgbouncer"
    done

    choose_folder
    # One at a time: two that start at once are one that starts and one that finds it running.
    exec 9>"$folder/lock"
    flock 9
    for server in "${servers[@]}"; do
        case "$command" in
            start)
                start_server "$server"
                "${server}_env"
                ;;
            stop) stop_server "$server" ;;
            kill) kill_server "$server" ;;
            env) if "${server}_runs"; then "${server}_env"; fi ;;
            *) die "usage: servers.sh start|stop|kill|env [postgres|mysql|pgbouncer]..." ;;
        esac
    done
}

main "$@"
