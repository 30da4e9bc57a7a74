using LsKd.Learning.Native;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Subwords;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Decoding;

/// <summary>
/// Beam search over a batch of sentences with cached keys and values. A sentence is done when its beam's best open
/// hypothesis can no longer beat its best finished one.
/// </summary>
public sealed class BeamSearch(TranslationModel model, DecodingOptions options)
{
    /// <summary>Translates sentences, in ids; the network is in evaluation mode during the call and its mode is restored.</summary>
    /// <param name="sources">Source ids without end, at least one sentence.</param>
    /// <param name="device">Where the model lives.</param>
    public IReadOnlyList<Hypothesis> Translate(IReadOnlyList<int[]> sources, Device device)
    {
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var quiet = inference_mode();
            using var scope = NewDisposeScope();
            return Search(sources, device);
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private Hypothesis[] Search(IReadOnlyList<int[]> sources, Device device)
    {
        var beams = sources.Select(s => new Beam(Limit(s), options)).ToList();
        var (projected, mask) = Encode(sources, device);
        IReadOnlyList<KeyValues>? caches = null;
        var open = beams.ToList();
        for (var position = 0; open.Count > 0; position++)
        {
            CollectionPoint.Pass();
            using var step = NewDisposeScope();
            var units = tensor(open.SelectMany(b => b.LastUnits).ToArray(), device: device).unsqueeze(1);
            var (hidden, grown) = model.Step(units, position, caches, projected, mask);
            Advance(open, nn.functional.log_softmax(model.Logits(hidden), -1));
            var rows = Rows(open);
            open.RemoveAll(b => b.Done);
            if (open.Count == 0)
                break;
            var index = tensor(rows.ToArray(), device: device);
            (caches, projected, mask) = Replace(caches, grown, projected, mask, index);
        }
        return [.. beams.Select(b => b.Best)];
    }

    private (IReadOnlyList<KeyValues> Projected, Tensor Mask) Encode(IReadOnlyList<int[]> sources, Device device)
    {
        var source = TokenBatches.Sources(sources, device);
        var mask = TranslationModel.Mask(source);
        var encoded = model.Encode(source, mask);
        var repeat = arange(sources.Count, device: device).repeat_interleave(options.Beam);
        var projected = model.ProjectSource(encoded).Select(kv => Select(kv, repeat)).ToList();
        return (projected, mask.index_select(0, repeat));
    }

    private void Advance(List<Beam> open, Tensor logProbabilities)
    {
        // Twice the beam, so that as many remain when every one of the best would end its sentence.
        var (values, ids) = logProbabilities.topk(Math.Min(2 * options.Beam, (int)logProbabilities.shape[1]), -1);
        var (v, u) = (values.cpu().data<float>().ToArray(), ids.cpu().data<long>().ToArray());
        var width = v.Length / (open.Count * options.Beam);
        for (var b = 0; b < open.Count; b++)
            open[b].Advance(v, u, b * options.Beam, width);
    }

    /// <summary>Rows of the last step that the open beams' hypotheses came from.</summary>
    private List<long> Rows(List<Beam> open)
    {
        var rows = new List<long>();
        for (var b = 0; b < open.Count; b++)
            if (!open[b].Done)
                rows.AddRange(open[b].Parents.Select(p => (long)(b * options.Beam + p)));
        return rows;
    }

    /// <summary>Follows the chosen rows and lets the tensors of the step before go.</summary>
    private static (IReadOnlyList<KeyValues> Caches, IReadOnlyList<KeyValues> Projected, Tensor Mask) Replace(
        IReadOnlyList<KeyValues>? oldCaches, IReadOnlyList<KeyValues> grown, IReadOnlyList<KeyValues> projected, Tensor mask, Tensor index)
    {
        var caches = grown.Select(kv => Keep(Select(kv, index))).ToList();
        var sources = projected.Select(kv => Keep(Select(kv, index))).ToList();
        var masks = mask.index_select(0, index).MoveToOuterDisposeScope();
        foreach (var old in (oldCaches ?? []).Concat(projected))
        {
            old.Keys.Dispose();
            old.Values.Dispose();
        }
        mask.Dispose();
        return (caches, sources, masks);
    }

    private static KeyValues Select(KeyValues kv, Tensor index) => new(kv.Keys.index_select(0, index), kv.Values.index_select(0, index));

    private static KeyValues Keep(KeyValues kv) => new(kv.Keys.MoveToOuterDisposeScope(), kv.Values.MoveToOuterDisposeScope());

    private int Limit(int[] source) => (int)(source.Length * options.LengthFactor) + options.LengthMargin;
}
