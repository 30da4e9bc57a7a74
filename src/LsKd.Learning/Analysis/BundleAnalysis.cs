using LsKd.Core.Analysis;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Learning.Analysis;

/// <summary>The analysis of a bundle: as a report alone, or written into a run's folder.</summary>
public static class BundleAnalysis
{
    /// <summary>
    /// The triple of a bundle: the wanted one, else the metadata's, else the first two classes and the last. Of fewer than three
    /// classes there is none.
    /// </summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="wanted">Three class names or numbers from 0; <c>auto</c> alone lets the evidence choose; empty wants none.</param>
    /// <exception cref="InvalidDataException">The wanted triple does not name three different classes.</exception>
    public static IReadOnlyList<int> TripleOf(BundleFile bundle, IReadOnlyList<string> wanted)
    {
        if (wanted is ["auto"])
            return [];
        if (wanted.Count > 0)
            return Triples.Named(wanted, Names(bundle));
        if (bundle.Triple.Count > 0)
            return bundle.Triple;
        return bundle.Head.Classes < 3 ? [] : [0, 1, bundle.Head.Classes - 1];
    }

    /// <summary>Every metric of a bundle, with the triple's coordinates.</summary>
    /// <exception cref="InvalidDataException">A tensor holds a value that is not finite; the message names it.</exception>
    public static AnalysisReport Report(BundleFile bundle, IReadOnlyList<int> triple, int seed = 0)
    {
        var (accumulator, remarks) = AnalysisPass.Run(bundle, bundle.Head, new()
        {
            ClassNames = Names(bundle),
            Triple = triple,
            Seed = seed,
            ListProjection = true,
        });
        using (accumulator)
        {
            var report = accumulator.Report();
            return report with { Remarks = [.. report.Remarks, .. remarks] };
        }
    }

    /// <summary>Writes report, arrays of a stratified subsample, and last layer into a run's folder, and says so by events.</summary>
    /// <exception cref="InvalidDataException">A tensor holds a value that is not finite, or the spec's triple names no class.</exception>
    public static AnalysisReport Write(BundleFile bundle, RunFolder folder, AnalysisSpec spec, Action<RunEvent> emit)
    {
        var options = new AnalysisOptions
        {
            Split = bundle.Split.Key(),
            Epoch = 0,
            ClassNames = Names(bundle),
            Triple = spec.Triple.Count > 0 ? TripleOf(bundle, spec.Triple) : bundle.Triple,
            Seed = spec.Seed,
            MatrixClasses = RunAnalysis.MatrixClasses,
        };
        RunAnalysis.StoreHead(folder, bundle.Head, options.ClassNames, null, 0, emit);
        return RunAnalysis.StoreSplit(bundle, bundle.Head, folder, spec, options, null, emit);
    }

    private static IReadOnlyList<string> Names(BundleFile bundle) => new AnalysisOptions { ClassNames = bundle.ClassNames }.NamesOf(bundle.Head.Classes);
}
