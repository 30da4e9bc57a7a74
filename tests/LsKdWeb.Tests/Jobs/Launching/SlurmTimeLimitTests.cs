using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Tests.Jobs.Launching;

public sealed class SlurmTimeLimitTests : IDisposable
{
    private const string Id = "run0000001";
    private readonly HomeFolder _home = new HomeFolder(Directory.CreateTempSubdirectory("lskd-limit-").FullName).Ensure();
    private readonly RunFolder _run;

    public SlurmTimeLimitTests()
    {
        _run = _home.Run(Id);
        Directory.CreateDirectory(_run.Checkpoints);
    }

    public void Dispose() => Directory.Delete(_home.Root, recursive: true);

    [Theory]
    [InlineData(40, 40, "0:55", true)]
    [InlineData(40, 41, "0:55", false)]
    [InlineData(40, 40, "1:00:00", false)] // a preemption
    [InlineData(0, 0, "1:29", true)]
    public void A_life_that_came_back_at_its_limit_is_futile_only_where_its_checkpoint_stayed(int began, int now, string left, bool futile)
    {
        Begins(2, began);
        Checkpoint(now);
        File.WriteAllText(Path.Combine(_run.Root, "slurm.1.told"), $"2 {left}\n");
        var status = Judge(new SlurmHandle("7", 1), Line("PENDING", restarts: 2), new(JobPhase.Gone) { Next = "slurm:7+2" });
        Assert.Equal(futile, status.Futile is not null);
        if (futile && began > 0)
            Assert.Contains($"step {began}", status.Futile, StringComparison.Ordinal);
    }

    [Fact]
    public void A_life_that_ended_before_it_began_to_train_is_futile_where_it_met_its_limit()
    {
        Assert.Contains("timeLimitMinutes", Judge(new SlurmHandle("7"), Line("TIMEOUT"), new(JobPhase.Gone)).Futile, StringComparison.Ordinal);
        Assert.Null(Judge(new SlurmHandle("7"), Line("NODE_FAIL"), new(JobPhase.Gone)).Futile);
        Assert.Null(Judge(new SlurmHandle("7"), Line("RUNNING"), new(JobPhase.Running)).Futile);
    }

    [Theory]
    [InlineData("0:58", 58)]
    [InlineData("1-02:03:04", 93784)]
    [InlineData("INVALID", 0)]
    [InlineData("UNLIMITED", null)]
    [InlineData("", null)]
    public void The_time_left_is_read_as_Slurm_writes_it(string words, int? seconds) => Assert.Equal(seconds, (int?)SlurmTimeLimit.Left(words)?.TotalSeconds);

    private JobStatus Judge(SlurmHandle life, SlurmJobLine line, JobStatus status) => SlurmTimeLimit.Judged(_home, life, line, status);

    private static SlurmJobLine Line(string state, int restarts = 0) => new("7", state, "None", 0, restarts, "0:00", "", 0, "me", SlurmJob.Name(Id, 1));

    private void Begins(int attempt, int step) => File.WriteAllText(_run.EventLog(attempt), JsonSerializer.Serialize<RunEvent>(
        new LogWritten("info", step == 0 ? $"attempt {attempt} starts on cpu, 1 thread(s)" : $"attempt {attempt} goes on from step {step} in epoch 1 on cpu, 1 thread(s)"),
        SpecJson.Options) + "\n");

    private void Checkpoint(int step)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { __metadata__ = new { position = $$"""{"epoch":0,"step":{{step}}}""" } });
        File.WriteAllBytes(_run.TrainerState, [.. BitConverter.GetBytes((long)header.Length), .. header]);
    }
}
