using LsKd.Core.Specs;
using LsKdWeb.Components.Pages.NewExperiment;

namespace LsKdWeb.Tests.Components;

public class ReferenceCostTests
{
    [Fact]
    public void The_reference_network_takes_samples_times_epochs_over_its_rate() =>
        Assert.Equal(9000 * 8 / 1200.0, ReferenceCost.Of(new RunSpec(), 9000)!.Seconds!.Value, 6);

    [Fact]
    public void A_deeper_or_wider_network_costs_more()
    {
        var usual = ReferenceCost.Of(new RunSpec(), 9000)!.Seconds!.Value;
        Assert.True(ReferenceCost.Of(new RunSpec { Model = new ModelSpec { Name = "resnet20" } }, 9000)!.Seconds > 2.5 * usual);
        Assert.True(ReferenceCost.Of(new RunSpec { Model = new ModelSpec { Width = 32 } }, 9000)!.Seconds > 2 * usual);
    }

    [Fact]
    public void Nothing_is_guessed_for_other_families_or_unknown_sizes()
    {
        Assert.Null(ReferenceCost.Of(new RunSpec { Model = new ModelSpec { Name = "densenet121" } }, 9000));
        Assert.Null(ReferenceCost.Of(new RunSpec(), null));
    }
}
