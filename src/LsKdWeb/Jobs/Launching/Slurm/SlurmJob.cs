using System.Text;
using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Turns a bundle of requests into what <c>sbatch</c> is given: a job of its own, or an array.</summary>
internal static class SlurmJob
{
    private const int SecondsForCheckpoint = 90;

    /// <summary>What the names of all our jobs begin with.</summary>
    public const string Prefix = "lskd-";

    /// <summary>Name by which an attempt's job is found again.</summary>
    public static string Name(string run, int attempt) => $"{Prefix}{run}-{attempt}";

    /// <summary>Arguments of <c>sbatch</c>.</summary>
    /// <param name="bundle">The requests, alike in all but their run.</param>
    /// <param name="name">Name of the job.</param>
    /// <param name="settings">The site's settings, which hold where a spec says nothing.</param>
    public static IReadOnlyList<string> Arguments(IReadOnlyList<JobRequest> bundle, string name, SiteSettings settings)
    {
        var (request, wishes) = (bundle[0], Wishes(bundle[0].Resources, settings));
        List<string> arguments =
        [
            "--parsable", $"--job-name={name}", "--open-mode=append", "--requeue", "--ntasks=1", $"--cpus-per-task={request.Threads}",
            // Before a time limit or a preemption the worker is told, so that it writes a checkpoint and the job goes back to the queue.
            $"--signal=B:TERM@{SecondsBeforeLimit(wishes.TimeLimitMinutes)}",
            // What Slurm itself has to say goes to the run's log where there is one run.
            bundle.Count == 1 ? $"--output={request.Folder.WorkerLog}" : "--output=/dev/null",
        ];
        if (bundle.Count > 1)
            arguments.Add($"--array={string.Join(',', SlurmBundles.Indices(bundle))}");
        if (SlurmBundles.Dependency(bundle) is { Length: > 0 } dependency)
            arguments.AddRange([$"--dependency={dependency}", "--kill-on-invalid-dep=yes"]);
        arguments.AddRange(Options(wishes, settings));
        if (SlurmNice.Of(request.Behind, settings) is > 0 and var nice)
            arguments.Add($"--nice={nice}");
        return arguments;
    }

    /// <summary>Options of <c>sbatch</c> for resources, with the settings where a spec says nothing.</summary>
    public static IEnumerable<string> Options(ResourceSpec asked, SiteSettings settings)
    {
        var wishes = Wishes(asked, settings);
        if (Gres(asked, settings) is { Length: > 0 } gres)
            yield return $"--gres={gres}";
        if (wishes.MemoryMb > 0)
            yield return $"--mem={wishes.MemoryMb}M";
        if (wishes.TimeLimitMinutes > 0)
            yield return $"--time={wishes.TimeLimitMinutes}";
        if (settings.SlurmPartition.Length > 0)
            yield return $"--partition={settings.SlurmPartition}";
        foreach (var argument in settings.SlurmArguments)
            yield return argument;
    }

    /// <summary>The batch script.</summary>
    /// <param name="bundle">The requests.</param>
    /// <param name="line">The worker's command line, with <see cref="FolderWord"/> and <see cref="AttemptWord"/> for what differs.</param>
    /// <param name="manifest">File with the tasks of an array; not read for a job of its own.</param>
    /// <param name="settings">The site's settings.</param>
    public static string Script(IReadOnlyList<JobRequest> bundle, IReadOnlyList<string> line, string manifest, SiteSettings settings)
    {
        var script = new StringBuilder("#!/bin/sh\n");
        foreach (var (name, value) in WorkerEnvironment.Variables)
            script.Append($"export {name}={Quote(value)}\n");
        if (Gres(bundle[0].Resources, settings).Length == 0)
            script.Append("export CUDA_VISIBLE_DEVICES=\n");
        script.Append(bundle.Count == 1 ? $"attempt={bundle[0].Attempt}; folder={Quote(bundle[0].Folder.Root)}\n" : OfTask(manifest));
        // A signal ends the wait, not the worker. One that comes before the worker listens costs no retry.
        script.Append($$"""
            cd "$folder" || exit 1
            life=$((attempt + ${SLURM_RESTART_COUNT:-0})); worker=; asked=
            told() {
              asked=1; [ -n "$worker" ] && kill -TERM $worker 2>/dev/null
              echo "$life $(timeout 5 squeue -h -j "$SLURM_JOB_ID" -o %L 2>/dev/null)" >> "slurm.$attempt.told"
            }
            trap told TERM
            {{string.Join(' ', line.Select(Word))}} < /dev/null &
            worker=$!
            [ -n "$asked" ] && kill -TERM $worker 2>/dev/null
            wait $worker; code=$?
            while kill -0 $worker 2>/dev/null; do wait $worker; code=$?; done
            [ $code -eq 143 ] && exit {{WorkerExit.Interrupted}}
            if [ $code -gt 128 ]; then
              echo "$life $code" >> "slurm.$attempt.lost"
              [ "$(wc -l < "slurm.$attempt.lost")" -le {{settings.CrashRetries}} ] && exit {{WorkerExit.Interrupted}}
            fi
            exit $code

            """.ReplaceLineEndings("\n"));
        return script.ToString();
    }

    /// <summary>Stands for the run's folder in a command line.</summary>
    public const string FolderWord = "$folder";

    /// <summary>Stands for the number of the attempt: Slurm starts a job that it queued again as the next one.</summary>
    public const string AttemptWord = "$life";

    private static string OfTask(string manifest) => $$"""
        while read -r task attempt folder; do [ "$task" = "$SLURM_ARRAY_TASK_ID" ] && break; done < {{Quote(manifest)}}
        [ "$task" = "$SLURM_ARRAY_TASK_ID" ] || exit 1
        exec >> "$folder/worker.log" 2>&1

        """.ReplaceLineEndings("\n");

    private static ResourceSpec Wishes(ResourceSpec asked, SiteSettings settings) => asked with
    {
        MemoryMb = asked.MemoryMb > 0 ? asked.MemoryMb : settings.SlurmMemoryMb,
        TimeLimitMinutes = asked.TimeLimitMinutes > 0 ? asked.TimeLimitMinutes : settings.SlurmTimeLimitMinutes,
    };

    private static string Gres(ResourceSpec asked, SiteSettings settings) =>
        asked.Gpus == 0 ? settings.SlurmGres
        : settings.SlurmGpuType.Length > 0 ? $"gpu:{settings.SlurmGpuType}:{asked.Gpus}" : $"gpu:{asked.Gpus}";

    private static int SecondsBeforeLimit(int minutes) => minutes > 0 ? Math.Min(SecondsForCheckpoint, minutes * 15) : SecondsForCheckpoint;

    private static string Word(string word) => word is FolderWord or AttemptWord ? $"\"{word}\"" : Quote(word);

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
