namespace LsKd.Core.Studies.Catalog;

public static partial class StudyCatalog
{
    private static StudyDescriptor Calibration => new()
    {
        Name = StudyNames.Calibration,
        Part = StudyPart.Networks,
        Title = "Calibration",
        Claim = "Label smoothing calibrates a network about as well as temperature scaling does.",
        Sources = [new(Mueller, "Sec. 3, Table 3, Fig. 2")],
        Supports = "The expected calibration error (15 bins) falls with smoothing.",
        Refutes = "It rises with smoothing.",
        Setting = new("CIFAR-100, ImageNet, WMT English-German", "ResNet-56, Inception-v4, Transformer", "full length"),
        Figures =
        [
            new("Müller et al. 2019, Table 3", "CIFAR-100, ResNet-56, smoothing .05", "ECE (temperature-scaled: .021)", ".150", ".024"),
            new("Müller et al. 2019, Table 3", "ImageNet, Inception-v4, smoothing .1", "ECE (temperature-scaled: .022)", ".071", ".035"),
            new("Müller et al. 2019, Table 3", "English-German, Transformer, smoothing .1", "ECE (temperature-scaled: .018)", ".056", ".019"),
        ],
        Remarks =
        [
            "Smoothing helps where a network is over-confident. A network trained for few epochs often is not, and then smoothing makes " +
            "the error larger.",
            "The temperature is fitted on the split it is reported on: a lower bound of the error after scaling.",
        ],
        Settings = ["smoothings", "networks", "convention"],
    };

    private static StudyDescriptor LongTail => new()
    {
        Name = StudyNames.LongTail,
        Part = StudyPart.Limits,
        Title = "Long tail",
        Claim = "The gain of label smoothing vanishes where the classes are long-tailed.",
        Sources = [new(Shen, "Sec. 5, appendix A")],
        Supports = "The gain in accuracy falls as the imbalance grows (slope over the logarithm of the factor below 0); in one natural tail, " +
            "the gain on few-shot classes is smaller than on many-shot ones.",
        Refutes = "The gain rises with the imbalance; in one natural tail, it is larger on few-shot classes.",
        Setting = new("ImageNet-LT, Places-LT, iNaturalist 2019", "not verified", "not verified"),
        Remarks = ["The paper's numbers and networks could not be verified and are not shown."],
        Settings = ["smoothings", "imbalanceFactors", "networks", "convention"],
    };

    private static StudyDescriptor ManyClasses => new()
    {
        Name = StudyNames.ManyClasses,
        Part = StudyPart.Limits,
        Title = "Many classes",
        Claim = "The gain of label smoothing shrinks as the number of classes grows.",
        Sources = [new(Shen, "Sec. 5, appendix A")],
        Supports = "The gain in accuracy falls with the logarithm of the number of classes.",
        Refutes = "The gain rises with it.",
        Setting = new("subsets of ImageNet", "not verified", "not verified"),
        Remarks = ["The paper's numbers and the choice of its subsets could not be verified and are not shown."],
        Settings = ["smoothings", "classCounts", "networks", "convention"],
    };

    private static StudyDescriptor Custom => new()
    {
        Name = StudyNames.Custom,
        Part = StudyPart.Own,
        Title = "Your own",
        Claim = "Your choice of smoothing factors, temperatures, objectives, data, pairs and seeds.",
        Sources = [],
        Supports = "The student of the teacher with the second smoothing factor is more accurate than that of the first.",
        Refutes = "It is less accurate.",
        Settings = ["smoothings", "temperatures", "objectives", "pairs", "convention"],
    };
}
