using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Commands;
using LsKdWeb.Jobs.Scheduling;

namespace LsKdWeb.Tests.Jobs;

public class SchedulerTests
{
    private static readonly Slots OneCpu = new(1, 0);

    [Fact]
    public void The_first_in_the_queue_takes_the_only_slot() =>
        Assert.Equal([new StartRun("a", "cpu")], Scheduler.Decide([Run("a"), Run("b")], [], OneCpu));

    [Fact]
    public void Nothing_starts_while_the_slot_is_taken() =>
        Assert.Empty(Scheduler.Decide([Run("a")], ["cpu"], OneCpu));

    [Fact]
    public void Each_gpu_serves_one_run_and_a_run_may_take_two()
    {
        var waiting = new[] { Run("a", gpus: 2), Run("b", gpus: 1), Run("c", gpus: 1) };
        Assert.Equal([new StartRun("a", "cuda:1,2"), new StartRun("b", "cuda:3")], Scheduler.Decide(waiting, ["cuda:0"], new Slots(1, 4)));
    }

    [Fact]
    public void A_run_that_wants_more_gpus_than_there_are_is_told_so_and_lets_others_pass()
    {
        var decisions = Scheduler.Decide([Run("a", gpus: 2), Run("b")], [], OneCpu).ToList();
        Assert.Equal("Needs 2 GPUs; this machine offers 0.", Assert.IsType<ExplainRun>(decisions[0]).Reason);
        Assert.Equal(new StartRun("b", "cpu"), decisions[1]);
    }

    [Fact]
    public void A_student_waits_for_its_teacher_and_starts_after_it()
    {
        Assert.Contains("run t", Assert.IsType<ExplainRun>(Single(Student(RunState.Running))).Reason);
        Assert.IsType<StartRun>(Single(Student(RunState.Succeeded)));
    }

    [Fact]
    public void A_student_follows_its_teacher_into_a_queue_that_the_launcher_owns()
    {
        var jobs = new Dictionary<string, string> { ["t"] = "slurm:7", ["other"] = "slurm:8" };
        var start = Assert.IsType<StartRun>(Assert.Single(Scheduler.Decide([Student(RunState.Running)], [], slots: null, jobs)));
        Assert.Equal(["slurm:7"], start.After);
        Assert.IsType<ExplainRun>(Assert.Single(Scheduler.Decide([Student(RunState.Queued)], [], slots: null, jobs: null)));
    }

    [Fact]
    public void A_failed_teacher_fails_its_student_with_the_reason() =>
        Assert.Equal("Its teacher, run t, failed: NaN loss", Assert.IsType<FailRun>(Single(Student(RunState.Failed, "NaN loss"))).Reason);

    [Fact]
    public void A_cancelled_teacher_makes_its_student_ask_the_user() =>
        Assert.Contains("Resume the teacher, or cancel this run", Assert.IsType<ExplainRun>(Single(Student(RunState.Cancelled))).Reason);

    [Fact]
    public void A_teacher_that_is_gone_fails_its_student() => Assert.IsType<FailRun>(Single(Student(null)));

    [Fact]
    public void A_reason_that_no_longer_holds_is_taken_back() =>
        Assert.Equal(new ExplainRun("a", ""), Single(Run("a") with { Reason = "Waits for its teacher, run t." }, busy: "cpu"));

    private static Decision Single(WaitingRun run, params string[] busy) => Assert.Single(Scheduler.Decide([run], busy, OneCpu));

    private static WaitingRun Student(RunState? teacher, string reason = "") => Run("s") with { DependsOn = [("t", teacher, reason)] };

    private static WaitingRun Run(string id, int gpus = 0) =>
        new(id, RunState.Queued, "", 0, default, new ResourceSpec { Gpus = gpus }, 0, 0, []);
}
