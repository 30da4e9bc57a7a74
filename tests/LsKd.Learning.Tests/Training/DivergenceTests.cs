using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training;

public class DivergenceTests
{
    [Theory]
    [InlineData(0.5, 0.80, 0.4, null)]
    [InlineData(4.0, 0.60, 0.0, null)] // confident and often wrong: a bad fit, but a fit
    [InlineData(2.3, 0.10, 2.3, null)] // an untrained network
    [InlineData(2.4, 0.10, 2.4, "learned nothing")]
    [InlineData(2.4, 0.35, 2.4, null)]
    [InlineData(400, 0.10, 1e6, "test split's negative log-likelihood is 400")]
    [InlineData(0.5, 0.80, 1e6, "in the last epoch")] // the best weights are from before
    public void A_finite_run_is_warned_of_where_it_is_worse_than_guessing(double nll, double top1, double train, string? words)
    {
        var said = Divergence.Of(
            new RunSpec(), 10, 1000, new Dictionary<string, double> { ["test/nll"] = nll, ["test/top1"] = top1, ["train/hard_ce"] = train });
        if (words is null)
            Assert.Null(said);
        else
            Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-entropy", true)]
    [InlineData("dkd", false)] // its loss has a scale of its own
    public void The_loss_counts_where_it_is_a_cross_entropy(string objective, bool warned) => Assert.Equal(warned, Divergence.Of(
        new RunSpec { Objective = new() { Name = objective } }, 10, 1000,
        new Dictionary<string, double> { ["test/nll"] = 0.5, ["test/top1"] = 0.8, ["train/loss"] = 500 }) is not null);

    [Fact]
    public void Nothing_is_said_where_nothing_was_measured() => Assert.Null(Divergence.Of(new RunSpec(), 10, 0, new Dictionary<string, double>()));
}
