using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;

namespace LsKdWeb.Tests.Jobs.Launching;

public sealed class SlurmLauncherTests : IDisposable
{
    private readonly HomeFolder _home = new HomeFolder(Directory.CreateTempSubdirectory("lskd-slurm-").FullName).Ensure();
    private readonly EngineUnderTest.MonotonicClock _clock = new();
    private readonly FakeTools _tools = new();
    private readonly SiteSettingsFile _settings;
    private readonly SiteHealth _health;
    private readonly SlurmLauncher _launcher;

    public SlurmLauncherTests()
    {
        (_settings, _health) = (new SiteSettingsFile(_home), new SiteHealth(_clock));
        _launcher = new SlurmLauncher(_tools, _home, new WorkerCommand("/opt/it's/LsKdWeb", []), _settings, _health, _clock);
    }

    public void Dispose() => Directory.Delete(_home.Root, recursive: true);

    [Fact]
    public async Task A_job_asks_for_what_the_spec_asks_and_waits_for_its_teachers()
    {
        await _settings.SaveAsync(new SiteSettings { SlurmPartition = "gpu", SlurmArguments = ["--account=lab"], CrashRetries = 3 });
        _tools.Answer("sbatch", new(0, "42;cluster\n", ""));
        var resources = new ResourceSpec { Gpus = 2, MemoryMb = 800, TimeLimitMinutes = 30 };
        var handle = await _launcher.StartAsync(new JobRequest(_home.Run("run-1"), 2, 4, "cuda", resources, ["slurm:7", "slurm:8"]), default);
        Assert.Equal("slurm:42", handle);
        var (_, arguments, script) = Assert.Single(_tools.Calls);
        Assert.Superset(
            new HashSet<string>
            {
                "--parsable", "--job-name=lskd-run-1-2", "--cpus-per-task=4", "--gres=gpu:2", "--mem=800M", "--time=30",
                "--dependency=afterok:7:8", "--kill-on-invalid-dep=yes", "--partition=gpu", "--account=lab",
            },
            arguments.ToHashSet());
        Assert.Contains(@"'/opt/it'\''s/LsKdWeb' 'worker'", script, StringComparison.Ordinal);
        Assert.Contains("-lt 3 ]; then exit 85", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_Slurm_refuses_says_so_in_Slurms_words()
    {
        _tools.Answer("sbatch", new(1, "", "sbatch: error: invalid partition specified: gpu\n"));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _launcher.StartAsync(new JobRequest(_home.Run("r"), 1, 1, "cpu", new(), []), default));
        Assert.Contains("invalid partition specified: gpu", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_listing_answers_for_all_jobs_and_only_what_ended_is_asked_for_singly()
    {
        _tools.Answer("squeue", new(0, "1|PENDING|Dependency\n2|RUNNING|None\n3|FAILED|NonZeroExitCode\n", ""));
        _tools.Answer("scontrol", new(0, "JobId=3 JobState=FAILED Reason=NonZeroExitCode ExitCode=0:9 RunTime=1", ""));
        var found = await _launcher.QueryAsync(["slurm:1", "slurm:2", "slurm:3"], default);
        Assert.Equal(new JobStatus(JobPhase.Waiting, "Dependency"), found["slurm:1"]);
        Assert.Equal(JobPhase.Running, found["slurm:2"].Phase);
        Assert.Equal(new JobStatus(JobPhase.Gone, "it was killed (SIGKILL)"), found["slurm:3"]);
        await _launcher.QueryAsync(["slurm:1"], default);
        Assert.Equal(["squeue", "scontrol"], _tools.Calls.Select(c => c.Tool));
    }

    [Fact]
    public async Task A_silent_controller_tells_nothing_is_shown_on_the_site_and_is_asked_again_later()
    {
        _tools.Silent = true;
        Assert.Empty(await _launcher.QueryAsync(["slurm:1"], default));
        Assert.Contains("nothing is concluded", Assert.Single(_health.Problems).Message, StringComparison.Ordinal);
        Assert.Empty(await _launcher.QueryAsync(["slurm:1"], default));
        Assert.Single(_tools.Calls);
        _tools.Silent = false;
        _tools.Answer("squeue", new(0, "1|RUNNING|None\n", ""));
        _clock.Elapsed += TimeSpan.FromSeconds(11);
        Assert.Equal(JobPhase.Running, (await _launcher.QueryAsync(["slurm:1"], default))["slurm:1"].Phase);
        Assert.Empty(_health.Problems);
    }

    [Fact]
    public async Task A_job_that_Slurm_has_forgotten_is_gone()
    {
        _tools.Answer("squeue", new(0, "", ""));
        _tools.Answer("scontrol", new(1, "", "slurm_load_jobs error: Invalid job id specified\n"));
        Assert.Equal(new JobStatus(JobPhase.Gone, "Slurm no longer knows its job"), (await _launcher.QueryAsync(["slurm:9"], default))["slurm:9"]);
    }

    [Theory]
    [InlineData("CANCELLED", "DependencyNeverSatisfied", true, "did not succeed")]
    [InlineData("CANCELLED", "None", false, "was cancelled")]
    [InlineData("TIMEOUT", "TimeLimit", false, "time limit")]
    [InlineData("NODE_FAIL", "None", true, "node failed")]
    [InlineData("OUT_OF_MEMORY", "None", false, "memory")]
    public void How_a_job_ended_decides_whether_it_is_to_blame(string state, string reason, bool blameless, string word)
    {
        var status = SlurmStates.Ended($"JobId=1 JobState={state} Reason={reason} ExitCode=0:0");
        Assert.Equal((JobPhase.Gone, blameless), (status.Phase, status.Blameless));
        Assert.Contains(word, status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_is_found_by_its_name()
    {
        _tools.Answer("squeue", new(0, "12\n", ""));
        Assert.Equal("slurm:12", await _launcher.FindAsync(_home.Run("run-1"), 3, default));
        Assert.Contains("--name=lskd-run-1-3", Assert.Single(_tools.Calls).Arguments);
    }

    private sealed class FakeTools : ISlurmTools
    {
        private readonly Dictionary<string, SlurmAnswer> _answers = [];

        public bool Silent { get; set; }

        public List<(string Tool, IReadOnlyList<string> Arguments, string Input)> Calls { get; } = [];

        public void Answer(string tool, SlurmAnswer answer) => _answers[tool] = answer;

        public Task<SlurmAnswer> RunAsync(string tool, IReadOnlyList<string> arguments, string input, CancellationToken cancel)
        {
            Calls.Add((tool, arguments, input));
            return Silent ? throw new SlurmSilentException("Slurm does not answer within 8 seconds.") : Task.FromResult(_answers[tool]);
        }
    }
}
