using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Tests.Components;

public sealed class RunLabelsTests
{
    [Fact]
    public void Long_names_keep_what_tells_them_apart()
    {
        var labels = RunLabels.Of([Run("a", "quick teacher resnet8 w16 ls=0 seed 0"), Run("b", "quick teacher resnet8 w16 ls=0.1 seed 0")]);
        Assert.Equal(["ls=0", "ls=0.1"], labels.Values);
    }

    [Fact]
    public void A_seed_keeps_its_word()
    {
        var labels = RunLabels.Of([Run("a", "quick teacher resnet8 w16 ls=0 seed 0"), Run("b", "quick teacher resnet8 w16 ls=0 seed 1")]);
        Assert.Equal(["seed 0", "seed 1"], labels.Values);
    }

    [Fact]
    public void Names_that_would_be_the_same_get_their_ids()
    {
        var labels = RunLabels.Of([Run("a", "twin"), Run("b", "twin"), Run("c", "other")]);
        Assert.Equal(["twin (a)", "twin (b)", "other"], labels.Values);
    }

    private static RunSummary Run(string id, string name) => new() { Id = id, Name = name };
}
