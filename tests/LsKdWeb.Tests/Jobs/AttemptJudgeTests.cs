using LsKd.Core.Runs;
using LsKd.Store.Commands;
using LsKdWeb.Jobs;
using LsKdWeb.Jobs.Launching;

namespace LsKdWeb.Tests.Jobs;

public class AttemptJudgeTests
{
    private static readonly JobStatus Killed = new(JobPhase.Gone, "it was killed (SIGKILL)");

    [Theory]
    [InlineData("succeeded", null, RunState.Succeeded)]
    [InlineData("succeeded", "cancel", RunState.Succeeded)]
    [InlineData("failed", null, RunState.Failed)]
    [InlineData("cancelled", "cancel", RunState.Cancelled)]
    [InlineData("paused", "pause", RunState.Paused)]
    [InlineData("interrupted", null, RunState.Interrupted)]
    [InlineData("interrupted", "requeue", RunState.Interrupted)]
    [InlineData("interrupted", "cancel", RunState.Cancelled)]
    [InlineData("", "cancel", RunState.Cancelled)]
    [InlineData("", "pause", RunState.Paused)]
    [InlineData("", null, RunState.Interrupted)]
    public void The_worker_s_word_counts_first_then_the_user_s_wish(string said, string? asked, RunState expected) =>
        Assert.Equal(expected, AttemptJudge.Judge(Run(said, asked), Killed, null, "", retries: 1).Next);

    [Fact]
    public void A_death_beyond_the_limit_fails_the_run_with_signal_and_last_lines()
    {
        var end = AttemptJudge.Judge(Run("", null, crashes: 1), Killed, null, "last words", retries: 1);
        Assert.Equal((RunState.Failed, "lost", "last words", true), (end.Next, end.Outcome, end.LogTail, end.Crashed));
        Assert.Contains("SIGKILL", end.Reason);
        Assert.Contains("retries (1) are used up", end.Reason);
    }

    [Theory]
    [InlineData("interrupted", null, RunState.Failed)]
    [InlineData("", null, RunState.Failed)]
    [InlineData("interrupted", "pause", RunState.Paused)]
    [InlineData("succeeded", null, RunState.Succeeded)]
    public void A_run_that_would_end_in_the_same_way_for_ever_fails_and_says_what_to_do(string said, string? asked, RunState expected)
    {
        var end = AttemptJudge.Judge(Run(said, asked), Killed with { Futile = "Raise the limit." }, null, "", retries: 9);
        Assert.Equal(expected, end.Next);
        Assert.Equal(expected is RunState.Failed, end.Reason == "Raise the limit.");
    }

    [Fact]
    public void What_a_worker_that_succeeded_warns_of_stays_with_the_run() =>
        Assert.Equal((RunState.Succeeded, "It diverged."), Judged(Run("succeeded", null) with { Reason = "It diverged." }));

    [Fact]
    public void A_restart_of_the_machine_uses_up_no_retry()
    {
        var end = AttemptJudge.Judge(Run("", null, crashes: 1), new(JobPhase.Gone, "the machine was restarted", Blameless: true), null, "", 1);
        Assert.Equal((RunState.Interrupted, false), (end.Next, end.Crashed));
    }

    [Theory]
    [InlineData("87:0", true)]
    [InlineData("1:0", false)]
    public void A_cluster_s_job_that_ended_for_lack_of_room_is_known_by_its_code(string code, bool noRoom) =>
        Assert.Equal(noRoom, LsKdWeb.Jobs.Launching.Slurm.SlurmStates.Accounted($"FAILED|{code}")!.NoRoom);

    [Fact]
    public void A_result_of_this_attempt_counts_where_the_log_was_cut_off()
    {
        var result = new RunResult { State = RunState.Succeeded, Attempt = 2 };
        Assert.Equal(RunState.Succeeded, AttemptJudge.Judge(Run("", null) with { Attempt = 2 }, Killed, result, "", 1).Next);
        Assert.Equal(RunState.Interrupted, AttemptJudge.Judge(Run("", null) with { Attempt = 3 }, Killed, result, "", 1).Next);
    }

    [Theory]
    [InlineData(137, false, "killed (SIGKILL)")]
    [InlineData(137, true, "out of memory")]
    [InlineData(139, false, "SIGSEGV")]
    [InlineData(134, false, "SIGABRT")]
    [InlineData(143, false, "SIGTERM")]
    [InlineData(3, false, "code 3")]
    public void An_exit_code_is_told_in_words(int code, bool memory, string words) => Assert.Contains(words, ExitReason.Describe(code, memory));

    private static (RunState, string) Judged(ActiveRun run) => AttemptJudge.Judge(run, Killed, null, "", 1) is var end ? (end.Next, end.Reason) : default;

    private static ActiveRun Run(string said, string? asked, int crashes = 0) =>
        new("a", RunState.Running, 1, "local", "h", "cpu", default, asked, null, crashes, null, said, "");
}
