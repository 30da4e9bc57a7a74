using LsKd.Core.Runs;

namespace LsKd.EndToEnd.Faults;

/// <summary>How far a run's workers got, by what they wrote.</summary>
internal static class EventCount
{
    /// <summary>Whole lines in all event logs of a run.</summary>
    public static int Of(RunFolder folder)
    {
        var count = 0;
        for (var attempt = 1; File.Exists(folder.EventLog(attempt)) || attempt == 1; attempt++)
            count += Lines(folder.EventLog(attempt));
        return count;
    }

    private static int Lines(string log)
    {
        if (!File.Exists(log))
            return 0;
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Count(c => c == '\n');
    }
}
