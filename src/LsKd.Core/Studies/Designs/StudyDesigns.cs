using LsKd.Core.Catalogs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;

namespace LsKd.Core.Studies.Designs;

/// <summary>Expands studies into runs and judges what is stored of them.</summary>
public static class StudyDesigns
{
    private static readonly Dictionary<string, IStudyDesign> ByName = ((IStudyDesign[])
    [
        new QuickDesign(), new ClustersDesign(), new StabilityDesign(), new SoftLabelsDesign(), new LsTeacherDesign(),
        new TemperatureDesign(), new IdentityDesign(), new CalibrationDesign(), new BetterTeachersDesign(), new LongTailDesign(),
        new ManyClassesDesign(), new ErasedInformationDesign(), new BinaryDesign(), new TranslationDesign(), new CustomDesign(),
    ]).ToDictionary(d => d.Name);

    /// <summary>Expands a study. Equal documents give equal plans, and more seeds add runs without changing the others.</summary>
    /// <exception cref="ArgumentException">The study is unknown or a setting impossible; the message names it.</exception>
    public static StudyPlan Expand(StudySpec spec)
    {
        StudySpecCheck.Demand(spec);
        var design = Get(spec.Study);
        var builder = new PlanBuilder(spec, Defaults(spec));
        design.Plan(builder);
        return builder.Build();
    }

    /// <summary>The seeds of a study: its own, or those that its size brings.</summary>
    public static IReadOnlyList<int> Seeds(StudySpec spec) => new PlanBuilder(spec, Defaults(spec)).Seeds;

    /// <summary>What a study takes where its document says nothing: its own, or the translation task's where its data is a corpus.</summary>
    public static StudyDefaults Defaults(StudySpec spec)
    {
        var own = Get(spec.Study).Defaults(spec.Size);
        return spec.Data is { } data && own.Translation is null && TranslationCatalog.IsCorpus(data.Dataset)
            ? StudyDefaults.OfTranslation(spec.Size)
            : own;
    }

    /// <summary>Judges a study from whatever is stored.</summary>
    public static StudyFindings Judge(StudyEvidence evidence) => Get(evidence.Plan.Spec.Study).Judge(evidence);

    /// <summary>What a study looks at beside the final reports.</summary>
    public static EvidenceParts Needs(string study) => Get(study).Needs;

    /// <summary>What the paper's setting is and ours is not.</summary>
    public static IReadOnlyList<string> Differences(StudyPlan plan) => SettingDifferences.Of(StudyCatalog.Get(plan.Spec.Study), plan);

    private static IStudyDesign Get(string name) => ByName[StudyCatalog.Get(name).Name];
}
