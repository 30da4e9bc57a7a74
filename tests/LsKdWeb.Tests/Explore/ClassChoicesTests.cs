using Bunit;
using LsKdWeb.Components.Pages.Explore;

namespace LsKdWeb.Tests.Explore;

public sealed class ClassChoicesTests : BunitContext
{
    private const string Key = "lskd-classes-fashion-mnist";

    [Theory]
    [InlineData("4,5,1", new[] { 4, 5, 1 })]
    [InlineData("4,4,1", new int[0])]
    [InlineData("nonsense", new int[0])]
    [InlineData(null, new int[0])]
    public async Task A_choice_comes_back_for_its_data_set_and_nonsense_does_not(string? kept, int[] classes)
    {
        JSInterop.Setup<string?>("localStorage.getItem", Key).SetResult(kept);
        Assert.Equal(classes, await new ClassChoices(JSInterop.JSRuntime).RecallAsync("fashion-mnist"));
    }

    [Fact]
    public async Task A_browser_that_keeps_nothing_is_no_error()
    {
        JSInterop.SetupVoid("localStorage.setItem", Key, "4,5,1").SetException(new Microsoft.JSInterop.JSException("denied"));
        await new ClassChoices(JSInterop.JSRuntime).RememberAsync("fashion-mnist", [4, 5, 1]);
        Assert.Single(JSInterop.Invocations);
    }
}
