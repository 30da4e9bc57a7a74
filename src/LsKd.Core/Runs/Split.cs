namespace LsKd.Core.Runs;

/// <summary>The identity of a set of samples. No sample belongs to two.</summary>
public enum Split
{
    /// <summary>What weights are fitted on.</summary>
    Train,

    /// <summary>What checkpoints are chosen on.</summary>
    Validation,

    /// <summary>What is reported, once, at the end.</summary>
    Test,
}

/// <summary>Names of splits in files, tags and addresses.</summary>
public static class SplitNames
{
    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public static string Key(this Split split) => split.ToString().ToLowerInvariant();
}
