using LsKd.Learning.Translation.Scoring;

namespace LsKd.Learning.Tests.Translation.Scoring;

public class ChrFTests
{
    [Theory]
    [InlineData("a", "a", 100)]
    [InlineData("", "reference", 0)]
    [InlineData("a b c", "abc", 100)]
    [InlineData("aa", "ab", 25)]
    [InlineData("Niemand hat die Absicht, eine Mauer zu errichten", "Niemand hat die Absicht, eine Mauer zu errichten", 100)]
    [InlineData(" Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ",
        "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.", 64.1302698)]
    public void One_segment_agrees_with_the_published_value(string hypothesis, string reference, double expected) =>
        Assert.Equal(expected, ChrF.Corpus([hypothesis], [reference], beta: 3).Score, 4);

    [Fact]
    public void Segments_are_summed_before_the_score_is_taken() =>
        Assert.Equal(50, ChrF.Corpus(["a", "b"], ["a", "c"], beta: 3).Score, 9);

    [Fact]
    public void A_character_outside_the_basic_plane_is_one_character() =>
        Assert.Equal(100, ChrF.Corpus(["𝒳"], ["𝒳"]).Score, 9);
}
