using Bunit;
using LsKd.Learning.Translation.Decoding;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Translation;
using LsKdWeb.Translations;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace LsKdWeb.Tests.Translations;

public sealed class TranslationBoxTests : BunitContext
{
    private readonly FakeTranslations translations = new();

    public TranslationBoxTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(o => o.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton<IRunTranslations>(translations);
    }

    [Fact]
    public void Teacher_and_student_answer_side_by_side_with_a_probability_for_every_unit()
    {
        var box = Translate();
        box.WaitForAssertion(() => Assert.Equal(6, box.FindAll(".unit").Count));
        Assert.Equal(["teacher", "student"], box.FindAll("article").Select(a => a.GetAttribute("data-run")));
        var unit = box.Find("article[data-run=teacher] .unit");
        Assert.Equal("a: probability 0.75", unit.GetAttribute("title"));
        Assert.Contains("--sure: 0.750", unit.GetAttribute("style"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_fails_says_why_and_the_other_still_answers()
    {
        translations.Failing = "teacher";
        var box = Translate();
        box.WaitForAssertion(() => Assert.Equal(3, box.FindAll(".unit").Count));
        Assert.Contains("no checkpoint", box.Find("article[data-run=teacher] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(box.FindAll("article[data-run=student] .unit"));
    }

    [Fact]
    public void Nothing_can_be_asked_without_a_sentence()
    {
        var box = Render<TranslationBox>(p => p.Add(b => b.Runs, Runs));
        Assert.True(box.Find("button.mud-button-filled").HasAttribute("disabled"));
    }

    [Fact]
    public void A_sentence_of_the_test_split_comes_with_its_reference_until_another_is_typed()
    {
        var box = Render<TranslationBox>(p => p.Add(b => b.Runs, Runs).Add(b => b.Examples, [("Ein Ork.", "An orc.")]));
        box.FindAll("button").Single(b => b.TextContent.Contains("test split", StringComparison.Ordinal)).Click();
        Assert.Contains("An orc.", box.Find(".reference").TextContent, StringComparison.Ordinal);
        Assert.Equal("Ein Ork.", box.Find("textarea").GetAttribute("value"));
        box.Find("textarea").Input("ein Hund");
        Assert.Empty(box.FindAll(".reference"));
    }

    private static IReadOnlyList<TranslatingRun> Runs { get; } =
    [
        new(new RunSummary { Id = "teacher", Name = "Teacher" }, "teacher"), new(new RunSummary { Id = "student", Name = "Student" }, "student"),
    ];

    private IRenderedComponent<TranslationBox> Translate()
    {
        var box = Render<TranslationBox>(p => p.Add(b => b.Runs, Runs));
        box.Find("textarea").Input("ein Hund");
        box.Find("button.mud-button-filled").Click();
        return box;
    }

    private sealed class FakeTranslations : IRunTranslations
    {
        public string Failing { get; set; } = "";

        public Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(string run, IReadOnlyList<string> sentences, CancellationToken cancel = default) =>
            run == Failing
                ? throw new TranslationFailedException("no checkpoint")
                : Task.FromResult<IReadOnlyList<TranslatedSentence>>([new TranslatedSentence("a dog", ["▁a", "▁dog"], [0.75, 0.5, 0.9], -0.3)]);
    }
}
