using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Store.Ingest;
using LsKdWeb.Hosting;

namespace LsKdWeb.Jobs.Launching.Slurm;

/// <summary>
/// Finds lives of a job that ended at its time limit with the checkpoint where it was when they began: coming back, the job would end
/// in the same way for ever.
/// </summary>
internal static partial class SlurmTimeLimit
{
    // The worker is told 90 seconds before the limit, and Slurm may do it a minute earlier.
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(150);

    /// <summary>A life's status, and whether another would be futile.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="life">The life.</param>
    /// <param name="job">Its job, as listed.</param>
    /// <param name="status">What the listing says of the life.</param>
    public static JobStatus Judged(HomeFolder home, SlurmHandle life, SlurmJobLine job, JobStatus status)
    {
        if (status.Phase is not JobPhase.Gone || SlurmManifest.TaskOf(home, job) is not var (run, first))
            return status;
        var attempt = first + life.Restarts;
        if (!(job.State is "TIMEOUT" && status.Next is null) && !WasTold(run, first, attempt))
            return status;
        var began = Began(run, attempt);
        return began is null || CheckpointStep(run) <= began ? status with { Futile = Words(began) } : status;
    }

    /// <summary>Time left as Slurm writes it (<c>1-02:03:04</c>, <c>2:30</c>); null where there is no limit.</summary>
    public static TimeSpan? Left(string words)
    {
        if (words is "INVALID")
            return TimeSpan.Zero;
        if (Clock().Match(words) is not { Success: true } m)
            return null;
        int Part(string name) => m.Groups[name].Success ? int.Parse(m.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        return new TimeSpan(Part("d"), Part("h"), Part("m"), Part("s"));
    }

    private static bool WasTold(RunFolder run, int first, int attempt)
    {
        var file = Path.Combine(run.Root, string.Create(CultureInfo.InvariantCulture, $"slurm.{first}.told"));
        var start = string.Create(CultureInfo.InvariantCulture, $"{attempt} ");
        return File.Exists(file) && File.ReadLines(file).Any(l => l.StartsWith(start, StringComparison.Ordinal) && Left(l[start.Length..].Trim()) <= Near);
    }

    // Null where it ended before it could say so: then it made no step.
    private static long? Began(RunFolder run, int attempt)
    {
        var log = EventLogReader.Read(run.EventLog(attempt), 0);
        return log.Events.OfType<LogWritten>().Select(l => Beginning().Match(l.Message)).FirstOrDefault(m => m.Success) is { } match
            ? match.Groups["step"].Success ? long.Parse(match.Groups["step"].Value, CultureInfo.InvariantCulture) : 0
            : null;
    }

    private static long CheckpointStep(RunFolder run)
    {
        try
        {
            using var position = File.Exists(run.TrainerState) ? JsonDocument.Parse(SafeTensorsFile.Open(run.TrainerState).Metadata["position"]) : null;
            return position?.RootElement.GetProperty("step").GetInt64() ?? 0;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or KeyNotFoundException)
        {
            // Damaged: the run falls back to an earlier one, or says so itself.
            return long.MaxValue;
        }
    }

    private static string Words(long? step) =>
        $"Its time limit ended before it got any further than {(step is > 0 ? $"step {step}, where it had begun" : "its start")}: with the same limit it would come back for ever. "
        + "Raise resources.timeLimitMinutes in a clone of the run, or the time limit in the settings where the spec names none, and resume it.";

    [GeneratedRegex(@"^attempt \d+ (?:starts|goes on from step (?<step>\d+))\b")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(?:(?<d>\d+)-)?(?:(?<h>\d+):)?(?<m>\d+):(?<s>\d+)$")]
    private static partial Regex Clock();
}
