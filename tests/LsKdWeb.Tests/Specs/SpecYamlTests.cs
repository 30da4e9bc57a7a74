using LsKd.Core.Specs;
using LsKdWeb.Specs;

namespace LsKdWeb.Tests.Specs;

public class SpecYamlTests
{
    private static readonly RunSpec Rich = new()
    {
        Name = "0123", Notes = "two\nlines: with # signs", Tags = ["a", "true"],
        Data = new() { Dataset = "fashion-mnist", TrainSize = 500, Augmentations = [new() { Name = "crop", Amount = 4 }] },
        Objective = new() { Name = "kd", Smoothing = 0.1, Convention = SmoothingConvention.WrongClasses, Temperature = 4 },
        Teacher = new() { Run = "abc" },
        Training = new() { Optimizer = new() { WeightDecay = 5e-5 }, Schedule = new() { Milestones = [3, 5] } },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_spec_written_and_read_is_the_same_spec(bool full) =>
        Assert.Equal(SpecJson.Write(Rich), SpecJson.Write(SpecYaml.Read(SpecYaml.Write(Rich, full))));

    [Fact]
    public void The_short_form_names_what_differs_and_the_settings_that_every_reader_looks_for()
    {
        var text = SpecYaml.Write(new RunSpec { Training = new() { ClipNorm = 5 } });
        Assert.Contains("clipNorm: 5", text);
        Assert.Contains("dataset: fashion-mnist", text);
        Assert.DoesNotContain("emaDecay", text);
    }

    [Fact]
    public void The_short_form_of_a_translation_names_its_units_a_batch_and_not_the_images()
    {
        var text = SpecYaml.Write(new RunSpec { Task = RunTask.Translation, Translation = new() { BatchTokens = 2048 } });
        Assert.Contains("batchTokens: 2048", text);
        Assert.DoesNotContain("batchSize", text);
    }

    [Fact]
    public void An_empty_text_is_the_default_spec() =>
        Assert.Equal(SpecJson.Write(new()), SpecJson.Write(SpecYaml.Read("")));

    [Fact]
    public void A_JSON_spec_is_read_too() =>
        Assert.Equal(SpecJson.Write(Rich), SpecJson.Write(SpecYaml.Read(SpecJson.Write(Rich))));

    [Theory]
    [InlineData("training:\n  epochs: many", "training.epochs", 2, "whole number")]
    [InlineData("training:\n  epochs: 3\n  epoch: 4", "training.epoch", 3, "no setting")]
    [InlineData("objective:\n  convention: some", "objective.convention", 2, "one of ")]
    [InlineData("name: a: b", "", 1, "")]
    public void An_error_names_the_line_and_the_setting(string text, string field, int line, string words)
    {
        var error = Assert.Throws<SpecFormatException>(() => SpecYaml.Read(text));
        Assert.Equal(field, error.Field);
        Assert.Equal(line, error.Line);
        Assert.Contains(words, error.Message);
    }
}
