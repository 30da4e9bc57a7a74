using LsKd.Learning.Tests.Translation.Model;
using LsKd.Learning.Translation.Decoding;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Translation.Decoding;

public class BeamSearchTests
{
    private static readonly int[][] Sources = [[5, 6, 7], [8], [9, 10, 11, 12, 13]];

    [Fact]
    public void A_beam_of_one_follows_the_largest_probability()
    {
        using var model = TranslationModelTests.Model();
        foreach (var source in Sources)
            Assert.Equal(Greedy(model, source), Translate(model, 1, [source])[0].Units);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_sentence_translates_alike_alone_and_among_others(int beam)
    {
        using var model = TranslationModelTests.Model();
        var together = Translate(model, beam, Sources);
        for (var i = 0; i < Sources.Length; i++)
            Assert.Equal(Translate(model, beam, [Sources[i]])[0].Units, together[i].Units);
    }

    [Fact]
    public void A_wider_beam_finds_no_worse_score()
    {
        using var model = TranslationModelTests.Model();
        var (one, many) = (Translate(model, 1, Sources), Translate(model, 8, Sources));
        Assert.All(one.Zip(many), pair => Assert.True(pair.Second.Score >= pair.First.Score - 1e-6));
    }

    [Fact]
    public void Every_unit_and_the_end_carry_a_probability()
    {
        using var model = TranslationModelTests.Model();
        foreach (var h in Translate(model, 2, Sources))
        {
            Assert.InRange(h.Confidences.Count, h.Units.Count, h.Units.Count + 1);
            Assert.All(h.Confidences, c => Assert.InRange(c, 0, 1));
        }
    }

    [Fact]
    public void No_tensor_outlives_the_search()
    {
        using var model = TranslationModelTests.Model();
        Translate(model, 3, Sources);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Translate(model, 3, Sources);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static IReadOnlyList<Hypothesis> Translate(TranslationModel model, int beam, int[][] sources) =>
        new BeamSearch(model, new DecodingOptions(beam, 0)).Translate(sources, CPU);

    private static List<int> Greedy(TranslationModel model, int[] source)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var ids = TokenBatches.Sources([source], CPU);
        var mask = TranslationModel.Mask(ids);
        var encoded = model.Encode(ids, mask);
        List<int> units = [];
        while (units.Count < source.Length * 2 + 10)
        {
            var input = tensor(new long[] { 1 }.Concat(units.Select(u => (long)u)).ToArray()).unsqueeze(0);
            var logits = model.Logits(model.Decode(input, encoded, mask)[0, -1].unsqueeze(0))[0];
            logits[0] = float.NegativeInfinity;
            logits[1] = float.NegativeInfinity;
            var best = (int)logits.argmax().item<long>();
            if (best == 2)
                break;
            units.Add(best);
        }
        return units;
    }
}
