namespace LsKd.Learning.Data.Downloads;

/// <summary>A file to fetch and what it must be.</summary>
/// <param name="Name">Its name in the set's folder.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Md5">Its MD5 as the set's authors (or, for MNIST, torchvision) publish it, in lower-case hex.</param>
public sealed record DownloadFile(string Name, long Size, string Md5);

/// <summary>Where a data set is published.</summary>
/// <param name="Dataset">Name in the catalogue.</param>
/// <param name="Address">The folder of the files, with a closing slash.</param>
/// <param name="Files">The files. An archive (<c>.tar.gz</c>) is unpacked and then removed.</param>
public sealed record DownloadSource(string Dataset, Uri Address, IReadOnlyList<DownloadFile> Files)
{
    /// <summary>Every set that can be fetched.</summary>
    public static IReadOnlyList<DownloadSource> All { get; } =
    [
        new("cifar10", new("https://www.cs.toronto.edu/~kriz/"), [new("cifar-10-binary.tar.gz", 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530")]),
        new("cifar100", new("https://www.cs.toronto.edu/~kriz/"), [new("cifar-100-binary.tar.gz", 168_513_733, "03b5dce01913d631647c71ecec9e9cb8")]),
        new("mnist", new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        [
            new("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            new("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
            new("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
            new("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c"),
        ]),
        new("fashion-mnist-full", new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        [
            new("train-images-idx3-ubyte.gz", 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            new("train-labels-idx1-ubyte.gz", 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
            new("t10k-images-idx3-ubyte.gz", 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
            new("t10k-labels-idx1-ubyte.gz", 5_148, "bb300cfdad3c16e7a12a480ee83cd310"),
        ]),
    ];

    /// <summary>The source of a set, or null.</summary>
    public static DownloadSource? Find(string dataset) => All.FirstOrDefault(s => s.Dataset == dataset);
}
