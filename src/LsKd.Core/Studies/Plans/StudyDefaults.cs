using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKd.Core.Studies.Plans;

/// <summary>What a size brings where a study's document says nothing. Equal over studies, so that they share their teachers.</summary>
public sealed record StudyDefaults
{
    /// <summary>Training seeds.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The data set.</summary>
    public required DataSpec Data { get; init; }

    /// <summary>Training settings.</summary>
    public required TrainingSpec Training { get; init; }

    /// <summary>The teacher's network.</summary>
    public required ModelSpec Teacher { get; init; }

    /// <summary>The student's network.</summary>
    public required ModelSpec Student { get; init; }

    /// <summary>Settings of the translation task where the data is a corpus, else null.</summary>
    public TranslationSpec? Translation { get; init; }

    /// <summary>Samples per split whose features are stored.</summary>
    public required int StoredSamples { get; init; }

    /// <summary>The defaults of a size.</summary>
    public static StudyDefaults Of(StudySize size) => size switch
    {
        StudySize.Tiny => Tiny,
        StudySize.Quick => Quick,
        _ => Full,
    };

    /// <summary>
    /// The defaults of a size for German into English. Quick is made for two CPU cores: a short training on short sentences, a narrow
    /// student, two temperatures.
    /// </summary>
    public static StudyDefaults OfTranslation(StudySize size) => Of(size) with
    {
        Data = size == StudySize.Tiny ? new() { Dataset = "wesnoth", TrainSize = 200, TestSize = 20 } : new() { Dataset = "wesnoth" },
        Teacher = new ModelSpec { Name = size == StudySize.Full ? "transformer-iwslt-small" : "transformer-tiny", Dropout = Dropout(size) },
        Student = new ModelSpec { Name = "transformer-tiny", Width = size == StudySize.Full ? null : 64, Dropout = Dropout(size) },
        Training = new()
        {
            Epochs = size switch { StudySize.Tiny => 1, StudySize.Quick => 4, _ => 40 },
            Optimizer = new() { Name = "adam", LearningRate = size == StudySize.Full ? 1e-3 : 2e-3, WeightDecay = 0, Beta2 = 0.98 },
            Schedule = new() { Name = "inverse-sqrt", WarmupSteps = size switch { StudySize.Tiny => 5, StudySize.Quick => 300, _ => 4000 } },
        },
        Translation = size switch
        {
            // A network that has learnt nothing translates to the limit: a miniature decodes greedily.
            StudySize.Tiny => new() { VocabularySize = 1000, Beam = 1 },
            StudySize.Quick => new() { VocabularySize = 2000, BatchTokens = 768, MaxLength = 40 },
            _ => new() { BatchTokens = 4096 },
        },
    };

    /// <summary>The two similar classes and the far one of a data set; empty lets the evidence choose.</summary>
    public IReadOnlyList<string> Triple(DataSpec data) =>
        data.Classes is null && data.LabelLevel is null ? DatasetCatalog.Find(data.Dataset)?.Triple ?? [] : [];

    // A few epochs underfit: dropout would only slow them down.
    private static double Dropout(StudySize size) => size == StudySize.Full ? 0.3 : 0;

    private static StudyDefaults Tiny { get; } = new()
    {
        Seeds = [0],
        Data = new DataSpec { TrainSize = 200, TestSize = 100, ValidationFraction = 0.01 },
        Training = new TrainingSpec { Epochs = 1, BatchSize = 50 },
        Teacher = new ModelSpec { Name = "resnet8", Width = 4 },
        Student = new ModelSpec { Name = "resnet8", Width = 2 },
        StoredSamples = 200,
    };

    private static StudyDefaults Quick { get; } = new()
    {
        Seeds = [0, 1, 2],
        Data = new DataSpec { TrainSize = 10_000 },
        Training = new TrainingSpec { Epochs = 8, BatchSize = 128 },
        Teacher = new ModelSpec { Name = "resnet8", Width = 16 },
        Student = new ModelSpec { Name = "resnet8", Width = 6 },
        StoredSamples = 2_000,
    };

    private static StudyDefaults Full { get; } = new()
    {
        Seeds = [0, 1, 2],
        Data = new DataSpec
        {
            Augmentations = [new AugmentationSpec { Name = "crop", Amount = 2 }, new AugmentationSpec { Name = "flip", Probability = 0.5 }],
        },
        Training = new TrainingSpec { Epochs = 60, BatchSize = 128 },
        Teacher = new ModelSpec { Name = "resnet20", Width = 16 },
        Student = new ModelSpec { Name = "resnet8", Width = 16 },
        StoredSamples = 10_000,
    };
}
