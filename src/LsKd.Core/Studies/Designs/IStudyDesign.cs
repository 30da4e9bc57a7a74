using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;

namespace LsKd.Core.Studies.Designs;

/// <summary>Parts of a run's stored results that cost something to read.</summary>
[Flags]
public enum EvidenceParts
{
    /// <summary>The final reports alone.</summary>
    None = 0,

    /// <summary>Curves of losses and errors.</summary>
    Curves = 1,

    /// <summary>Projections on the plane of three classes.</summary>
    Clouds = 2,

    /// <summary>Centres of the normalised features.</summary>
    Centres = 4,

    /// <summary>Reports over training.</summary>
    OverTraining = 8,
}

/// <summary>How a claim is tested: the runs it needs, and what the stored ones say.</summary>
public interface IStudyDesign
{
    /// <summary>A name of <see cref="Catalog.StudyNames"/>.</summary>
    string Name { get; }

    /// <summary>Adds the study's runs.</summary>
    void Plan(PlanBuilder plan);

    /// <summary>What a size brings, adapted to the study.</summary>
    StudyDefaults Defaults(StudySize size) => StudyDefaults.Of(size);

    /// <summary>What it looks at beside the final reports, so that nothing else is read.</summary>
    EvidenceParts Needs => EvidenceParts.Curves;

    /// <summary>Judges whatever is stored.</summary>
    StudyFindings Judge(StudyEvidence evidence);
}
