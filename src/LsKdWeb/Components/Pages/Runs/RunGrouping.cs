using System.Globalization;
using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Components.Pages.Runs;

/// <summary>What runs can be grouped by, and how groups are written.</summary>
public static class RunGrouping
{
    /// <summary>Fields to group by, with their titles.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["dataset"] = "Data set",
        ["model"] = "Model",
        ["objective"] = "Loss",
        ["smoothing"] = "LS",
        ["temperature"] = "T",
        ["role"] = "Role",
        ["cell"] = "Cell",
        ["study"] = "Study",
        ["teacher"] = "Teacher",
        ["state"] = "State",
    };

    /// <summary>A group's value of a field, for people.</summary>
    public static string Write(string field, string value) => (field, value) switch
    {
        (_, "") => "–",
        ("smoothing" or "temperature", _) => Figure.Number(double.Parse(value, CultureInfo.InvariantCulture)),
        ("state", _) => StateLook.Of(Enum.Parse<RunState>(value)).Word,
        _ => value,
    };

    /// <summary>A metric of a group: mean ± sample standard deviation and n.</summary>
    public static string Write(string tag, GroupValue? value)
    {
        if (value is null)
            return "–";
        var mean = Figure.Metric(tag, value.Mean);
        return value.Deviation is { } sd ? $"{mean} ± {Figure.Metric(tag, sd)} (n = {value.Count})" : $"{mean} (n = 1)";
    }
}
