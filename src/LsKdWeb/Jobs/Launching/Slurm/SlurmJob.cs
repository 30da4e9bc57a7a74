using System.Text;
using LsKd.Learning.Training;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>Turns a request into what <c>sbatch</c> is given.</summary>
internal static class SlurmJob
{
    private const int SecondsForCheckpoint = 90;

    /// <summary>Name by which an attempt's job is found again.</summary>
    public static string Name(string run, int attempt) => $"lskd-{run}-{attempt}";

    /// <summary>Arguments of <c>sbatch</c>.</summary>
    public static IReadOnlyList<string> Arguments(JobRequest request, SiteSettings settings)
    {
        List<string> arguments =
        [
            "--parsable", $"--job-name={Name(request.Folder.Id, request.Attempt)}", $"--chdir={request.Folder.Root}",
            $"--output={request.Folder.WorkerLog}", "--open-mode=append", "--requeue", "--ntasks=1", $"--cpus-per-task={request.Threads}",
            // Before a time limit or a preemption the worker is told, so that it writes a checkpoint and the job goes back to the queue.
            $"--signal=B:TERM@{SecondsForCheckpoint}",
        ];
        arguments.AddRange(Wishes(request));
        if (settings.SlurmPartition.Length > 0)
            arguments.Add($"--partition={settings.SlurmPartition}");
        arguments.AddRange(settings.SlurmArguments);
        return arguments;
    }

    /// <summary>The batch script.</summary>
    /// <param name="line">The worker's command line.</param>
    /// <param name="retries">Deaths after which the job is queued again under the same number, so that its students go on waiting for it.</param>
    public static string Script(IReadOnlyList<string> line, int retries)
    {
        var script = new StringBuilder("#!/bin/sh\n");
        foreach (var (name, value) in WorkerEnvironment.Variables)
            script.Append($"export {name}={Quote(value)}\n");
        script.Append($$"""
            trap 'kill -TERM $worker 2>/dev/null' TERM
            {{string.Join(' ', line.Select(Quote))}} < /dev/null &
            worker=$!
            wait $worker; code=$?
            # A signal ends the wait, not the worker.
            while kill -0 $worker 2>/dev/null; do wait $worker; code=$?; done
            if [ $code -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt {{retries}} ]; then exit 85; fi
            exit $code

            """.ReplaceLineEndings("\n"));
        return script.ToString();
    }

    private static IEnumerable<string> Wishes(JobRequest request)
    {
        if (request.Resources.Gpus > 0)
            yield return $"--gres=gpu:{request.Resources.Gpus}";
        if (request.Resources.MemoryMb > 0)
            yield return $"--mem={request.Resources.MemoryMb}M";
        if (request.Resources.TimeLimitMinutes > 0)
            yield return $"--time={request.Resources.TimeLimitMinutes}";
        if (request.After.Count == 0)
            yield break;
        yield return $"--dependency=afterok:{string.Join(':', request.After.Select(SlurmHandle.Number))}";
        yield return "--kill-on-invalid-dep=yes";
    }

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

/// <summary>A job's handle in the record: <c>slurm:</c> and its number.</summary>
internal static class SlurmHandle
{
    private const string Prefix = "slurm:";

    /// <summary>The handle of a job.</summary>
    public static string Of(string number) => Prefix + number;

    /// <summary>Whether a handle is one of Slurm's.</summary>
    public static bool Is(string handle) => handle.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The job's number.</summary>
    public static string Number(string handle) => handle[Prefix.Length..];
}
