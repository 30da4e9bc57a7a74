using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Translation.Data;
using LsKd.Learning.Translation.Model;
using LsKd.Learning.Translation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Translation.Analysis;

/// <summary>
/// The analysis of a translation model (Mueller et al. 2019, Fig. 7): the most frequent target units stand for classes, and
/// the decoder's last hidden state for the penultimate activation. Caps are stated in the reports' remarks.
/// </summary>
internal static class TokenClassAnalysis
{
    private const int MaxClasses = 50, MaxSentences = 4000;

    /// <summary>Analyses the current weights on all splits, and their agreement with a teacher; as <see cref="RunAnalysis.Run"/>.</summary>
    public static void Run(
        RunSpec spec, TranslationModel model, TranslationModel? teacher, Vocabularies vocabularies, ParallelCorpus corpus, Device device,
        RunFolder folder, int? epoch, Action<RunEvent> emit)
    {
        using var scope = NewDisposeScope();
        var classes = TokenClasses.Choose(corpus[Split.Train].Select(vocabularies.Encode), vocabularies.Target, MaxClasses);
        var templates = model.Templates.detach().index_select(0, tensor(classes.Units.Select(u => (long)u).ToArray(), device: device));
        using var head = new NetworkHead(templates, null);
        var weightsEpoch = epoch ?? RunAnalysis.BestEpoch(folder);
        RunAnalysis.StoreHead(folder, head, classes.Names, epoch, weightsEpoch, emit);
        var triple = Triples.Choose(spec.Analysis.Triple, [], classes.Names);
        foreach (var split in Enum.GetValues<Split>())
        {
            var (pairs, remarks) = Sentences(corpus[split], spec.Analysis.Seed, classes.Units.Count);
            EncodedPair[] encoded = [.. pairs.Select(vocabularies.Encode)];
            var source = new TokenClassSource(model, encoded, classes, templates, device);
            var options = new AnalysisOptions
            {
                Split = split.Key(), Epoch = weightsEpoch, ClassNames = classes.Names, Triple = triple, Seed = spec.Analysis.Seed,
            };
            var report = RunAnalysis.StoreSplit(source, head, folder, spec.Analysis, options, epoch, emit, remarks,
                refine: r => TeacherAgreement.AddTo(r, model, teacher, encoded, device));
            triple = triple.Count > 0 ? triple : report.Triple;
        }
    }

    private static (IReadOnlyList<SentencePair> Pairs, IReadOnlyList<string> Remarks) Sentences(
        IReadOnlyList<SentencePair> pairs, int seed, int classes)
    {
        var classRemark = $"Classes are the {classes} most frequent target units; positions with another next unit are left out, and "
            + "probabilities are over these units alone.";
        if (pairs.Count <= MaxSentences)
            return (pairs, [classRemark]);
        var drawn = pairs.ToArray();
        new Random(seed).Shuffle(drawn);
        return ([.. drawn.Take(MaxSentences)], [classRemark, $"{MaxSentences} of {pairs.Count} sentences, drawn with seed {seed}."]);
    }
}
