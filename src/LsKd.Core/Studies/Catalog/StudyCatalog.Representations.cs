namespace LsKd.Core.Studies.Catalog;

public static partial class StudyCatalog
{
    private static StudyDescriptor Quick => new()
    {
        Name = StudyNames.Quick,
        Part = StudyPart.Start,
        Title = "Quick study",
        Claim = "Label smoothing tightens the clusters of the penultimate layer and moves the centres of similar classes apart; " +
            "a student of a smoothed teacher has a higher distillation loss and is not worse for it.",
        Sources = [new(Shen, "Sec. 3-4, Fig. 1, 4, 5"), new(Mueller, "Sec. 2, Fig. 1")],
        Supports = "With smoothing, the distance of pullover and coat over the cluster radius rises, 1 - S falls, the distillation loss " +
            "rises, and neither teacher nor student loses half a point of test accuracy.",
        Refutes = "Any of the four goes the other way on every seed.",
        Setting = new("ImageNet-1K and CUB-200-2011", "ResNet-50 into ResNet-18 and ResNet-50", "full length, 3 runs"),
        Remarks =
        [
            "Fashion-MNIST is small and gray; what carries over is the direction, not the size.",
            "The centre distance of every similar pair is shown beside the chosen one: some fall.",
        ],
        Settings = ["smoothings", "pairs", "convention"],
    };

    private static StudyDescriptor Clusters => new()
    {
        Name = StudyNames.Clusters,
        Part = StudyPart.Networks,
        Title = "Clusters",
        Claim = "Label smoothing draws each class into a tight cluster and, of two similar classes, moves the centres apart.",
        Sources = [new(Mueller, "Sec. 2, Fig. 1"), new(Shen, "Sec. 3.2, Fig. 1")],
        Supports = "The mean intra-class radius falls, and the distance of the centres of similar classes over that radius rises.",
        Refutes = "The radius does not fall, or the relative centre distance of similar classes falls.",
        Setting = new(
            "Müller: CIFAR-10, CIFAR-100, ImageNet; Shen: ImageNet-1K", "AlexNet, ResNet-56, Inception-v4; ResNet-50",
            "smoothing factor 0.1 (Müller)"),
        Remarks =
        [
            "Shen et al. give no formula for the distance of the centres: here it is the Euclidean distance of the class means, over the " +
            "mean distance of the two classes' samples to their own centre, because smoothing also shrinks the scale.",
            "Similar pairs are those that both networks rank among the most similar.",
        ],
        Settings = ["smoothings", "networks", "convention"],
    };

    private static StudyDescriptor Stability => new()
    {
        Name = StudyNames.Stability,
        Part = StudyPart.Networks,
        Title = "Stability",
        Claim = "Label smoothing lowers the aggregated intra-class variance 1 - S of a network's probabilities, and so do longer training " +
            "and CutMix.",
        Sources = [new(Shen, "Sec. 3.1, Eq. 2, Table 1")],
        Supports = "1 - S is lower with smoothing than without, averaged over the networks.",
        Refutes = "1 - S is higher with smoothing than without.",
        Setting = new("ImageNet-1K", "ten ImageNet networks", "full length; + longer; + CutMix"),
        Figures =
        [
            .. from row in ((string Net, string Without, string With)[])
                [
                    ("ResNet-18", ".3359", ".3358"), ("ResNet-50", ".3217", ".3106"), ("ResNet-101", ".3185", ".3070"),
                    ("ResNeXt50 32x4d", ".3229", ".3182"), ("Wide ResNet50", ".3201", ".3155"),
                    ("ResNeXt101 32x8d", ".3177", ".3116"), ("ResNet50, longer", ".3222", ".3090"),
                    ("ResNet50, longer, CutMix", ".2999", ".2890"),
                ]
                select new PaperFigure("Shen et al. 2021, Table 1", $"ImageNet-1K, {row.Net}", "1 - S", row.Without, row.With),
        ],
        Remarks =
        [
            "The paper does not say on which split it measured; here it is the test split, and the training split is in the table.",
            "Equation 2 squares the norm; the plain norm and the target's probability alone are in each run's report.",
        ],
        Settings = ["smoothings", "networks", "convention"],
    };

    private static StudyDescriptor SoftLabels => new()
    {
        Name = StudyNames.SoftLabels,
        Part = StudyPart.Networks,
        Title = "Soft labels",
        Claim = "Label smoothing lowers the probability that a teacher gives the target and keeps the order of the other classes.",
        Sources = [new(Shen, "Sec. 3, Fig. 4")],
        Supports = "The mean probability of the target falls, and the ranks of the minor classes without and with smoothing correlate.",
        Refutes = "The target's probability rises, or the order of the minor classes is lost (rank correlation not above 0).",
        Setting = new("ImageNet-1K, the first 100 classes", "ResNet-50", "full length"),
        Remarks = ["The paper shows the values as a picture only; the rank correlation of the minor values is ours."],
        Settings = ["smoothings", "networks", "convention"],
    };

    private static StudyDescriptor ErasedInformation => new()
    {
        Name = StudyNames.ErasedInformation,
        Part = StudyPart.Networks,
        Title = "Erased information over training",
        Claim = "During training label smoothing erases information on how a sample differs from its class, and collapses the features " +
            "further than hard labels do.",
        Sources =
        [
            new(Mueller, "Sec. 4.1, Fig. 6"), new("Guo et al., neural collapse under label smoothing, TMLR 2025", "abstract"),
        ],
        Supports = "NC1 (within-class over between-class scatter) on the training split ends lower with smoothing.",
        Refutes = "NC1 ends higher with smoothing.",
        Setting = new("CIFAR-10, two classes, 600 samples", "ResNet-56", "64,000 steps"),
        Remarks =
        [
            "The paper's mutual-information curve could not be reproduced from its formula by an independent replication; ours is " +
            "shown as qualitative and takes no part in the verdict.",
        ],
        Settings = ["smoothings", "networks", "convention"],
    };
}
