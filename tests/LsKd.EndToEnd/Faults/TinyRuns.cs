using LsKd.Core.Specs;

namespace LsKd.EndToEnd.Faults;

/// <summary>Runs of a second or a few.</summary>
internal static class TinyRuns
{
    public static readonly RunSpec Mlp = new()
    {
        Data = new() { TrainSize = 128, TestSize = 64, ValidationFraction = 0.01 },
        Model = new() { Name = "mlp", Width = 16 },
        Objective = new() { Smoothing = 0.1 },
        Training = new() { Epochs = 3, BatchSize = 16, Device = "cpu", Optimizer = new() { LearningRate = 0.02 } },
        Resources = new() { Threads = 1 },
    };

    public static readonly RunSpec Resnet = Mlp with
    {
        Data = Mlp.Data with { Augmentations = [new() { Name = "crop" }, new() { Name = "flip" }] },
        Model = new() { Name = "resnet8", Width = 4, Dropout = 0.2 },
        Training = Mlp.Training with { EmaDecay = 0.9, Optimizer = new() { Name = "adamw", LearningRate = 0.002 } },
        Analysis = new() { AtEnd = false },
    };

    /// <summary>A translation of a corpus in a folder; see <see cref="WriteCorpus"/>.</summary>
    public static RunSpec Translation(string corpus) => new()
    {
        Task = RunTask.Translation,
        Data = new() { Dataset = "parallel", Path = corpus },
        Model = new() { Name = "transformer-tiny", Width = 32, Dropout = 0.1 },
        Objective = new() { Smoothing = 0.1 },
        Translation = new() { VocabularySize = 300, BatchTokens = 256, Beam = 2, Heads = 4, Layers = 1 },
        Training = new()
        {
            Epochs = 6, Device = "cpu", Optimizer = new() { Name = "adam", LearningRate = 4e-3, Beta2 = 0.98, WeightDecay = 0 },
            Schedule = new() { Name = "cosine", WarmupSteps = 20 },
        },
        Resources = new() { Threads = 1 },
    };

    /// <summary>Writes a corpus in which each German word has one English word.</summary>
    public static void WriteCorpus(string folder)
    {
        (string German, string English)[] words = [("haus", "house"), ("hund", "dog"), ("baum", "tree"), ("wasser", "water"), ("feuer", "fire")];
        var random = new Random(1);
        Directory.CreateDirectory(folder);
        foreach (var (name, count) in new[] { ("train", 300), ("valid", 10), ("test", 10) })
            File.WriteAllLines(Path.Combine(folder, name + ".tsv"), Enumerable.Range(0, count).Select(_ =>
            {
                var drawn = Enumerable.Range(0, random.Next(4, 7)).Select(_ => words[random.Next(words.Length)]).ToArray();
                return $"{string.Join(' ', drawn.Select(w => w.German))}\t{string.Join(' ', drawn.Select(w => w.English))}";
            }));
    }

    // 16 steps an epoch, logged as windows of 10 and 6.
    public static readonly RunSpec Long = Resnet with { Training = Resnet.Training with { Epochs = 20, BatchSize = 8 } };
}
