using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training;

public class LearningRateTests
{
    [Theory]
    [InlineData("constant", 0, 1.0)]
    [InlineData("constant", 99, 1.0)]
    [InlineData("step", 29, 1.0)]
    [InlineData("step", 30, 0.1)]
    [InlineData("step", 60, 0.01)]
    [InlineData("cosine", 0, 1.0)]
    [InlineData("cosine", 50, 0.5)]
    [InlineData("cosine", 100, 0.0)]
    [InlineData("linear", 25, 0.75)]
    [InlineData("one-cycle", 0, 0.04)]
    [InlineData("one-cycle", 30, 1.0)]
    [InlineData("one-cycle", 100, 0.0)]
    public void A_schedule_over_ten_epochs_of_ten_steps_has_its_share_at_a_step(string name, long step, double share) =>
        Assert.Equal(share, LearningRate.Share(new() { Name = name, Milestones = [3, 6] }, step, 10, 10), 1e-12);

    [Fact]
    public void Warm_up_rises_linearly_and_the_schedule_fills_the_rest()
    {
        var schedule = new ScheduleSpec { Name = "linear", WarmupEpochs = 0.4, FinalShare = 0.2 };
        double[] shares = [.. new long[] { 0, 1, 3, 4, 52, 100 }.Select(s => LearningRate.Share(schedule, s, 10, 10))];
        double[] expected = [0.2, 0.4, 0.8, 1, 0.6, 0.2];
        Assert.All(expected.Zip(shares), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void The_inverse_square_root_falls_after_its_warm_up_steps()
    {
        var schedule = new ScheduleSpec { Name = "inverse-sqrt", WarmupSteps = 100 };
        Assert.Equal(1, LearningRate.Share(schedule, 100, 50, 1000), 1e-12);
        Assert.Equal(0.5, LearningRate.Share(schedule, 400, 50, 1000), 1e-12);
    }

    [Fact]
    public void An_unknown_schedule_is_refused_by_its_field() =>
        Assert.Contains("training.schedule.name", Assert.Throws<ArgumentException>(() => LearningRate.Share(new() { Name = "x" }, 0, 1, 1)).Message);
}
