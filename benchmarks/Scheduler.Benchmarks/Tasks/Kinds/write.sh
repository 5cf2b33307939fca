#!/usr/bin/env bash
# Writes HundredKinds.cs beside this file: 100 kinds of tasks, as an application with 100 jobs declares them. Run it after a change here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# each TEXT: the text once for each kind, with its number in the place of NN.
each() {
    local number
    for number in {00..99}; do printf '%s\n' "${1//NN/$number}"; done
}

{
    cat <<'HEAD'
// Written by write.sh: change that file instead of this one.
namespace GeneratedScheduler.Benchmarks.Tasks.Kinds;

/// <summary>A hundred kinds of tasks that only count their runs. Each has the scheduler and the table that the generator emits for it.</summary>
internal static class HundredKinds
{
    public static IReadOnlyList<Kind> All { get; } =
    [
HEAD
    each '        Kind.Of(KindNNScheduler.CreateDefinition(), static setup => new KindNNScheduler(setup), static () => new KindNNTask()),'
    printf '    ];\n\n'
    each '    [ScheduledTask("benchmark.kindNN")] public static void KindNN() => NoOp.Counter.Count();'
    printf '}\n'
} >HundredKinds.cs
