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

    /// <summary>Samples per split whose features are stored.</summary>
    public required int StoredSamples { get; init; }

    /// <summary>The defaults of a size.</summary>
    public static StudyDefaults Of(StudySize size) => size switch
    {
        StudySize.Tiny => Tiny,
        StudySize.Quick => Quick,
        _ => Full,
    };

    /// <summary>The two similar classes and the far one of a data set; empty lets the evidence choose.</summary>
    public IReadOnlyList<string> Triple(DataSpec data) =>
        data.Classes is null && data.LabelLevel is null ? DatasetCatalog.Find(data.Dataset)?.Triple ?? [] : [];

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
