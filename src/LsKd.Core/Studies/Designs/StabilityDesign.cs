using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>1 - S over several networks, longer training and CutMix.</summary>
public sealed class StabilityDesign : IStudyDesign
{
    private const string Longer = ", longer", CutMix = ", longer, CutMix";

    private static readonly Column[] Columns =
    [
        new("test top-1", Format.Points, Measures.TestTop1),
        new("1 - S (test)", "", Measures.Instability),
        new("1 - S (train)", "", Measures.TrainInstability),
        new("1 - S, plain norm (test)", "", r => 1 - r.Report("test")?.Stability?.L2),
        new("1 - S, target alone (test)", "", r => 1 - r.Report("test")?.Stability?.TargetProbability),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.Stability;

    /// <inheritdoc/>
    public EvidenceParts Needs => EvidenceParts.None;

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        var networks = Networks.Several(plan);
        foreach (var seed in plan.Seeds)
            foreach (var smoothing in plan.Smoothings)
            {
                foreach (var network in networks)
                    Grids.Teacher(plan, network, seed, smoothing);
                Recipe(plan, networks[^1], seed, smoothing, Longer, []);
                Recipe(plan, networks[^1], seed, smoothing, CutMix, [new AugmentationSpec { Name = "cutmix", Probability = 0.5 }]);
            }
    }

    /// <inheritdoc/>
    public StudyFindings Judge(StudyEvidence evidence)
    {
        var conditions = Condition.All(evidence);
        return new()
        {
            Verdict = Verdicts.Judge.All(
            [
                Contrasts.Smoothing(evidence, "Change of 1 - S by smoothing, mean over the networks", "", new(Up: false), Roles.Teacher, Measures.Instability),
                Recipes(evidence, "Change of 1 - S by longer training", "", Longer),
                Recipes(evidence, "Change of 1 - S by CutMix on top of it", Longer, CutMix),
            ]),
            Tables = [Tables.Conditions("Aggregated intra-class variance 1 - S", conditions, Columns)],
            Figures = [.. Bars(conditions)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static void Recipe(
        PlanBuilder plan, ModelSpec network, int seed, double smoothing, string suffix, IReadOnlyList<AugmentationSpec> augmentations)
    {
        var bare = plan.Base(network, seed);
        bare = bare with
        {
            Training = bare.Training with { Epochs = 2 * bare.Training.Epochs },
            Data = bare.Data with { Augmentations = [.. bare.Data.Augmentations, .. augmentations] },
        };
        plan.Labels(bare, smoothing, Roles.Teacher, Grids.Cell(Networks.Label(network) + suffix, smoothing));
    }

    private static Contrast Recipes(StudyEvidence evidence, string name, string before, string after) =>
        Contrasts.PerSeed(name, "", new(Up: false), evidence, seed => Contrasts.Mean(
            from run in evidence.Runs
            where run.Planned.Seed == seed && run.Planned.Cell.Group.EndsWith(after, StringComparison.Ordinal)
            let other = evidence.Runs.FirstOrDefault(r => r.Planned.Seed == seed
                && r.Planned.Cell == run.Planned.Cell with { Group = run.Planned.Cell.Group[..^after.Length] + before })
            select run.Done && other is { Done: true } ? Measures.Instability(run) - Measures.Instability(other) : null));

    private static IEnumerable<StudyFigure> Bars(IReadOnlyList<Condition> conditions) =>
        new[]
        {
            Figures.Bars("1 - S by network", "1 - S (test split)",
                [.. conditions.Select(c => (FormattableString.Invariant($"ls={c.Cell.Smoothing}"), c.Cell.Group, c.Of(Measures.Instability)))],
                "Bars are means over seeds, whiskers standard deviations."),
        }.OfType<StudyFigure>();
}
