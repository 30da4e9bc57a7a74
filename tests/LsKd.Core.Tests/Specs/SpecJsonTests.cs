using System.Text.Json;
using LsKd.Core.Specs;

namespace LsKd.Core.Tests.Specs;

public class SpecJsonTests
{
    [Fact]
    public void A_spec_survives_the_round_trip()
    {
        var spec = new RunSpec
        {
            Name = "student",
            Teacher = new TeacherSpec { Run = "abc" },
            Objective = new ObjectiveSpec { Name = "kd", Temperature = 4, SoftWeight = 0.9, Convention = SmoothingConvention.WrongClasses },
            Data = new DataSpec { Augmentations = [new AugmentationSpec { Name = "crop", Amount = 2 }] },
        };
        var again = SpecJson.Read(SpecJson.Write(spec));
        Assert.Equal(SpecJson.Write(spec), SpecJson.Write(again));
        Assert.Equal(SmoothingConvention.WrongClasses, again.Objective.Convention);
    }

    [Fact]
    public void A_misspelt_member_is_refused_by_name() =>
        Assert.Contains("epoks", Assert.Throws<JsonException>(() => SpecJson.Read("""{"training":{"epoks":3}}""")).Message);

    [Fact]
    public void Members_left_out_take_their_defaults() =>
        Assert.Equal(new RunSpec().Training.BatchSize, SpecJson.Read("""{"training":{"epochs":3}}""").Training.BatchSize);

    [Fact]
    public void The_hash_ignores_names_and_notes_and_sees_the_seed()
    {
        var spec = new RunSpec();
        Assert.Equal(SpecJson.Hash(spec), SpecJson.Hash(spec with { Name = "x", Notes = "y", Tags = ["z"] }));
        Assert.NotEqual(SpecJson.Hash(spec), SpecJson.Hash(spec with { Training = spec.Training with { Seed = 1 } }));
    }
}
