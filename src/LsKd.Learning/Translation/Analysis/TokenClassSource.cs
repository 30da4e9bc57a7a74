using LsKd.Core.Catalogs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Analysis;

/// <summary>
/// A translation model's penultimate activations under gold prefixes, at the positions whose next unit is one of the classes;
/// logits are those of the classes alone.
/// </summary>
internal sealed class TokenClassSource : ILabelledSource
{
    private const int BatchTokens = 4096;
    private readonly TranslationModel model;
    private readonly TokenBatches batches;
    private readonly Device device;
    private readonly List<(long[] Rows, int[] Labels)> chosen = [];
    private readonly Tensor templates;

    /// <param name="model">In evaluation mode; stays the caller's.</param>
    /// <param name="pairs">Sentences.</param>
    /// <param name="classes">The units that count.</param>
    /// <param name="templates">[K, D] on the device: the classes' rows of the output layer; stays the caller's.</param>
    /// <param name="device">Where the model lives.</param>
    public TokenClassSource(TranslationModel model, IReadOnlyList<EncodedPair> pairs, TokenClasses classes, Tensor templates, Device device)
    {
        (this.model, this.templates, this.device) = (model, templates, device);
        batches = new TokenBatches(pairs, BatchTokens);
        var (labels, ids) = (new List<int>(), new List<long>());
        for (var b = 0; b < batches.Count; b++)
            Choose(batches.Members(b), pairs, classes, labels, ids);
        (Labels, SampleIds) = (labels, ids);
    }

    /// <inheritdoc/>
    public int Count => Labels.Count;

    /// <inheritdoc/>
    public bool IsCheapToRepeat => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleIds { get; }

    /// <inheritdoc/>
    public IEnumerable<AnalysisBatch> Batches()
    {
        var position = 0;
        for (var b = 0; b < batches.Count; b++)
        {
            var (rows, labels) = chosen[b];
            if (rows.Length == 0)
                continue;
            yield return Outputs(b, rows, labels, position);
            position += rows.Length;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(Tensor Logits, Tensor Labels)> LogitBatches()
    {
        foreach (var batch in Batches())
            using (batch)
                yield return (batch.Logits, batch.Labels);
    }

    private void Choose(IReadOnlyList<int> members, IReadOnlyList<EncodedPair> pairs, TokenClasses classes, List<int> labels, List<long> ids)
    {
        var rows = new List<long>();
        var first = labels.Count;
        long row = 0;
        foreach (var sentence in members)
        {
            var target = pairs[sentence].Target;
            for (var t = 0; t < target.Length; t++, row++)
                if (classes.LabelOf(target[t]) is { } label)
                {
                    rows.Add(row);
                    labels.Add(label);
                    ids.Add(sentence * TranslationCatalog.IdsPerSentence + t);
                }
            row++; // the end of the sentence
        }
        chosen.Add(([.. rows], [.. labels.Skip(first)]));
    }

    private AnalysisBatch Outputs(int index, long[] rows, int[] labels, int firstPosition)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var batch = batches.Load(index, device);
        var hidden = TranslationTask.HiddenOf(model, batch).index_select(0, tensor(rows, device: device));
        var logits = hidden.matmul(templates.t());
        return new AnalysisBatch(Kept(hidden), Kept(logits), tensor(labels.Select(l => (long)l).ToArray()).DetachFromDisposeScope())
        {
            Positions = [.. Enumerable.Range(firstPosition, rows.Length)],
        };
    }

    private static Tensor Kept(Tensor values) => values.to(ScalarType.Float32).cpu().alias().DetachFromDisposeScope();
}
