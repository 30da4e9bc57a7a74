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
    private readonly FakeSlurmTools _tools = new();
    private readonly SiteSettingsFile _settings;
    private readonly SiteHealth _health;
    private readonly SlurmLauncher _launcher;

    public SlurmLauncherTests()
    {
        (_settings, _health) = (new SiteSettingsFile(_home), new SiteHealth(_clock));
        _launcher = new SlurmLauncher(_tools, _home, new WorkerCommand("/opt/it's/LsKdWeb", []), _settings, new SlurmListing(_tools, _health, _clock));
    }

    public void Dispose() => Directory.Delete(_home.Root, recursive: true);

    [Fact]
    public async Task A_job_asks_for_what_the_spec_asks_and_waits_for_its_teachers()
    {
        await _settings.SaveAsync(new SiteSettings { SlurmPartition = "gpu", SlurmArguments = ["--account=lab"], CrashRetries = 3 });
        _tools.Answer("sbatch", new(0, "42;cluster\n", ""));
        var resources = new ResourceSpec { Gpus = 2, MemoryMb = 800, TimeLimitMinutes = 30 };
        var handles = await _launcher.StartAsync([new JobRequest(_home.Run("run-1"), 2, 4, "cuda", resources, ["slurm:7", "slurm:8_3+1"])], default);
        Assert.Equal(["slurm:42"], handles);
        var (_, arguments, script) = Assert.Single(_tools.Calls);
        Assert.Superset(
            new HashSet<string>
            {
                "--parsable", "--job-name=lskd-run-1-2", "--cpus-per-task=4", "--gres=gpu:2", "--mem=800M", "--time=30", "--signal=B:TERM@90",
                "--dependency=afterok:7:8_3", "--kill-on-invalid-dep=yes", "--partition=gpu", "--account=lab",
            },
            arguments.ToHashSet());
        Assert.Contains(@"'/opt/it'\''s/LsKdWeb' 'worker' ""$folder"" '--attempt' ""$life""", script, StringComparison.Ordinal);
        Assert.Contains("-le 3 ] && exit 85", script, StringComparison.Ordinal);
        Assert.DoesNotContain("CUDA_VISIBLE_DEVICES", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_hold_where_a_spec_asks_for_nothing_and_a_short_limit_leaves_time_to_train()
    {
        await _settings.SaveAsync(new SiteSettings { SlurmMemoryMb = 4000, SlurmTimeLimitMinutes = 2, SlurmGres = "scratch:10", SlurmGpuType = "a100" });
        _tools.Answer("sbatch", new(0, "1\n", ""));
        await _launcher.StartAsync([Request("a")], default);
        await _launcher.StartAsync([Request("b") with { Resources = new() { Gpus = 1, MemoryMb = 500, TimeLimitMinutes = 60 } }], default);
        Assert.Superset(new HashSet<string> { "--mem=4000M", "--time=2", "--signal=B:TERM@30", "--gres=scratch:10" }, _tools.Calls[0].Arguments.ToHashSet());
        Assert.Superset(new HashSet<string> { "--mem=500M", "--time=60", "--gres=gpu:a100:1" }, _tools.Calls[1].Arguments.ToHashSet());
    }

    [Fact]
    public async Task A_run_of_lower_priority_is_put_back_behind_the_highest_on_top_of_what_the_settings_say()
    {
        await _settings.SaveAsync(new SiteSettings { SlurmArguments = ["--nice=50"] });
        _tools.Answer("sbatch", new(0, "1\n", ""));
        await _launcher.StartAsync([Request("a") with { Behind = 3 }], default);
        Assert.Equal("--nice=3050", _tools.Calls[0].Arguments[^1]);
        Assert.Equal(["a", "b"], SlurmBundles.Of([Request("a"), Request("b") with { Behind = 1 }], 10).Select(b => b.Single().Folder.Id));
    }

    [Fact]
    public async Task Runs_alike_are_one_array_whose_tasks_find_their_runs_in_a_file()
    {
        _tools.Answer("scontrol", new(0, "MaxArraySize            = 1001\n", ""));
        _tools.Answer("sbatch", new(0, "42\n", ""));
        var bundle = Assert.Single(await _launcher.BundleAsync([Request("a"), Request("b")], default));
        Assert.Equal(["slurm:42_0", "slurm:42_1"], await _launcher.StartAsync(bundle, default));
        var (_, arguments, script) = _tools.Calls[^1];
        Assert.Contains("--array=0,1", arguments);
        var manifest = Assert.Single(Directory.GetFiles(Path.Combine(_home.Root, "slurm")));
        Assert.Contains(manifest, script, StringComparison.Ordinal);
        Assert.Equal([$"0 1 {_home.Run("a").Root}", $"1 1 {_home.Run("b").Root}"], await File.ReadAllLinesAsync(manifest, TestContext.Current.CancellationToken));
        _tools.AnswerBy("squeue", arguments => new(0, arguments.Contains($"--name={Path.GetFileNameWithoutExtension(manifest)}") ? "42_0\n42_1\n" : "", ""));
        Assert.Equal("slurm:42_1", await _launcher.FindAsync(_home.Run("b"), 1, default));
        Assert.Null(await _launcher.FindAsync(_home.Run("b"), 2, default));
    }

    [Fact]
    public void Students_of_an_array_of_teachers_are_arrays_that_correspond_to_it()
    {
        JobRequest[] students =
        [
            Request("a", "slurm:7_0"), Request("b", "slurm:7_2"), Request("c", "slurm:7_0"), Request("d", "slurm:9"), Request("e", "slurm:9"), Request("f"),
        ];
        var bundles = SlurmBundles.Of(students, 1001);
        Assert.Equal(["a b", "c", "d e", "f"], bundles.Select(b => string.Join(' ', b.Select(r => r.Folder.Id))));
        Assert.Equal(["aftercorr:7", "afterok:7_0", "afterok:9", ""], bundles.Select(SlurmBundles.Dependency));
        Assert.Equal([0, 2], SlurmBundles.Indices(bundles[0]));
        Assert.Equal([0, 1], SlurmBundles.Indices(bundles[2]));
    }

    [Fact]
    public void Runs_that_ask_for_different_things_are_no_array_and_none_is_larger_than_the_cluster_allows()
    {
        JobRequest[] runs = [Request("a"), Request("b") with { Threads = 2 }, Request("c"), Request("d"), Request("e") with { Resources = new() { Gpus = 1 } }];
        Assert.Equal(["a c", "d", "b", "e"], SlurmBundles.Of(runs, 2).Select(b => string.Join(' ', b.Select(r => r.Folder.Id))));
        Assert.Equal(5, SlurmBundles.Of(runs, 0).Count);
    }

    [Fact]
    public async Task A_job_that_Slurm_refuses_says_so_in_Slurms_words()
    {
        _tools.Answer("sbatch", new(1, "", "sbatch: error: invalid partition specified: gpu\n"));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => _launcher.StartAsync([Request("r")], default));
        Assert.Contains("invalid partition specified: gpu", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_listing_answers_for_all_jobs_and_says_why_they_wait_and_how_they_ended()
    {
        _tools.Answer("squeue", new(0, "1|PENDING|Dependency|0|0|0:00||0|me|x\n2_4|RUNNING|None|0|0|0:05|n1|0|me|x\n3|FAILED|NonZeroExitCode|9|0|0:05|n1|0|me|x\n", ""));
        var found = await _launcher.QueryAsync(["slurm:1", "slurm:2_4", "slurm:3"], default);
        Assert.Equal(new JobStatus(JobPhase.Waiting, "Waits in Slurm's queue as job 1: Dependency (its teacher has not finished)."), found["slurm:1"]);
        Assert.Equal(JobPhase.Running, found["slurm:2_4"].Phase);
        Assert.Equal(new JobStatus(JobPhase.Gone, "it was killed (SIGKILL)"), found["slurm:3"]);
        await _launcher.QueryAsync(["slurm:1"], default);
        Assert.Equal(["squeue"], _tools.Calls.Select(c => c.Tool));
    }

    [Theory]
    [InlineData("5|PENDING|BeginTime|21760|1|0:00||0|me|x", false)]
    [InlineData("5|RUNNING|None|0|1|0:03|n1|0|me|x", true)]
    public async Task A_job_that_came_back_is_another_life_with_a_handle_of_its_own(string line, bool blameless)
    {
        _tools.Answer("squeue", new(0, line + "\n", ""));
        var found = await _launcher.QueryAsync(["slurm:5", "slurm:5+1"], default);
        Assert.Equal((JobPhase.Gone, "slurm:5+1", blameless), (found["slurm:5"].Phase, found["slurm:5"].Next, found["slurm:5"].Blameless));
        Assert.NotEqual(JobPhase.Gone, found["slurm:5+1"].Phase);
    }

    [Fact]
    public async Task A_job_that_is_still_completing_is_not_given_up() // its worker may be writing its checkpoint
    {
        _tools.Answer("squeue", new(0, "5|COMPLETING|None|0|1|0:00|n1|0|me|x\n", ""));
        Assert.Equal(JobPhase.Running, (await _launcher.QueryAsync(["slurm:5"], default))["slurm:5"].Phase);
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
        _tools.Answer("squeue", new(0, "1|RUNNING|None|0|0|0:05|n1|0|me|x\n", ""));
        _clock.Elapsed += TimeSpan.FromSeconds(11);
        Assert.Equal(JobPhase.Running, (await _launcher.QueryAsync(["slurm:1"], default))["slurm:1"].Phase);
        Assert.Empty(_health.Problems);
    }

    [Fact]
    public async Task A_job_that_Slurm_has_forgotten_is_gone()
    {
        _tools.Answer("squeue", new(0, "", ""));
        _tools.Answer("scontrol", new(1, "", "slurm_load_jobs error: Invalid job id specified\n"));
        _tools.Answer("sacct", new(1, "", "Slurm accounting storage is disabled\n"));
        Assert.Equal(new JobStatus(JobPhase.Gone, "Slurm no longer knows its job"), (await _launcher.QueryAsync(["slurm:9"], default))["slurm:9"]);
        _tools.Answer("sacct", new(0, "OUT_OF_MEMORY|0:125\n", ""));
        Assert.Contains("more memory", (await _launcher.QueryAsync(["slurm:9"], default))["slurm:9"].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_was_cancelled_while_its_array_waited_never_began()
    {
        _tools.Answer("squeue", new(0, "9_0|PENDING|Priority|0|0|0:00||0|me|x\n", ""));
        _tools.Answer("scontrol", new(1, "Job 9_2 not found\n", ""));
        _tools.Answer("sacct", new(1, "", "Slurm accounting storage is disabled\n"));
        var status = (await _launcher.QueryAsync(["slurm:9_2"], default))["slurm:9_2"];
        Assert.Equal((JobPhase.Gone, false, true), (status.Phase, status.Began, status.Cancelled));
    }

    [Fact]
    public async Task A_job_too_young_for_the_listing_is_not_gone()
    {
        _tools.Answer("squeue", new(0, "", ""));
        _tools.Answer("scontrol", new(0, "JobId=9 JobState=PENDING", ""));
        Assert.Empty(await _launcher.QueryAsync(["slurm:9"], default));
    }

    [Theory]
    [InlineData("CANCELLED", "DependencyNeverSatisfied", true, "did not succeed")]
    [InlineData("CANCELLED", "None", false, "was cancelled")]
    [InlineData("TIMEOUT", "TimeLimit", false, "time limit")]
    [InlineData("NODE_FAIL", "None", true, "node failed")]
    [InlineData("OUT_OF_MEMORY", "OutOfMemory", false, "memory")]
    public void How_a_job_ended_decides_whether_it_is_to_blame(string state, string reason, bool blameless, string word)
    {
        var status = SlurmStates.Of(new SlurmHandle("1"), new SlurmJobLine("1", state, reason, 0, 0, "0:10", "n1", 0, "me", "x"));
        Assert.Equal((JobPhase.Gone, blameless), (status.Phase, status.Blameless));
        Assert.Contains(word, status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_is_found_by_its_name()
    {
        _tools.Answer("squeue", new(0, "12\n", ""));
        Assert.Equal("slurm:12", await _launcher.FindAsync(_home.Run("run-1"), 3, default));
        Assert.Contains("--name=lskd-run-1-3", _tools.Calls[^1].Arguments);
    }

    private JobRequest Request(string run, params string[] after) => new(_home.Run(run), 1, 1, "cpu", new(), after);
}
