using LsKd.Core.Specs;
using LsKd.Learning.Data.Randomness;
using LsKd.Learning.Data.Stored;

namespace LsKd.Learning.Data.Splits;

/// <summary>
/// Derives the splits of a run from a stored set, in this order:
/// <list type="number">
/// <item>classes are kept: <b>every split</b>;</item>
/// <item>the test split is cut from the training part, by class, where the set has no test part;</item>
/// <item>validation is cut from the training part, by class, where the set has no validation part;</item>
/// <item><see cref="DataSpec.Fraction"/>, then <see cref="DataSpec.TrainSize"/>, then
/// <see cref="DataSpec.ImbalanceFactor"/>, then <see cref="DataSpec.LabelNoise"/>: <b>training only</b>, so that validation
/// and test keep their distribution and their true labels;</item>
/// <item><see cref="DataSpec.TestSize"/>: <b>test only</b>.</item>
/// </list>
/// All draws come from <see cref="DataSpec.Seed"/>, each from a sequence of its own: changing one setting does not move
/// the samples that an earlier one chose.
/// </summary>
internal static class SplitPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="DatasetException">The spec asks for what the set cannot give.</exception>
    public static SplitPlan Plan(StoredSet set, DataSpec spec)
    {
        DataSpecRanges.Check(spec);
        var classes = ClassSelection.Choose(set.ClassNames.Count, spec);
        var train = ClassPools.Of(set, Part.Train, classes);
        var test = ClassPools.Of(set, TestPart(spec), classes);
        if (test.Total == 0) (test, train) = CutOff(train, spec.TestFraction, spec.Seed, Purpose.TestSplit);
        var validation = ClassPools.Of(set, Part.Validation, classes);
        if (validation.Total == 0) (validation, train) = CutOff(train, spec.ValidationFraction, spec.Seed, Purpose.ValidationSplit);
        var reduced = Reduce(NoneEmpty(train, set, classes), spec).Flatten();
        return new(
            [.. classes.Select(k => set.ClassNames[k])],
            reduced with { Labels = LabelNoise.Apply(reduced.Labels, classes.Length, spec.LabelNoise, spec.Seed) },
            validation.Flatten(),
            ToSize(test, spec.TestSize, 0, spec.Seed, Purpose.TestReduction, "data.testSize", "test").Flatten());
    }

    private static Part TestPart(DataSpec spec) => spec.TestPart switch
    {
        null or "test" => Part.Test,
        "ood" => Part.OutOfDistribution,
        var other => throw new DatasetException($"data.testPart is '{other}'; 'test' and 'ood' are known."),
    };

    private static (ClassPools Cut, ClassPools Left) CutOff(ClassPools pools, double share, int seed, Purpose purpose) =>
        pools.DrawTotal((int)Math.Round(share * pools.Total), 0, seed, purpose);

    private static ClassPools Reduce(ClassPools train, DataSpec spec)
    {
        if (spec.Fraction < 1) train = Shrink(train, spec);
        train = ToSize(train, spec.TrainSize, 1, spec.Seed, Purpose.TrainReduction, "data.trainSize", "training");
        return spec.ImbalanceFactor > 1 ? LongTail.Cut(train, spec.ImbalanceFactor, spec.Seed) : train;
    }

    private static ClassPools Shrink(ClassPools train, DataSpec spec)
    {
        var total = Math.Max(train.ByClass.Count, (int)Math.Round(spec.Fraction * train.Total));
        return train.DrawTotal(total, 1, spec.Seed, Purpose.TrainReduction).Drawn;
    }

    private static ClassPools ToSize(ClassPools pools, int? size, int atLeast, int seed, Purpose purpose, string setting, string what)
    {
        if (size is not { } wanted || wanted == pools.Total) return pools;
        var smallest = atLeast * pools.ByClass.Count;
        if (wanted > pools.Total || wanted < Math.Max(1, smallest))
            throw new DatasetException($"{setting} is {wanted}; there are {pools.Total} {what} samples of {pools.ByClass.Count} classes to choose from.");
        return pools.DrawTotal(wanted, atLeast, seed, purpose).Drawn;
    }

    private static ClassPools NoneEmpty(ClassPools train, StoredSet set, int[] classes)
    {
        var empty = Array.FindIndex([.. train.ByClass], pool => pool.Length == 0);
        return empty < 0 ? train : throw new DatasetException($"{set.Name}: no training samples are left of class '{set.ClassNames[classes[empty]]}'.");
    }
}
