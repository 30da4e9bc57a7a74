using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;

namespace LsKd.Learning.Tests.Data.Stored;

public class KanjiSetTests
{
    [Fact]
    public void Typefaces_are_divided_among_the_splits()
    {
        using var source = ImageSourceFactory.Open(new() { Dataset = "kanji" }, null);

        Assert.Equal(2_962, source.ClassNames.Count);
        Assert.Equal((2_962 * 23, 2_962 * 2, 2_962 * 4), (source.Count(Split.Train), source.Count(Split.Validation), source.Count(Split.Test)));
        Assert.Empty(Typefaces(source, Split.Train).Intersect(Typefaces(source, Split.Test)));
        Assert.Empty(Typefaces(source, Split.Train).Intersect(Typefaces(source, Split.Validation)));
    }

    [Fact]
    public void Unusual_typefaces_are_an_extra_test_part()
    {
        using var source = ImageSourceFactory.Open(new() { Dataset = "kanji", TestPart = "ood", Classes = 100 }, null);

        Assert.Equal(300, source.Count(Split.Test));
        Assert.Equal([13, 23, 26], Typefaces(source, Split.Test));
    }

    [Fact]
    public void Radicals_make_a_natural_long_tail()
    {
        using var source = ImageSourceFactory.Open(new() { Dataset = "kanji", LabelLevel = "radical" }, null);
        var sizes = source.Labels(Split.Train).CountBy(l => l).OrderByDescending(c => c.Value).ToArray();

        Assert.Equal(203, source.ClassNames.Count);
        Assert.Equal((162 * 23, 23), (sizes[0].Value, sizes[^1].Value));
        Assert.Equal("⽔ (85)", source.ClassNames[sizes[1].Key]);
    }

    [Fact]
    public void Glyphs_are_four_levels_of_ink_on_an_empty_border()
    {
        using var source = ImageSourceFactory.Open(new() { Dataset = "kanji", Classes = 50 }, null);
        using var batch = source.InOrder(Split.Test, 200).Single();
        var values = batch.Images.data<float>().ToArray();

        Assert.Equal(4, values.Distinct().Count());
        Assert.InRange(values.Average(), -0.3, 0.3);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(values.Min(), values[i * 784]));
    }

    private static int[] Typefaces(IImageSource source, Split split) =>
        [.. source.SampleIds(split).Select(id => (int)(id % 32)).Distinct().Order()];
}
