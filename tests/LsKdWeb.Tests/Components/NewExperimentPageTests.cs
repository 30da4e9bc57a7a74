using AngleSharp.Dom;
using Bunit;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Pages.NewExperiment;
using LsKdWeb.Specs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LsKdWeb.Tests.Components;

public sealed class NewExperimentPageTests : PageTest
{
    [Fact]
    public async Task A_problem_stands_at_its_field_as_typed_and_blocks_the_launch()
    {
        Checker.Check = spec => spec.Training.Epochs > 0 ? [] : [new("training.epochs", "Epochs must be 1 or more.")];
        var page = Render<NewExperimentPage>();

        await Field(page, "training.epochs").InputAsync(new ChangeEventArgs { Value = "-3" });

        page.WaitForAssertion(() =>
        {
            Assert.Contains("Epochs must be 1 or more.", Field(page, "training.epochs").Closest(".spec-field")!.QuerySelector("[role='alert']")!.TextContent);
            Assert.True(Launch(page).HasAttribute("disabled"));
        });

        await Field(page, "training.epochs").InputAsync(new ChangeEventArgs { Value = "3" });
        page.WaitForAssertion(() => Assert.False(Launch(page).HasAttribute("disabled")));
    }

    [Theory]
    [InlineData("cross-entropy", "objective.smoothing", "objective.temperature")]
    [InlineData("kd", "objective.temperature", "objective.smoothing")]
    public void An_objective_shows_the_settings_that_it_reads_and_no_others(string objective, string shown, string hidden)
    {
        var page = RenderSpec(new RunSpec { Objective = new() { Name = objective }, Teacher = objective == "kd" ? new() : null });
        page.WaitForAssertion(() =>
        {
            Assert.NotNull(Field(page, shown));
            Assert.Empty(page.FindAll($"[data-field='{hidden}']"));
        });
    }

    [Theory]
    [InlineData("analysis.seed", "7", "seed: 7")]
    [InlineData("resources.memoryMb", "4096", "memoryMb: 4096")]
    [InlineData("resources.timeLimitMinutes", "90", "timeLimitMinutes: 90")]
    public async Task The_form_has_a_field_for_every_setting_of_analysis_and_cluster(string field, string typed, string yaml)
    {
        var page = Render<NewExperimentPage>();
        await Field(page, field).InputAsync(new ChangeEventArgs { Value = typed });
        page.WaitForAssertion(() => Assert.Contains(yaml, page.Find("textarea[aria-label='The spec as YAML']").GetAttribute("value")));
    }

    [Fact]
    public void What_changes_nothing_is_said_above_the_launch_and_forbids_nothing()
    {
        var page = RenderSpec(new RunSpec { Training = new() { Epochs = 3, Patience = 5 } });
        Assert.Contains("training.patience", page.Find(".warnings").TextContent);
        Assert.False(Launch(page).HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("mlp", "Units of each hidden layer")]
    [InlineData("resnet8", "Channels of the first stage")]
    public void What_a_width_counts_depends_on_the_network(string model, string told) =>
        Assert.Contains(told, Field(RenderSpec(new RunSpec { Model = new() { Name = model } }), "model.width").Closest(".spec-field")!.TextContent);

    [Fact]
    public async Task What_is_typed_as_YAML_changes_the_form_and_an_error_is_said_with_its_line()
    {
        var page = Render<NewExperimentPage>();

        await page.Find("textarea[aria-label='The spec as YAML']").InputAsync(new ChangeEventArgs { Value = "training:\n  epochs: 21" });
        page.WaitForAssertion(() => Assert.Equal("21", Field(page, "training.epochs").GetAttribute("value")));

        await page.Find("textarea[aria-label='The spec as YAML']").InputAsync(new ChangeEventArgs { Value = "training:\n  epochs: soon" });
        page.WaitForAssertion(() =>
        {
            Assert.Contains("Line 2", page.Find("#yaml-problem").TextContent);
            Assert.True(Launch(page).HasAttribute("disabled"));
        });
    }

    [Fact]
    public async Task A_grid_says_how_many_runs_it_makes_and_launches_them_all()
    {
        var page = Render<NewExperimentPage>();
        await Field(page, "grid.seeds").InputAsync(new ChangeEventArgs { Value = "0-2" });
        await Field(page, "grid.smoothing").InputAsync(new ChangeEventArgs { Value = "0, 0.1" });
        page.WaitForAssertion(() => Assert.Equal("6", page.Find("[data-testid='run-count']").TextContent));

        await Launch(page).ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(6, Commands.Created.Count));
        Assert.Equal(["ls=0", "ls=0.1"], Commands.Created.Select(c => c.Record.Cell).Distinct());
        Assert.EndsWith("/runs", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_launched_only_once_it_can()
    {
        var page = Render<NewExperimentPage>();
        await Field(page, "grid.seeds").InputAsync(new ChangeEventArgs { Value = "0-x" });
        page.WaitForAssertion(() => Assert.True(Launch(page).HasAttribute("disabled")));

        await Field(page, "grid.seeds").InputAsync(new ChangeEventArgs { Value = "0-1" });
        page.WaitForAssertion(() => Assert.False(Launch(page).HasAttribute("disabled")));
    }

    [Fact]
    public void A_clone_starts_with_the_other_runs_spec()
    {
        var spec = new RunSpec { Training = new() { Epochs = 77 } };
        Catalog.Details["abc"] = new RunDetails(Run("abc"), spec, new RunFolder(Home), null, null, [], [], [], [], []);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/new?clone=abc");
        var page = Render<NewExperimentPage>();
        page.WaitForAssertion(() => Assert.Equal("77", Field(page, "training.epochs").GetAttribute("value")));
    }

    [Fact]
    public void The_cost_is_a_stated_guess_without_past_runs_and_scaled_from_them_with_them()
    {
        var page = Render<NewExperimentPage>();
        page.WaitForAssertion(() => Assert.Contains("rough guess", page.Find("section.launch").TextContent));

        var spec = new RunSpec();
        Catalog.Runs.Add(Run("past"));
        Catalog.Details["past"] = new RunDetails(
            Run("past"), spec, new RunFolder(Home), new RunResult { Seconds = 80, Epochs = 8 },
            new() { SplitSizes = new Dictionary<string, int> { ["train"] = 18_000 } }, [], [], [], [], []);
        var next = Render<NewExperimentPage>();
        next.WaitForAssertion(() => Assert.Contains("about 1 min 20 s", next.Find("[data-testid='estimate']").TextContent));
    }

    [Theory]
    [InlineData("translation.vocabularySize", "8000")]
    [InlineData("translation.width", "64")]
    [InlineData("translation.layers", "3")]
    [InlineData("translation.heads", "8")]
    [InlineData("translation.feedForward", "256")]
    [InlineData("translation.batchTokens", "4096")]
    [InlineData("translation.maxLength", "64")]
    [InlineData("translation.maxLengthRatio", "2")]
    [InlineData("translation.averageCheckpoints", "5")]
    [InlineData("translation.beam", "6")]
    [InlineData("translation.lengthPenalty", "1")]
    [InlineData("training.schedule.warmupSteps", "700")]
    [InlineData("data.trainSize", "1200")]
    public async Task A_translation_setting_has_a_field_of_its_own_and_lands_in_the_spec(string field, string value)
    {
        var page = RenderSpec(Translation());
        await Field(page, field).InputAsync(new ChangeEventArgs { Value = value });
        var name = field.Split('.')[^1];
        page.WaitForAssertion(() => Assert.Contains(
            $"{name}: {value}", page.Find("textarea[aria-label='The spec as YAML']").GetAttribute("value") ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("translation.jointVocabulary")]
    [InlineData("translation.preNorm")]
    [InlineData("translation.tieEmbeddings")]
    [InlineData("translation.sequenceLevel")]
    [InlineData("translation.lowercaseScore")]
    [InlineData("model.dropout")]
    [InlineData("objective.smoothing")]
    public void The_other_translation_settings_have_fields_too_and_an_image_run_has_none_of_them(string field)
    {
        var page = RenderSpec(Translation());
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll($"[data-field='{field}']")));
        var image = RenderSpec(new RunSpec());
        image.WaitForAssertion(() => Assert.Equal(
            !field.StartsWith("translation.", StringComparison.Ordinal), image.FindAll($"[data-field='{field}']").Count > 0));
    }

    [Fact]
    public async Task Learning_from_the_teachers_translations_asks_for_a_teacher_even_with_hard_labels()
    {
        var page = RenderSpec(Translation());
        Assert.Empty(page.FindAll("[data-field='teacher.run']"));
        await Field(page, "translation.sequenceLevel").ChangeAsync(new ChangeEventArgs { Value = true });
        page.WaitForAssertion(() => Assert.NotNull(Field(page, "teacher.run")));
    }

    [Fact]
    public void A_distilled_translation_shows_temperature_hard_label_weight_and_the_teachers_logits()
    {
        var page = RenderSpec(Translation() with { Objective = new() { Name = "kd" }, Teacher = new() });
        foreach (var field in (string[])["objective.temperature", "objective.softWeight", "objective.topK"])
            Assert.NotNull(Field(page, field));
        Assert.Empty(page.FindAll("[data-field='training.cacheTeacher']"));
    }

    [Theory]
    [InlineData("training.optimizer.learningRate", "0,05")]
    [InlineData("training.epochs", "2.5")]
    [InlineData("data.trainSize", "lots")]
    public async Task A_number_that_cannot_be_read_stays_as_it_was_typed_and_is_not_launched(string field, string text)
    {
        var page = RenderSpec(new RunSpec());
        await Field(page, field).InputAsync(new ChangeEventArgs { Value = text });
        page.WaitForAssertion(() => Assert.True(Launch(page).HasAttribute("disabled")));
        Assert.Equal(text, Field(page, field).GetAttribute("value"));
        Assert.Contains(page.FindAll(".field-problem"), p => p.TextContent.Contains($"\"{text}\" is no", StringComparison.Ordinal));
        await Field(page, field).InputAsync(new ChangeEventArgs { Value = "3" });
        page.WaitForAssertion(() => Assert.False(Launch(page).HasAttribute("disabled")));
    }

    private static RunSpec Translation() => SpecDefaults.For(new RunSpec(), "wesnoth");

    private IRenderedComponent<NewExperimentPage> RenderSpec(RunSpec spec)
    {
        Catalog.Details["it"] = new RunDetails(Run("it"), spec, new RunFolder(Home), null, null, [], [], [], [], []);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/new?clone=it");
        return Render<NewExperimentPage>();
    }

    private static IElement Field(IRenderedComponent<NewExperimentPage> page, string field) => page.Find($"input[data-field='{field}']");

    private static IElement Launch(IRenderedComponent<NewExperimentPage> page) =>
        page.FindAll(".launch button").Single(b => b.TextContent.Contains("Launch"));
}
