using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public class RunListLineTests
{
    private static readonly RunSummary Run = new()
    {
        Id = "aaaaaaaaaa", Name = "LS 0.1", Created = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero),
        Reason = "Waits in Slurm's queue as job 12_3: Priority (others come first).",
    };

    [Fact]
    public void A_run_that_waits_says_why() => Assert.Equal(
        "aaaaaaaaaa   queued      2026-01-02 03:04  LS 0.1  (Waits in Slurm's queue as job 12_3: Priority (others come first))",
        RunListCommand.Line(Run with { State = RunState.Queued }));

    [Fact]
    public void A_run_that_ended_is_listed_without_its_reason() => Assert.Equal(
        "aaaaaaaaaa   failed      2026-01-02 03:04  LS 0.1", RunListCommand.Line(Run with { State = RunState.Failed }));
}
