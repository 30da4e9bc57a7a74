using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public sealed class RunLinesTests
{
    private static readonly RunSummary Run = new() { Id = "a", Name = "mine", State = RunState.Running };

    [Fact]
    public void A_training_run_shows_its_speed_and_the_time_left() => Assert.Equal(
        "a  mine: training epoch 2/3, step 5/9, 512 images/s, 0:01:30 left",
        RunLines.Of(Run with { Progress = new("training", 2, 3, 5, 9, 512, 90, default) }));

    [Fact]
    public void An_evaluating_run_shows_neither() => Assert.Equal(
        "a  mine: evaluating epoch 3/3, step 9/9", RunLines.Of(Run with { Progress = new("evaluating", 3, 3, 9, 9, 0, null, default) }));
}
