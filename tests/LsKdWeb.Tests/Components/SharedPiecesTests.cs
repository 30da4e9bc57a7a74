using Bunit;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;
using LsKdWeb.Components.Theme;

namespace LsKdWeb.Tests.Components;

public sealed class SharedPiecesTests : PageTest
{
    [Theory]
    [InlineData(RunState.Running, "Running")]
    [InlineData(RunState.Succeeded, "Done")]
    [InlineData(RunState.Failed, "Failed")]
    [InlineData(RunState.Interrupted, "Interrupted")]
    public void A_state_is_a_word_and_an_icon_so_that_colour_is_never_the_only_sign(RunState state, string word)
    {
        var chip = Render<StateChip>(p => p.Add(c => c.State, state));
        Assert.Equal(word, chip.Find(".chip").TextContent.Trim());
        Assert.NotNull(chip.Find("svg"));
    }

    [Fact]
    public void A_states_reason_is_its_hint() =>
        Assert.Equal("Out of memory", Render<StateChip>(p => p.Add(c => c.State, RunState.Failed).Add(c => c.Reason, "Out of memory")).Find(".chip").GetAttribute("title"));

    [Fact]
    public void Runs_made_one_after_the_other_have_different_marks_and_a_run_keeps_its_own()
    {
        var ids = Enumerable.Range(0, 31).Select(_ => RunId.New()).ToList();
        Assert.Equal(31, ids.Select(id => (RunPalette.Of(id).Light, RunPalette.Of(id).Symbol)).Distinct().Count());
        Assert.Equal(RunPalette.Of(ids[0]), RunPalette.Of(ids[0]));
        Assert.NotNull(RunPalette.Of("an-imported-id"));
    }

    [Fact]
    public void Runs_of_one_colour_have_many_shapes_and_every_shape_can_be_drawn()
    {
        var ids = Enumerable.Range(0, 3000).Select(i => $"{i}-{i * 7919}").ToList();
        var marks = ids.Select(RunPalette.Of).Distinct().ToList();
        Assert.All(marks.GroupBy(m => m.Light), colour => Assert.Equal(RunPalette.Symbols.Count, colour.Count()));
        foreach (var symbol in RunPalette.Symbols)
        {
            var id = ids.First(i => RunPalette.Of(i).Symbol == symbol);
            Assert.Equal(symbol, Render<RunMarker>(p => p.Add(m => m.Id, id)).Find("svg").GetAttribute("data-shape"));
        }
    }

    [Fact]
    public async Task A_page_is_ready_only_when_none_of_its_parts_is_being_loaded()
    {
        var changes = 0;
        var work = new LsKdWeb.Components.Layout.PageWork(() => changes++);
        Render<LoadingState>(p => p.AddCascadingValue(work));
        Assert.False(work.IsDone);
        await DisposeComponentsAsync();
        Assert.Equal((true, 2), (work.IsDone, changes));
    }

    [Theory]
    [InlineData(0.8547, "85.47%")]
    [InlineData(null, "–")]
    [InlineData(double.NaN, "–")]
    public void Rates_are_per_cent_without_a_space(double? rate, string text) => Assert.Equal(text, Figure.Percent(rate));

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(190, "3 min 10 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(273600, "3 d 4 h")]
    public void Lengths_of_time_have_two_units_at_most(double seconds, string text) => Assert.Equal(text, Figure.Duration(seconds));

    [Fact]
    public void A_run_that_translates_is_known_by_its_BLEU_and_another_by_its_accuracy()
    {
        var metrics = new Dictionary<string, MetricSummary>
        {
            ["test/top1"] = new MetricSummary(0.4, 1, 0.4, 1, 0.4, 1, 1), ["test/bleu"] = new MetricSummary(8.82, 1, 8.82, 1, 8.82, 1, 1),
        };
        var image = Run("i") with { Metrics = metrics };
        var text = image with { Task = RunTask.Translation };
        Assert.Equal(("40.00%", "8.82"), (RunScore.Write(image), RunScore.Write(text)));
        Assert.Equal(("Test top-1", "Test BLEU", "Test top-1 or BLEU"), (RunScore.Title([image]), RunScore.Title([text]), RunScore.Title([image, text])));
    }

    [Theory]
    [InlineData(-0.5, "−0.5")]
    [InlineData(0.00005, "5e−5")]
    [InlineData(1234567, "1.235e6")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Numbers_have_a_true_minus_and_few_digits(double value, string text) => Assert.Equal(text, Figure.Number(value));
}
