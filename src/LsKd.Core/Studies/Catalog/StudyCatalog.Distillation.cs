namespace LsKd.Core.Studies.Catalog;

public static partial class StudyCatalog
{
    private static StudyDescriptor LsTeacher => new()
    {
        Name = StudyNames.LsTeacher,
        Part = StudyPart.Students,
        Title = "Does a smoothed teacher hurt?",
        Claim = "A teacher trained with label smoothing does not hurt its student, although the distillation loss is higher.",
        Sources = [new(Shen, "Sec. 4, Table 2, Fig. 5"), new(Mueller, "Sec. 4, Fig. 5 and the MNIST table (the opposite claim)")],
        Supports = "The student of the smoothed teacher is not worse by half a point of test accuracy or more, and the distillation loss " +
            "(cross-entropy) is higher.",
        Refutes = "The student of the smoothed teacher loses more than half a point.",
        Setting = new("ImageNet-1K, CUB-200-2011", "ResNet-50 into ResNet-18 and ResNet-50", "soft labels alone, T = 1, 3 runs"),
        Figures =
        [
            new("Shen et al. 2021, Table 2", "ImageNet-1K, ResNet-50", "teacher top-1", "76.056 ± .119", "76.128 ± .069"),
            new("Shen et al. 2021, Table 2", "ImageNet-1K, into ResNet-18", "student top-1", "71.425 ± .038", "71.816 ± .017"),
            new("Shen et al. 2021, Table 2", "ImageNet-1K, into ResNet-50", "student top-1", "76.325 ± .068", "77.052 ± .030"),
            new("Shen et al. 2021, Table 2", "CUB-200-2011, ResNet-50", "teacher top-1", "79.931 ± .037", "81.497 ± .035"),
            new("Shen et al. 2021, Table 2", "CUB-200-2011, into ResNet-18", "student top-1", "77.116 ± .086", "78.382 ± .099"),
            new("Shen et al. 2021, Table 2", "CUB-200-2011, into ResNet-50", "student top-1", "80.910 ± .033", "82.355 ± .050"),
            new("Müller et al. 2019", "MNIST, fully connected 1200 into 800, hard labels mixed in", "student test error, %", ".74", ".91"),
            new("Müller et al. 2019", "the same", "teacher test error, %", ".67", ".59"),
        ],
        Remarks =
        [
            "The floor of the cross-entropy is the teacher's own entropy, which is larger for a smoothed teacher: KL = cross-entropy - " +
            "entropy is shown beside it.",
            "Half a point is our margin; the papers name none.",
        ],
        Settings = ["smoothings", "pairs", "convention"],
    };

    private static StudyDescriptor Temperature => new()
    {
        Name = StudyNames.Temperature,
        Part = StudyPart.Students,
        Title = "Temperature",
        Claim = "A smoothed teacher and a high temperature do not go together: raising T costs the student of a smoothed teacher more " +
            "than the student of a plain one.",
        Sources = [new(Chandrasegaran, "Sec. 4-5, Table 2")],
        Supports = "From T = 1 to the highest T the student's accuracy falls further under the smoothed teacher.",
        Refutes = "It falls further under the plain teacher.",
        Setting = new("ImageNet-1K, CUB-200-2011", "ResNet-50 into ResNet-18, ResNet-50, MobileNetV2", "KL times T squared, T = 1, 2, 3, 64"),
        Figures =
        [
            .. from row in ((string Pair, string T, string Without, string With)[])
                [
                    ("ImageNet-1K, ResNet-50 into ResNet-18", "1", "71.488", "71.666"),
                    ("ImageNet-1K, ResNet-50 into ResNet-18", "2", "71.360", "68.860"),
                    ("ImageNet-1K, ResNet-50 into ResNet-18", "3", "69.674", "67.752"),
                    ("ImageNet-1K, ResNet-50 into ResNet-18", "64", "66.194", "64.362"),
                    ("CUB-200-2011, ResNet-50 into ResNet-18", "1", "80.169", "80.946"),
                    ("CUB-200-2011, ResNet-50 into ResNet-18", "2", "80.808", "80.428"),
                    ("CUB-200-2011, ResNet-50 into ResNet-18", "3", "80.785", "78.196"),
                    ("CUB-200-2011, ResNet-50 into ResNet-18", "64", "73.611", "67.161"),
                ]
                select new PaperFigure(
                    "Chandrasegaran et al. 2022, tables of the published code", row.Pair, $"student top-1 at T = {row.T}", row.Without, row.With),
        ],
        Remarks = ["The diffusion score shown is ours (eta-like): the paper's formula for its index could not be verified."],
        Settings = ["smoothings", "temperatures", "pairs", "convention"],
    };

    private static StudyDescriptor Identity => new()
    {
        Name = StudyNames.Identity,
        Part = StudyPart.Students,
        Title = "Smoothing and distillation are one loss",
        Claim = "Without hard labels, label smoothing and distillation minimise the same cross-entropy; only the source of the soft labels differs.",
        Sources = [new(Shen, "Sec. 2, Eq. 1-4, Property 1, Fig. 3")],
        Supports = "The same target, given once as smoothing and once as a teacher's output, gives the same loss and the same gradient.",
        Refutes = "The two gradients differ by more than rounding.",
        Setting = new("none: a property of the loss", "none", "none"),
        Remarks = ["It holds up to a constant: the Kullback-Leibler form is lower by the teacher's entropy, which has no gradient."],
    };

    private static StudyDescriptor BetterTeachers => new()
    {
        Name = StudyNames.BetterTeachers,
        Part = StudyPart.Students,
        Title = "Better teachers, better students",
        Claim = "Among smoothed teachers, the more accurate one makes the more accurate student, up to the student's ceiling.",
        Sources = [new(Shen, "Sec. 5, Fig. 8")],
        Supports = "Over architectures and training recipes, the ranks of teacher and student accuracy correlate positively.",
        Refutes = "They correlate negatively.",
        Setting = new("ImageNet-1K", "one student; several teachers and recipes, all smoothed", "full length"),
        Remarks = ["The paper's values could not be verified and are not shown."],
        Settings = ["smoothings", "networks", "pairs", "convention"],
    };

    private static StudyDescriptor Binary => new()
    {
        Name = StudyNames.Binary,
        Part = StudyPart.Binary,
        Title = "Binary student",
        Claim = "A smoothed teacher does not hurt a binary student either.",
        Sources = [new(Shen, "Sec. 4, Fig. 6")],
        Supports = "The binary student of the smoothed teacher is not worse by half a point of test accuracy or more.",
        Refutes = "It loses more than half a point.",
        Setting = new("ImageNet-1K", "ResNet-50 into ReActNet with a ResNet-18 backbone", "linear decay"),
        Figures = [new("Shen et al. 2021, Fig. 6", "ImageNet-1K, ResNet-50 into ReActNet (ResNet-18)", "student top-1", "63.002", "63.108")],
        Settings = ["smoothings", "pairs", "convention"],
    };

    private static StudyDescriptor Translation => new()
    {
        Name = StudyNames.Translation,
        Part = StudyPart.Translation,
        Title = "Translation",
        Claim = "Label smoothing raises the BLEU of a teacher despite its worse perplexity, and the BLEU of its student.",
        Sources =
        [
            new(Shen, "Sec. 4, Fig. 7"), new(Mueller, "Table 1, Fig. 4 (teachers: BLEU against NLL)"),
            new(Chandrasegaran, "tables of the published code (temperature)"),
        ],
        Supports = "BLEU of the teacher and of its student at the lowest temperature is higher with smoothing, and the teacher's NLL is worse.",
        Refutes = "One of the two BLEU scores is lower, or the teacher's NLL is better.",
        Setting = new("IWSLT German into English", "Transformer into Transformer", "smoothing 0.1, hard labels kept"),
        Figures =
        [
            new("Müller et al. 2019, Table 1", "English into German, Transformer", "teacher BLEU", "25.3", "25.8"),
            new("Müller et al. 2019, Table 1", "English into German, Transformer", "teacher perplexity", "4.67", "4.92"),
            .. Temperatures("English into German", "26.461 26.75 24.914 25.085 23.103 23.421 21.999 22.076 6.564 6.461"),
            .. Temperatures("English into Russian", "16.718 16.976 16.140 16.197 14.977 15.100 13.826 14.106 3.605 3.590"),
        ],
        Remarks =
        [
            "Shen et al. show BLEU as a picture only; no value of theirs is shown.",
            "NLL and BLEU are of the test split, teacher-forced and by beam search; curves are of the validation split, translated greedily.",
        ],
        Settings = ["smoothings", "temperatures", "pairs", "convention"],
    };

    // Two values (without and with smoothing) for the teacher, then for the student at each temperature.
    private static IEnumerable<PaperFigure> Temperatures(string languages, string printed)
    {
        string[] quantities = ["teacher BLEU", .. from t in (int[])[1, 2, 3, 64] select $"student BLEU at T = {t}"];
        var values = printed.Split(' ');
        return quantities.Select((quantity, i) => new PaperFigure(
            "Chandrasegaran et al. 2022, tables of the published code", $"{languages}, Transformer", quantity, values[2 * i], values[2 * i + 1]));
    }
}
