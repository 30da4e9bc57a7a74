namespace LsKd.Core.Catalogs;

/// <summary>What is known of a data set without reading it.</summary>
public sealed record DatasetDescriptor
{
    /// <summary>The name in a spec.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Number of classes; null where the folder decides.</summary>
    public int? Classes { get; init; }

    /// <summary>Class names where they are fixed.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Channels, height and width; side 0 where the files decide.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Side of the images in pixels, or 0 where the spec must choose it.</summary>
    public int ImageSize { get; init; }

    /// <summary>Training and test samples of the full set; 0 where the folder decides.</summary>
    public int TrainSamples { get; init; }

    /// <summary>Test samples.</summary>
    public int TestSamples { get; init; }

    /// <summary>Whether the product carries it.</summary>
    public bool Embedded { get; init; }

    /// <summary>Whether <c>data get</c> can fetch it.</summary>
    public bool Downloadable { get; init; }

    /// <summary>Two similar classes and a different one, for a first projection; empty lets the evidence choose.</summary>
    public IReadOnlyList<string> Triple { get; init; } = [];

    /// <summary>Where it comes from and under which licence.</summary>
    public string Source { get; init; } = "";
}

/// <summary>All data sets.</summary>
public static partial class DatasetCatalog
{
    private static readonly string[] Fashion =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Every data set, in the order of the form.</summary>
    public static IReadOnlyList<DatasetDescriptor> All { get; } =
    [
        new()
        {
            Name = "fashion-mnist", Title = "Fashion-MNIST (embedded part)", Classes = 10, ClassNames = Fashion, ImageSize = 28,
            TrainSamples = 20_000, TestSamples = 4_000, Embedded = true, Triple = ["Pullover", "Coat", "Trouser"],
            Source = "Zalando Research, MIT licence; the first 2,000 (400) images of each class",
        },
    ];

    /// <summary>Finds a data set by name, or null.</summary>
    public static DatasetDescriptor? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
