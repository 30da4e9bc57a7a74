using LsKd.Core.Specs;
using LsKd.Store.Contracts;

namespace LsKdWeb.Components.Shared;

/// <summary>The one number by which a run is known: test accuracy, or BLEU where it translates.</summary>
public static class RunScore
{
    private const string Accuracy = "test/top1", Bleu = "test/bleu";

    /// <summary>Metrics to ask for.</summary>
    public static IReadOnlyList<string> Tags { get; } = [Accuracy, Bleu];

    /// <summary>Heading over the scores of some runs.</summary>
    public static string Title(IEnumerable<RunSummary> runs)
    {
        bool[] translate = [.. runs.Select(Translates).Distinct()];
        return translate switch { [true] => "Test BLEU", [_, _] => "Test top-1 or BLEU", _ => "Test top-1" };
    }

    /// <summary>The score as text.</summary>
    public static string Write(RunSummary run) => Translates(run)
        ? Figure.Number(run.Metrics.GetValueOrDefault(Bleu)?.Last)
        : Figure.Percent(run.Metrics.GetValueOrDefault(Accuracy)?.Last);

    private static bool Translates(RunSummary run) => run.Task is RunTask.Translation;
}
