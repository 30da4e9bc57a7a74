using System.Globalization;
using LsKd.Core.Catalogs;
using LsKd.Core.Specs;

namespace LsKdWeb.Components.Pages.NewExperiment;

/// <summary>
/// A first guess of a run's cost before anything like it has finished: a ResNet-8 of width 16 trains about 1,200 grey images of 28 pixels
/// a second on two cores; other CIFAR ResNets are scaled by their blocks, width and image area.
/// </summary>
internal static class ReferenceCost
{
    private const string Basis =
        "A rough guess from figures of a machine with two cores, until a run with this model, width and data set has finished here.";

    private const double ImagesPerSecond = 1200, PeakMemory = 600e6, TeachersShare = 1.4;
    private const int ReferenceWidth = 16, ReferenceSide = 28, ReferenceBlocks = 3;

    private const double UnitsPerSecond = 6500, ReferenceProducts = 1.3e6, UnitsPerPair = 20;

    /// <summary>Seconds and bytes, or null for a family that nothing is known of.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="samples">Training samples an epoch, or null where unknown.</param>
    public static CostEstimate? Of(RunSpec spec, double? samples)
    {
        if (spec.Task == RunTask.Translation)
            return samples is { } pairs ? Translation(spec, pairs) : null;
        if (samples is not { } count || ModelCatalog.Find(spec.Model.Name) is not { Family: "CIFAR ResNet" } model
            || !int.TryParse(model.Name.AsSpan("resnet".Length), CultureInfo.InvariantCulture, out var depth))
            return null;
        var side = spec.Data.ImageSize ?? DatasetCatalog.Find(spec.Data.Dataset)?.ImageSize ?? ReferenceSide;
        var width = (double)(spec.Model.Width ?? model.DefaultWidth) / ReferenceWidth;
        // Narrow layers cost more than their arithmetic: time grows with the width's power of about 1.5.
        var cost = (depth - 2) / 2.0 / ReferenceBlocks * Math.Pow(width, 1.5) * Math.Pow((double)side / ReferenceSide, 2);
        var distilled = ObjectiveCatalog.Find(spec.Objective.Name) is { NeedsTeacher: true } ? TeachersShare : 1;
        return new(
            count * spec.Training.Epochs * cost * distilled / ImagesPerSecond, (long)(PeakMemory * Math.Max(1, cost)),
            Basis);
    }

    // By the products that one target unit costs, beside 6,500 units a second of the tiny size with 3,000 units on one core.
    private static CostEstimate? Translation(RunSpec spec, double pairs)
    {
        var settings = spec.Translation ?? new();
        if (TranslationCatalog.SizeOf(spec.Model, settings) is not { } size)
            return null;
        var layer = 12.0 * size.Width * size.Width + 4.0 * size.Width * size.FeedForward;
        var cost = (size.Layers * layer + (double)size.Width * settings.VocabularySize) / ReferenceProducts;
        var distilled = ObjectiveCatalog.Find(spec.Objective.Name) is { NeedsTeacher: true } ? TeachersShare : 1;
        return new(
            pairs * UnitsPerPair * spec.Training.Epochs * cost * distilled / UnitsPerSecond, (long)(PeakMemory * Math.Max(1.3, cost)), Basis);
    }
}
