using LsKd.Core.Runs;

namespace LsKd.EndToEnd.Faults;

/// <summary>How far a run's workers got, by what they wrote.</summary>
internal static class EventCount
{
    /// <summary>Whole lines in all event logs of a run.</summary>
    public static int Of(RunFolder folder) => Of(folder, "");

    /// <summary>Epochs that any attempt began.</summary>
    public static int Epochs(RunFolder folder) => Of(folder, "\"type\":\"epoch\"");

    private static int Of(RunFolder folder, string word)
    {
        var count = 0;
        for (var attempt = 1; File.Exists(folder.EventLog(attempt)) || attempt == 1; attempt++)
            count += Lines(folder.EventLog(attempt), word);
        return count;
    }

    private static int Lines(string log, string word)
    {
        if (!File.Exists(log))
            return 0;
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')[..^1].Count(line => line.Contains(word, StringComparison.Ordinal));
    }
}
