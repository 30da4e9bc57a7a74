using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Native;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Training.Images;
using LsKd.Learning.Translation.Analysis;
using LsKd.Learning.Translation.Data;
using LsKd.Learning.Translation.Decoding;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Training;

/// <summary>
/// Trains a translation model, alone or as a teacher's student. Losses look at the real target positions alone: padding never
/// reaches the output layer. The best checkpoint is the one with the highest BLEU of greedy translations on validation.
/// </summary>
public sealed class TranslationTask : ITrainingTask
{
    private readonly RunSpec spec;
    private readonly TranslationSpec settings;
    private readonly ParallelCorpus corpus;
    private readonly Vocabularies vocabularies;
    private readonly TranslationModel network;
    private readonly TranslationModel? teacher;
    private readonly IObjective objective;
    private readonly TokenBatches training;
    private readonly Device device;
    private readonly RunFolder folder;
    private IReadOnlyList<string>? tested;

    /// <summary>Takes over the network and the teacher (both moved to the device, the teacher frozen).</summary>
    internal TranslationTask(TranslationParts parts, RunFolder folder, Device device)
    {
        (spec, corpus, vocabularies, network, teacher, objective) =
            (parts.Spec, parts.Corpus, parts.Vocabularies, parts.Network, parts.Teacher, parts.Objective);
        (this.folder, this.device) = (folder, device);
        settings = TranslationNetwork.Settings(spec);
        network.to(device);
        Freeze();
        training = new TokenBatches(Usable(parts.TrainingPairs), settings.BatchTokens);
    }

    /// <inheritdoc/>
    public nn.Module Network => network;

    /// <summary>Target units have names, but are no classes of a data set.</summary>
    public IReadOnlyList<string> ClassNames => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SplitSizes => Enum.GetValues<Split>().ToDictionary(s => s.Key(), s => corpus[s].Count);

    /// <inheritdoc/>
    public int StepsPerEpoch => training.Count;

    /// <inheritdoc/>
    public (string Tag, bool HigherIsBetter) Selection => ("bleu", true);

    /// <inheritdoc/>
    public IEnumerable<TrainingStep> Epoch(int epoch)
    {
        foreach (var index in training.Order(spec.Training.Seed, epoch))
        {
            using var batch = training.Load(index, device);
            yield return new TrainingStep((int)batch.Labels.shape[0], () => Loss(batch, epoch));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Evaluate(Split split)
    {
        var results = new Dictionary<string, double>(Predictions(split));
        results["perplexity"] = Math.Exp(results["nll"]);
        var translations = Translate(split, split is Split.Test ? settings.Beam : 1);
        tested = split is Split.Test ? translations : tested;
        var references = corpus[split].Select(p => p.Target).ToList();
        results["bleu"] = Bleu.Corpus(translations, [references], settings.LowercaseScore).Score;
        results["chrf"] = ChrF.Corpus(translations, references, settings.LowercaseScore).Score;
        return results;
    }

    /// <inheritdoc/>
    public void Analyse(RunFolder folder, int? epoch, Action<RunEvent> emit)
    {
        if (epoch is null)
            WriteTranslations(emit);
        TokenClassAnalysis.Run(spec, network, teacher, vocabularies, corpus, device, folder, epoch, emit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        teacher?.Dispose();
        network.Dispose();
    }

    private void Freeze()
    {
        teacher?.to(device);
        teacher?.eval();
        foreach (var weight in teacher?.parameters() ?? [])
            weight.requires_grad_(false);
    }

    private List<EncodedPair> Usable(IReadOnlyList<SentencePair> pairs)
    {
        var usable = pairs.Select(vocabularies.Encode).Where(IsUsable).ToList();
        return usable.Count > 0
            ? usable
            : throw new ArgumentException($"translation.maxLength: no training pair has at most {settings.MaxLength} units a side");
    }

    private bool IsUsable(EncodedPair pair)
    {
        var (longer, shorter) = (Math.Max(pair.Source.Length, pair.Target.Length), Math.Min(pair.Source.Length, pair.Target.Length));
        // Very short pairs, such as one word for two, say little by their ratio.
        return shorter > 0 && longer <= settings.MaxLength && longer <= Math.Max(8, shorter * settings.MaxLengthRatio);
    }

    private LossParts Loss(TokenBatch batch, int epoch)
    {
        using var format = spec.Training.Precision is Precision.BFloat16 ? Autocast.BFloat16On(device.type) : Autocast.Off;
        var logits = LogitsOf(network, batch).to(float32);
        return objective.Compute(new LossInput(logits, batch.Labels) { TeacherLogits = TeacherLogits(batch), Epoch = epoch });
    }

    private Tensor? TeacherLogits(TokenBatch batch)
    {
        if (!objective.NeedsTeacher || teacher is null)
            return null;
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return LogitsOf(teacher, batch).to(float32).MoveToOuterDisposeScope();
    }

    private static Tensor LogitsOf(TranslationModel model, TokenBatch batch) => model.Logits(HiddenOf(model, batch));

    /// <summary>Penultimate activations [N, D] of a batch's real target positions.</summary>
    internal static Tensor HiddenOf(TranslationModel model, TokenBatch batch)
    {
        using var mask = TranslationModel.Mask(batch.Source);
        using var encoded = model.Encode(batch.Source, mask);
        using var hidden = model.Decode(batch.Input, encoded, mask);
        return hidden.reshape(-1, hidden.shape[^1]).index_select(0, batch.Rows);
    }

    private IReadOnlyDictionary<string, double> Predictions(Split split)
    {
        using var measures = new ClassificationMeasures();
        var batches = new TokenBatches([.. corpus[split].Select(vocabularies.Encode)], settings.BatchTokens);
        for (var i = 0; i < batches.Count; i++)
        {
            CollectionPoint.Pass();
            using var scope = NewDisposeScope();
            using var batch = batches.Load(i, device);
            var logits = LogitsOf(network, batch);
            measures.Add(logits, batch.Labels);
            var input = new LossInput(logits, batch.Labels) { TeacherLogits = TeacherLogits(batch), Epoch = spec.Objective.DistillFrom };
            measures.AddLoss(objective.Compute(input), (int)batch.Labels.shape[0]);
        }
        return measures.Results();
    }

    private List<string> Translate(Split split, int beam) =>
        [.. new Translator(network, vocabularies, new DecodingOptions(beam, settings.LengthPenalty), device)
            .Translate([.. corpus[split].Select(p => p.Source)]).Select(t => t.Text)];

    private void WriteTranslations(Action<RunEvent> emit)
    {
        Directory.CreateDirectory(folder.Analysis);
        var path = Path.Combine(folder.Analysis, "translations.test.tsv");
        // The test split has just been translated by the same weights, unless the run was cut off in between.
        var translations = tested ?? Translate(Split.Test, settings.Beam);
        WholeFile.WriteLines(path, corpus[Split.Test].Select((p, i) => $"{p.Source}\t{p.Target}\t{translations[i]}"));
        emit(new ArtifactWritten("translations", Path.GetRelativePath(folder.Root, path), "test", spec.Training.Epochs) { Time = DateTimeOffset.UtcNow });
    }
}
