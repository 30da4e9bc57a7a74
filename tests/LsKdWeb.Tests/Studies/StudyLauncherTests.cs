using LsKd.Core.Runs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Designs;
using LsKdWeb.Specs;
using LsKdWeb.Studies;

namespace LsKdWeb.Tests.Studies;

public sealed class StudyLauncherTests : IDisposable
{
    private readonly StudyHome home = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_quick_study_queues_five_runs_whose_students_wait_for_their_teachers()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        Assert.Equal(5, home.Runs.Runs.Count);
        Assert.All(home.Runs.Runs.Values, r => Assert.Equal(id, r.Record.Study));
        foreach (var (spec, record, _) in home.Runs.Runs.Values.Where(r => r.Record.Role == Roles.Student))
        {
            Assert.Equal([spec.Teacher!.Run], record.DependsOn);
            Assert.Equal(Roles.Teacher, home.Runs.Runs[spec.Teacher.Run].Record.Role);
        }
    }

    [Fact]
    public async Task Launching_again_changes_nothing()
    {
        var first = await home.Launcher.StartQuickAsync(cancel);
        Assert.Equal(first, await home.Launcher.StartQuickAsync(cancel));
        Assert.Equal(5, home.Runs.Runs.Count);
        Assert.Single(home.Store.All());
    }

    [Fact]
    public async Task More_seeds_add_runs_and_keep_the_others()
    {
        var id = await home.Launcher.StartAsync(new StudySpec { Seeds = [0] }, cancel);
        var before = home.Runs.Runs.Keys.ToArray();
        Assert.Equal(id, await home.Launcher.StartAsync(new StudySpec { Seeds = [1, 2] }, cancel));
        Assert.Equal(15, home.Runs.Runs.Count);
        Assert.All(before, b => Assert.Contains(b, home.Store.Find(id)!.Runs.Values));
        Assert.Equal([0, 1, 2], home.Store.Find(id)!.Spec.Seeds);
    }

    [Fact]
    public async Task A_study_takes_the_runs_that_another_already_has()
    {
        await home.Launcher.StartAsync(new StudySpec { Seeds = [0] }, cancel);
        await home.Launcher.StartAsync(new StudySpec { Study = StudyNames.Clusters, Seeds = [0] }, cancel);
        Assert.Equal(5, home.Runs.Runs.Count);
    }

    [Fact]
    public async Task Failed_and_cancelled_runs_go_back_into_the_queue_and_finished_ones_stay()
    {
        await home.Launcher.StartQuickAsync(cancel);
        home.Runs.Set("run0", RunState.Failed);
        home.Runs.Set("run1", RunState.Succeeded);
        await home.Launcher.StartQuickAsync(cancel);
        Assert.Equal(["run0"], home.Runs.Resumed);
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_is_completed_at_the_next_start_without_doubling_a_run()
    {
        home.Runs.FailAfter = 3;
        await Assert.ThrowsAsync<IOException>(() => home.Launcher.StartQuickAsync(cancel));
        Assert.Equal(3, home.Runs.Runs.Count);
        home.Runs.FailAfter = null;

        await home.NewLauncher().RecoverAsync(cancel);
        Assert.Equal(5, home.Runs.Runs.Count);
        Assert.Equal(5, Assert.Single(home.Store.All()).Runs.Count);
    }

    [Fact]
    public async Task A_run_created_in_the_instant_before_its_id_was_written_down_is_found_again()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        var record = home.Store.Find(id)!;
        home.Store.Save(record with { Runs = record.Runs.Take(1).ToDictionary() });
        await home.NewLauncher().RecoverAsync(cancel);
        Assert.Equal(5, home.Runs.Runs.Count);
        Assert.Equal(record.Runs.OrderBy(r => r.Key), home.Store.Find(id)!.Runs.OrderBy(r => r.Key));
    }

    [Fact]
    public async Task A_deleted_run_is_made_again()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        var lost = home.Store.Find(id)!.Runs.First(r => home.Runs.Runs[r.Value].Record.Role == Roles.Baseline);
        await home.Runs.DeleteAsync(lost.Value, cancel);
        home.Runs.Runs["other"] = (new(), new(), RunState.Queued);
        await home.Launcher.StartQuickAsync(cancel);
        Assert.Equal(Roles.Baseline, home.Runs.Runs[home.Store.Find(id)!.Runs[lost.Key]].Record.Role);
    }

    [Fact]
    public async Task An_impossible_study_is_refused_and_nothing_is_stored()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => home.Launcher.StartAsync(new StudySpec { Study = "none" }, cancel));
        Assert.Empty(home.Store.All());
        Assert.Empty(home.Runs.Runs);
    }

    public static TheoryData<string, StudySize> Everything() =>
        [.. from study in StudyCatalog.All from size in Enum.GetValues<StudySize>() select (study.Name, size)];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Every_study_plans_runs_that_the_checks_accept(string study, StudySize size)
    {
        var checks = new SpecChecks(home.Runs, home.Home);
        foreach (var run in StudyDesigns.Expand(new StudySpec { Study = study, Size = size, Seeds = [0] }).Runs)
        {
            var problems = await checks.CheckAsync(run.Spec, cancel);
            Assert.DoesNotContain(problems, p => !p.Field.StartsWith("teacher", StringComparison.Ordinal));
        }
    }
}
