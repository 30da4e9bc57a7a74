using LsKd.Core.Specs;

namespace LsKd.Core.Catalogs;

/// <summary>The dimensions of an encoder-decoder transformer.</summary>
/// <param name="Width">Model width D.</param>
/// <param name="Layers">Encoder layers; as many decoder layers.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="FeedForward">Inner width of the feed-forward layers.</param>
public sealed record TransformerSize(int Width, int Layers, int Heads, int FeedForward)
{
    /// <summary>Trained parameters with pre-norm, one vocabulary for both languages and a tied output layer.</summary>
    public long Parameters(int units)
    {
        var (attention, norm) = (4L * Width * (Width + 1), 2L * Width);
        var feedForward = 2L * Width * FeedForward + FeedForward + Width;
        var (encoder, decoder) = (attention + feedForward + 2 * norm, 2 * attention + feedForward + 3 * norm);
        return (long)units * Width + Layers * (encoder + decoder) + 2 * norm;
    }
}

/// <summary>A translation model's size.</summary>
/// <param name="Name">The name in a spec.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Size">Its dimensions.</param>
public sealed record TranslationModelDescriptor(string Name, string Title, TransformerSize Size);

/// <summary>A parallel corpus.</summary>
/// <param name="Name">The name in a spec.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Embedded">Whether the product carries it.</param>
/// <param name="Layout">The files that are looked for under <c>data.path</c>.</param>
/// <param name="Source">Where it comes from and under which licence.</param>
/// <param name="TrainPairs">Its training pairs, or 0 where that depends on the files.</param>
public sealed record CorpusDescriptor(string Name, string Title, bool Embedded, string Layout, string Source, int TrainPairs = 0);

/// <summary>Models, corpora and objectives of the translation task.</summary>
public static class TranslationCatalog
{
    /// <summary>Model sizes: encoder and decoder layers, width, feed-forward width, heads.</summary>
    public static IReadOnlyList<TranslationModelDescriptor> Models { get; } =
    [
        new("transformer-tiny", "Transformer, tiny (2+2 layers, 128 / 512, 4 heads)", new(128, 2, 4, 512)),
        new("transformer-iwslt-small", "Transformer, IWSLT small (2+2 layers, 256 / 1024, 4 heads)", new(256, 2, 4, 1024)),
        new("transformer-base", "Transformer, base (6+6 layers, 512 / 2048, 8 heads)", new(512, 6, 8, 2048)),
    ];

    /// <summary>The same as entries of a list of all architectures; parameters at the usual number of units.</summary>
    public static IEnumerable<ModelDescriptor> Entries() => Models.Select(m => new ModelDescriptor(
        m.Name, "Transformer", m.Title, m.Size.Width, Widths: true, ImageSizes: [], m.Size.Parameters(new TranslationSpec().VocabularySize)));

    /// <summary>Corpora.</summary>
    public static IReadOnlyList<CorpusDescriptor> Corpora { get; } =
    [
        new("wesnoth", "Battle for Wesnoth, German to English (embedded)", true, "",
            "Message catalogues of The Battle for Wesnoth, GPL-2 or later, a data file of its own", 15_424),
        new("multi30k", "Multi30k, German to English", false, "train.de/.en, val.de/.en, test_2016_flickr.de/.en (plain or .gz)", "Elliott et al. 2016", 29_000),
        new("iwslt14", "IWSLT-14, German to English", false, "train.tags.de-en.de/.en and IWSLT14.TED*.de-en.*.xml", "Cettolo et al. 2014"),
        new("parallel", "A corpus of your own", false, "train, valid, test as .tsv (source TAB target) or .de with .en (plain or .gz)", ""),
    ];

    /// <summary>Ids of analysed samples are the sentence's place in the analysed split times this plus the unit's place in the sentence.</summary>
    public const long IdsPerSentence = 4096;

    /// <summary>Objectives that make sense for single target units.</summary>
    public static IReadOnlyList<string> Objectives { get; } = ["cross-entropy", "soft-cross-entropy", "kd", "kd-teacher-softened"];

    /// <summary>Whether a name is one of <see cref="Models"/>.</summary>
    public static bool IsModel(string name) => Models.Any(m => m.Name == name);

    /// <summary>The dimensions that a spec comes to: the named size's, with what the spec sets apart; null for an unknown name.</summary>
    public static TransformerSize? SizeOf(ModelSpec model, TranslationSpec settings)
    {
        if (Models.FirstOrDefault(m => m.Name == model.Name)?.Size is not { } named)
            return null;
        var width = settings.Width ?? model.Width;
        return new(
            width ?? named.Width, settings.Layers ?? named.Layers, settings.Heads ?? named.Heads,
            settings.FeedForward ?? width * 4 ?? named.FeedForward);
    }

    /// <summary>Whether a spec's loss or its training text comes from a teacher.</summary>
    public static bool NeedsTeacher(RunSpec spec) =>
        ObjectiveCatalog.Find(spec.Objective.Name) is { NeedsTeacher: true }
        || (spec.Task == RunTask.Translation && spec.Translation is { SequenceLevel: true });

    /// <summary>Whether a name is one of <see cref="Corpora"/>.</summary>
    public static bool IsCorpus(string name) => Corpora.Any(c => c.Name == name);
}
