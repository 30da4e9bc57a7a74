using CsCheck;
using LsKd.Learning.Translation.Subwords;

namespace LsKd.Learning.Tests.Translation.Subwords;

public class VocabularyTests
{
    private static readonly string[] Corpus =
        ["low low low low low", "lower lower", "newest newest newest newest newest newest", "widest widest widest"];

    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        // "es" and "st" stand in nine words each, "we" in eight; the tie goes to the pair that sorts first.
        var vocabulary = BytePairTrainer.Train(Corpus, 275);
        var units = Enumerable.Range(0, vocabulary.Size).Select(vocabulary.Text).ToList();
        Assert.True(units.IndexOf("est") >= 0, string.Join(' ', units.Skip(259)));
        Assert.Equal(275, vocabulary.Size);
    }

    [Fact]
    public void A_frequent_word_becomes_one_unit() =>
        Assert.Single(BytePairTrainer.Train(Corpus, 300).Encode("newest"));

    [Fact]
    public void Training_twice_gives_the_same_vocabulary() =>
        Assert.Equal(BytePairTrainer.Train(Corpus, 290).ToJson(), BytePairTrainer.Train(Corpus.Reverse(), 290).ToJson());

    [Fact]
    public void Storing_keeps_the_units()
    {
        var vocabulary = BytePairTrainer.Train(Corpus, 290);
        var again = Vocabulary.FromJson(vocabulary.ToJson());
        Assert.Equal(vocabulary.Encode("lowest newer"), again.Encode("lowest newer"));
        Assert.Equal(vocabulary.Size, again.Size);
    }

    [Theory]
    [InlineData("Die Straße ist naß; 1.234,5 € kostet's!")]
    [InlineData("„Wohin?“ – fragte Ødegård 🚢.")]
    [InlineData("")]
    [InlineData("a▁b")]
    public void Known_and_unknown_characters_survive_the_round_trip(string sentence) =>
        Assert.Equal(sentence.Replace('▁', ' '), Decoded(sentence));

    [Fact]
    public void Any_text_survives_the_round_trip_up_to_white_space() =>
        Gen.String[Gen.Char.AlphaNumeric, 0, 40].Sample(text => Assert.Equal(text, Decoded(text)));

    [Fact]
    public void A_size_without_room_for_characters_is_refused() =>
        Assert.Throws<ArgumentException>(() => BytePairTrainer.Train(Corpus, 200));

    private static string Decoded(string sentence)
    {
        var vocabulary = BytePairTrainer.Train(Corpus, 280);
        return vocabulary.Decode(vocabulary.Encode(sentence));
    }
}
