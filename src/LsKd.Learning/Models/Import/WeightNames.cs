using System.Text.RegularExpressions;

namespace LsKd.Learning.Models.Import;

/// <summary>
/// The name map of foreign weights. Our names are torchvision's; this brings wrappers, timm's other names and old spellings to
/// them.
/// </summary>
internal static partial class WeightNames
{
    private static readonly string[] Wrappers = ["module.", "model.", "backbone.", "net.", "network."];
    private static readonly int[] MobileNetDepths = [1, 2, 3, 4, 3, 3, 1];

    /// <summary>Our name of a foreign tensor, or the name as it is where nothing is known.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="isKnown">Whether a name is one of the network's.</param>
    public static string Map(string name, Func<string, bool> isKnown)
    {
        var bare = Unwrap(name, isKnown);
        return Spellings(bare).FirstOrDefault(isKnown) ?? bare;
    }

    private static string Unwrap(string name, Func<string, bool> isKnown)
    {
        while (!isKnown(name) && Wrappers.FirstOrDefault(w => name.StartsWith(w, StringComparison.Ordinal)) is { } wrapper)
            name = name[wrapper.Length..];
        return name;
    }

    private static IEnumerable<string> Spellings(string name)
    {
        yield return name;
        yield return MobileNet(name);
        yield return OldDenseLayer().Replace(name, "$1$2");
        yield return name.Replace("shortcut.", "downsample.", StringComparison.Ordinal);
        yield return Start(name, "linear.", "fc.");
        yield return Start(name, "pre_logits.fc1.", "classifier.0.");
        yield return Start(name, "pre_logits.fc2.", "classifier.3.");
        yield return Start(name, "head.fc.", "classifier.6.");
    }

    private static string Start(string name, string theirs, string ours) =>
        name.StartsWith(theirs, StringComparison.Ordinal) ? ours + name[theirs.Length..] : name;

    // timm names MobileNetV2's parts by role, torchvision by position.
    private static string MobileNet(string name)
    {
        var block = MobileNetBlock().Match(name);
        if (block.Success)
        {
            var (stage, index) = (int.Parse(block.Groups[1].Value), int.Parse(block.Groups[2].Value));
            var number = 1 + MobileNetDepths.Take(stage).Sum() + index;
            return $"features.{number}.conv.{MobileNetPart(block.Groups[3].Value, expands: stage > 0)}.{block.Groups[4].Value}";
        }
        return Start(Start(Start(Start(Start(name,
            "conv_stem.", "features.0.0."), "bn1.", "features.0.1."), "conv_head.", "features.18.0."), "bn2.", "features.18.1."),
            "classifier.", "classifier.1.");
    }

    private static string MobileNetPart(string part, bool expands) => (part, expands) switch
    {
        ("conv_pw", true) or ("conv_dw", false) => "0.0",
        ("bn1", _) => "0.1",
        ("conv_dw", true) => "1.0",
        ("bn2", true) => "1.1",
        ("conv_pw", false) => "1",
        ("bn2", false) or ("conv_pwl", _) => "2",
        _ => "3",
    };

    [GeneratedRegex(@"^blocks\.(\d+)\.(\d+)\.(conv_pw|conv_dw|conv_pwl|bn1|bn2|bn3)\.(\w+)$", RegexOptions.CultureInvariant)]
    private static partial Regex MobileNetBlock();

    [GeneratedRegex(@"\b(norm|conv)\.([12])\b", RegexOptions.CultureInvariant)]
    private static partial Regex OldDenseLayer();
}
