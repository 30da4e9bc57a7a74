using FluentValidation;
using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Specs;

/// <summary>Rules of the translation task's own settings.</summary>
internal sealed class TranslationRules : AbstractValidator<TranslationSpec>
{
    // Padding, begin, end and the 256 bytes, with room for at least one character.
    private const int SmallestVocabulary = 260;

    public TranslationRules()
    {
        RuleFor(t => t.VocabularySize).InclusiveBetween(SmallestVocabulary, 200_000)
            .WithMessage($"Must lie between {SmallestVocabulary} and 200000 units.");
        RuleFor(t => t.MaxLength).InclusiveBetween(1, 4096).WithMessage("Must lie between 1 and 4096 units.");
        RuleFor(t => t.MaxLengthRatio).Must(r => r is >= 1 and <= 1000).WithMessage("Must lie between 1 and 1000.");
        RuleFor(t => t.BatchTokens).InclusiveBetween(16, 1_000_000).WithMessage("Must lie between 16 and 1000000 units.");
        RuleFor(t => t.Width).InclusiveBetween(2, 8192).WithMessage("Must lie between 2 and 8192.");
        RuleFor(t => t.Layers).InclusiveBetween(1, 100).WithMessage("Must lie between 1 and 100.");
        RuleFor(t => t.Heads).InclusiveBetween(1, 256).WithMessage("Must lie between 1 and 256.");
        RuleFor(t => t.FeedForward).InclusiveBetween(1, 65_536).WithMessage("Must lie between 1 and 65536.");
        RuleFor(t => t.AverageCheckpoints).InclusiveBetween(1, 1000).WithMessage("Must lie between 1 (the best alone) and 1000.");
        RuleFor(t => t.Beam).InclusiveBetween(1, 100).WithMessage("Must lie between 1 (greedy) and 100.");
        RuleFor(t => t.LengthPenalty).Must(p => p is >= 0 and <= 10).WithMessage("Must lie in [0, 10].");
    }
}

/// <summary>Rules of a parallel corpus.</summary>
internal sealed class CorpusRules : AbstractValidator<DataSpec>
{
    public CorpusRules()
    {
        RuleFor(d => d.Dataset).Must(TranslationCatalog.IsCorpus)
            .WithMessage(d => $"There is no corpus \"{d.Dataset}\". Known: {string.Join(", ", TranslationCatalog.Corpora.Select(c => c.Name))}.");
        RuleFor(d => d.ValidationFraction).Must(f => f is > 0 and <= 0.9).WithMessage("Must lie in (0, 0.9].");
        RuleFor(d => d.TrainSize).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(d => d.TestSize).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(d => d.Fraction).Must(f => f is > 0 and <= 1).WithMessage("Must lie in (0, 1].");
    }
}

/// <summary>Rules that several parts of a translation spec share.</summary>
internal sealed class TranslationTaskRules : AbstractValidator<RunSpec>
{
    public TranslationTaskRules()
    {
        RuleFor(s => s.Data).SetValidator(new CorpusRules());
        RuleFor(s => s.Translation!).SetValidator(new TranslationRules()).When(s => s.Translation is not null);
        RuleFor(s => s.Model.Name).Must(TranslationCatalog.IsModel)
            .WithMessage(s => $"There is no translation model \"{s.Model.Name}\". Known: {string.Join(", ", TranslationCatalog.Models.Select(m => m.Name))}.");
        RuleFor(s => s.Model.Dropout).Must(d => d is >= 0 and < 1).WithMessage("Must lie in [0, 1).");
        RuleFor(s => s.Model.Width).InclusiveBetween(2, 8192).WithMessage("Must lie between 2 and 8192.");
        RuleFor(s => s.Objective.Name).Must(TranslationCatalog.Objectives.Contains)
            .WithMessage(s => $"\"{s.Objective.Name}\" does not work for translation. Known: {string.Join(", ", TranslationCatalog.Objectives)}.");
        RuleFor(s => s.Translation!.Heads).Must((s, _) => HeadsDivide(s))
            .WithMessage(s => $"{SizeOf(s)!.Heads} heads do not divide a width of {SizeOf(s)!.Width}.")
            .When(s => SizeOf(s) is { Heads: > 0 });
        RuleFor(s => s.Translation!.Width).Must((s, _) => SizeOf(s)!.Width % 2 == 0)
            .WithMessage("Must be even: sines and cosines share it.").When(s => SizeOf(s) is not null);
    }

    private static bool HeadsDivide(RunSpec spec) => SizeOf(spec) is { } size && size.Width % size.Heads == 0;

    private static TransformerSize? SizeOf(RunSpec spec) =>
        spec.Translation is { } settings ? TranslationCatalog.SizeOf(spec.Model, settings) : null;
}
