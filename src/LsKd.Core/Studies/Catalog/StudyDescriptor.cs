namespace LsKd.Core.Studies.Catalog;

/// <summary>Where a claim was made.</summary>
/// <param name="Paper">Authors, short title, venue and year.</param>
/// <param name="Where">Section, figure or table.</param>
public sealed record ClaimSource(string Paper, string Where);

/// <summary>A value that a paper printed, never one of ours.</summary>
/// <param name="Paper">Whose it is.</param>
/// <param name="Setting">Data set and networks.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Without">Without label smoothing (or the first condition), as printed.</param>
/// <param name="With">With label smoothing (or the second condition), as printed.</param>
public sealed record PaperFigure(string Paper, string Setting, string Quantity, string Without, string With);

/// <summary>What the paper used, against which ours is listed.</summary>
public sealed record PaperSetting(string Data, string Networks, string Training);

/// <summary>A claim of the literature as an object: what it says, who said it, and what would decide it.</summary>
public sealed record StudyDescriptor
{
    /// <summary>Name in specs, addresses and commands.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Where it belongs in the debate.</summary>
    public required StudyPart Part { get; init; }

    /// <summary>The claim in a sentence.</summary>
    public required string Claim { get; init; }

    /// <summary>Where it was made.</summary>
    public required IReadOnlyList<ClaimSource> Sources { get; init; }

    /// <summary>What would support it.</summary>
    public required string Supports { get; init; }

    /// <summary>What would refute it.</summary>
    public required string Refutes { get; init; }

    /// <summary>The paper's setting, or null where there is no paper.</summary>
    public PaperSetting? Setting { get; init; }

    /// <summary>The paper's printed values; empty where none could be verified.</summary>
    public IReadOnlyList<PaperFigure> Figures { get; init; } = [];

    /// <summary>What a reader must know: approximations, quantities of our own, values the paper shows only as a picture.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Names of the settings in a study's document that this study reads, beside size, seeds, data and training.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Names of its ready-made documents (<see cref="StudyPresets"/>).</summary>
    public IReadOnlyList<string> Presets => [.. StudyPresets.Of(Name).Select(p => p.Name)];
}

/// <summary>The parts of the debate, in the order of the board.</summary>
public enum StudyPart
{
    /// <summary>What to begin with.</summary>
    Start,

    /// <summary>What smoothing does to the network that it trains.</summary>
    Networks,

    /// <summary>What it does to students of that network.</summary>
    Students,

    /// <summary>Where its gain ends.</summary>
    Limits,

    /// <summary>Students of one bit a weight.</summary>
    Binary,

    /// <summary>Translation in place of image classification.</summary>
    Translation,

    /// <summary>A user's own.</summary>
    Own,
}

/// <summary>The names of the studies.</summary>
public static class StudyNames
{
    public const string Quick = "quick";
    public const string Clusters = "clusters";
    public const string Stability = "stability";
    public const string SoftLabels = "soft-labels";
    public const string LsTeacher = "ls-teacher";
    public const string Temperature = "temperature";
    public const string Identity = "identity";
    public const string Calibration = "calibration";
    public const string BetterTeachers = "better-teachers";
    public const string LongTail = "long-tail";
    public const string ManyClasses = "many-classes";
    public const string ErasedInformation = "erased-information";
    public const string Binary = "binary";
    public const string Translation = "translation";
    public const string Custom = "custom";
}
