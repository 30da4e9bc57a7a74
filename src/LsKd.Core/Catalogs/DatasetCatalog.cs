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

    /// <summary>Label granularities (<c>data.labelLevel</c>) where there are several, the usual one first.</summary>
    public IReadOnlyList<string> LabelLevels { get; init; } = [];

    /// <summary>Test parts (<c>data.testPart</c>) where there are several, the usual one first.</summary>
    public IReadOnlyList<string> TestParts { get; init; } = [];

    /// <summary>Which files must lie in the set's folder, in words; empty for embedded sets.</summary>
    public string Files { get; init; } = "";

    /// <summary>Names of files and folders without which the set is not there; each file may also end in <c>.gz</c>.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The folder inside the set's published archive; empty where there is none.</summary>
    public string ArchiveFolder { get; init; } = "";

    /// <summary>Two similar classes and a different one, for a first projection; empty lets the evidence choose.</summary>
    public IReadOnlyList<string> Triple { get; init; } = [];

    /// <summary>Where it comes from and under which licence.</summary>
    public string Source { get; init; } = "";
}

/// <summary>All data sets.</summary>
public static partial class DatasetCatalog
{
    /// <summary>Every data set, in the order of the form.</summary>
    public static IReadOnlyList<DatasetDescriptor> All { get; } = [.. Embedded(), .. Small(), .. Photographs()];

    /// <summary>Finds a data set by name, or null.</summary>
    public static DatasetDescriptor? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    private static IEnumerable<DatasetDescriptor> Embedded() =>
    [
        new()
        {
            Name = "fashion-mnist", Title = "Fashion-MNIST (embedded part)", Classes = 10, ClassNames = FashionClasses, ImageSize = 28,
            TrainSamples = 20_000, TestSamples = 4_000, Embedded = true, Triple = ["Pullover", "Coat", "Trouser"],
            Source = "Zalando Research, MIT licence; the first 2,000 (400) images of each class",
        },
        new()
        {
            Name = "kanji", Title = "Kanji glyphs", Classes = 2_962, ImageSize = 28, TrainSamples = 68_126, TestSamples = 11_848, Embedded = true,
            LabelLevels = ["character", "radical"], TestParts = ["test", "ood"],
            Source = "Rendered from 32 typefaces, split by typeface (23 train, 2 validation, 4 test, 3 unlike the rest as 'ood'); "
                + "licences beside the files; character data from Unihan. By radical: 203 classes, a natural long tail",
        },
    ];

    private static IEnumerable<DatasetDescriptor> Small() =>
    [
        new()
        {
            Name = "fashion-mnist-full", Title = "Fashion-MNIST", Classes = 10, ClassNames = FashionClasses, ImageSize = 28,
            TrainSamples = 60_000, TestSamples = 10_000, Downloadable = true, Triple = ["Pullover", "Coat", "Trouser"], Files = IdxFiles, Required = IdxNames,
            Source = "Zalando Research, MIT licence; also found where Debian's dataset-fashion-mnist puts it",
        },
        new()
        {
            Name = "mnist", Title = "MNIST", Classes = 10, ClassNames = [.. Enumerable.Range(0, 10).Select(d => $"{d}")], ImageSize = 28,
            TrainSamples = 60_000, TestSamples = 10_000, Downloadable = true, Triple = ["4", "9", "0"], Files = IdxFiles, Required = IdxNames,
            Source = "LeCun, Cortes and Burges",
        },
        new()
        {
            Name = "idx", Title = "IDX files (MNIST family)", Files = IdxFiles + ", and classes.txt with a name a line if there is one", Required = IdxNames,
            Source = "Your own folder; normalised by its training images",
        },
        new()
        {
            Name = "cifar10", Title = "CIFAR-10", Classes = 10, ClassNames = Cifar10Classes, Channels = 3, ImageSize = 32,
            TrainSamples = 50_000, TestSamples = 10_000, Downloadable = true, Triple = ["cat", "dog", "airplane"],
            Files = "data_batch_1.bin to data_batch_5.bin and test_batch.bin of the binary version", ArchiveFolder = "cifar-10-batches-bin",
            Required = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"],
            Source = "Krizhevsky, 2009",
        },
        new()
        {
            Name = "cifar100", Title = "CIFAR-100", Classes = 100, ClassNames = Cifar100Classes, Channels = 3, ImageSize = 32,
            TrainSamples = 50_000, TestSamples = 10_000, Downloadable = true, Triple = ["beaver", "otter", "dolphin"], LabelLevels = ["fine", "coarse"],
            Files = "train.bin, test.bin, fine_label_names.txt and coarse_label_names.txt of the binary version", ArchiveFolder = "cifar-100-binary",
            Required = ["train.bin", "test.bin", "coarse_label_names.txt"],
            Source = "Krizhevsky, 2009",
        },
    ];

    private static IEnumerable<DatasetDescriptor> Photographs() =>
    [
        new()
        {
            Name = "tiny-imagenet", Title = "Tiny-ImageNet", Classes = 200, Channels = 3, ImageSize = 64, TrainSamples = 100_000, TestSamples = 10_000,
            Files = "train/, val/ (with val_annotations.txt) and words.txt", ArchiveFolder = "tiny-imagenet-200", Required = ["train", "val"],
            Source = "Stanford CS231N; its validation part is reported, validation is split off from training",
        },
        new()
        {
            Name = "cub200", Title = "CUB-200-2011", Classes = 200, Channels = 3, TrainSamples = 5_994, TestSamples = 5_794,
            Files = "images/, images.txt, classes.txt, image_class_labels.txt and train_test_split.txt", ArchiveFolder = "CUB_200_2011",
            Required = ["images", "images.txt", "classes.txt", "image_class_labels.txt", "train_test_split.txt"],
            Source = "Wah et al., 2011",
        },
        new()
        {
            Name = "image-folder", Title = "Image folder (ImageNet-1K, iNaturalist, your own)", Channels = 3,
            Files = "a folder per class under train/, val/ and test/ (or class folders alone, which are split)",
            Source = "JPEG, PNG, WebP or BMP; where there is no test/, val/ is reported and validation is split off from training",
        },
        new()
        {
            Name = "image-list", Title = "Image lists (ImageNet-LT, Places-LT)", Channels = 3,
            Files = "train.txt, val.txt and test.txt with a path and a label per line, and the images",
            Source = "Paths relative to the folder; where there is no test.txt, val.txt is reported and validation is split off from training",
        },
    ];
}
