using LsKd.Learning.Translation.Scoring;

namespace LsKd.Learning.Tests.Translation.Scoring;

public class BleuTests
{
    private static readonly string[] Hypotheses =
        ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];

    private static readonly string[][] References =
    [
        ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
        ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
    ];

    [Fact]
    public void Two_reference_streams_give_the_published_example() =>
        Assert.Equal(48.530827, Bleu.Corpus(Hypotheses, References).Score, 5);

    [Fact]
    public void Splitting_at_spaces_alone_gives_the_published_example() =>
        Assert.Equal(49.1919566, Bleu.Corpus(Hypotheses, References, tokenize: line => line.Split(' ')).Score, 5);

    [Fact]
    public void Empty_hypotheses_count_and_score_nothing() =>
        Assert.Equal(0, Bleu.Corpus(["", "", ""], References).Score);

    [Fact]
    public void A_text_against_itself_scores_100() =>
        Assert.Equal(100, Bleu.Corpus(References[0], [References[0]]).Score, 9);

    [Fact]
    public void An_order_without_a_match_is_smoothed_exponentially()
    {
        // 1-grams 3/4, 2-grams 1/3, then no 3-gram and no 4-gram: 100/(2*2) and 100/(4*1).
        var score = Bleu.Corpus(["a b x c"], [["a b y c"]]);
        Assert.All(score.Precisions.Zip([75, 100.0 / 3, 25, 25]), pair => Assert.Equal(pair.Second, pair.First, 9));
        Assert.Equal(Math.Exp((Math.Log(75) + Math.Log(100.0 / 3) + 2 * Math.Log(25)) / 4), score.Score, 9);
    }

    [Fact]
    public void A_hypothesis_too_short_for_four_grams_scores_nothing() =>
        Assert.Equal(0, Bleu.Corpus(["a b c"], [["a b c"]]).Score);

    [Fact]
    public void A_short_text_pays_the_brevity_penalty()
    {
        var score = Bleu.Corpus(["a b c d"], [["a b c d e f g h"]]);
        Assert.Equal(Math.Exp(-1), score.BrevityPenalty, 12);
        Assert.Equal(100 * Math.Exp(-1), score.Score, 9);
    }

    [Fact]
    public void Case_counts_unless_told_otherwise()
    {
        string[] upper = ["A B C D"];
        Assert.Equal(0, Bleu.Corpus(["a b c d"], [upper]).Score);
        var lower = Bleu.Corpus(["a b c d"], [upper], lowercase: true);
        Assert.Equal(100, lower.Score, 9);
        Assert.Contains("case:lc", lower.Signature);
    }

    [Fact]
    public void Streams_of_different_length_are_refused() =>
        Assert.Contains("2 hypotheses but 1", Assert.Throws<ArgumentException>(() => Bleu.Corpus(["a", "b"], [["a"]])).Message);

    [Theory]
    [InlineData("Hello, world!", "Hello , world !")]
    [InlineData("It costs 1,000.50 euros.", "It costs 1,000.50 euros .")]
    [InlineData("a &quot;b&quot; &amp; c", "a \" b \" & c")]
    [InlineData("1990-2000 well-known", "1990 - 2000 well-known")]
    [InlineData("don't  stop", "don't stop")]
    [InlineData("x/y (z) [w]", "x / y ( z ) [ w ]")]
    public void Tokens_are_those_of_13a(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Tokenizer13a.Split(line)));
}
