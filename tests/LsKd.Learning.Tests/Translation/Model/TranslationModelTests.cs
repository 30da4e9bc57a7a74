using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Translation.Model;

public sealed class TranslationModelTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<bool, bool> Forms => new() { { true, true }, { true, false }, { false, true } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Padding_does_not_change_the_results_of_a_sentence(bool preNorm, bool joint)
    {
        var model = Model(preNorm, joint);
        EncodedPair little = new([5, 6], [7, 8, 9]), big = new([5, 6, 7, 8, 9, 10, 11], [4, 5, 6, 7, 8, 9, 10, 11]);
        var alone = LogitsOf(model, [little]);
        var padded = LogitsOf(model, [little, big]);
        Assert.True(alone.allclose(padded[..(int)alone.shape[0]], 1e-4, 1e-5));
    }

    [Fact]
    public void A_later_target_unit_does_not_change_an_earlier_prediction()
    {
        var model = Model();
        var first = LogitsOf(model, [new([5, 6], [7, 8, 9])]);
        var second = LogitsOf(model, [new([5, 6], [7, 8, 4])]);
        Assert.True(first[..3].allclose(second[..3], 1e-5, 1e-6));
        Assert.False(first[3].allclose(second[3], 1e-3, 1e-3));
    }

    [Fact]
    public void Only_real_positions_are_predicted()
    {
        var batch = TokenBatches.Build([new([5], [7, 8]), new([5, 6], [9])], CPU);
        Assert.Equal([7L, 8, 2, 9, 2], batch.Labels.data<long>().ToArray());
        Assert.Equal([0L, 1, 2, 3, 4], batch.Rows.data<long>().ToArray());
    }

    [Fact]
    public void A_joint_vocabulary_has_one_embedding()
    {
        int Count(bool joint) => (int)Model(joint: joint).parameters().Sum(p => p.numel());
        Assert.Equal(20 * 16, Count(false) - Count(true));
    }

    [Fact]
    public void Cached_steps_give_what_all_positions_at_once_give()
    {
        var model = Model();
        var whole = LogitsOf(model, [new([5, 6, 9], [7, 8])]);
        var source = TokenBatches.Sources([[5, 6, 9]], CPU);
        var mask = TranslationModel.Mask(source);
        var projected = model.ProjectSource(model.Encode(source, mask));
        IReadOnlyList<KeyValues>? caches = null;
        foreach (var (unit, position) in new[] { (1L, 0), (7L, 1), (8L, 2) })
        {
            var (hidden, grown) = model.Step(tensor(new[] { unit }, [1, 1]), position, caches, projected, mask);
            caches = grown;
            Assert.True(model.Logits(hidden)[0].allclose(whole[position], 1e-4, 1e-5));
        }
    }

    internal static TranslationModel Model(bool preNorm = true, bool joint = true)
    {
        manual_seed(3);
        var model = new TranslationModel(new TransformerShape(16, 2, 4, 32, preNorm, true, 0.1), 20, 20, joint);
        model.eval();
        return model;
    }

    private static Tensor LogitsOf(TranslationModel model, EncodedPair[] pairs)
    {
        using var quiet = no_grad();
        var batch = TokenBatches.Build(pairs, CPU);
        var mask = TranslationModel.Mask(batch.Source);
        var hidden = model.Decode(batch.Input, model.Encode(batch.Source, mask), mask);
        return model.Logits(hidden.view(-1, hidden.shape[^1]).index_select(0, batch.Rows));
    }
}
