using LsKd.Core.Catalogs;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

/// <summary>A small batch in double precision, the same for the same seed.</summary>
internal static class RandomBatch
{
    public const int Rows = 5, Classes = 4;

    public static LossInput Create(int seed = 3, long[]? labels = null)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return new LossInput(Normal(generator), tensor(labels ?? [0, 3, 2, 1, 0])) { TeacherLogits = Normal(generator) };
    }

    public static IObjective Objective(string name) => ObjectiveFactory.Create(ObjectiveCatalog.Find(name)!.Defaults with { Smoothing = 0.1 });

    private static Tensor Normal(Generator generator) => randn([Rows, Classes], dtype: float64, generator: generator) * 1.5;
}
