using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;

namespace LsKd.Core.Studies.Designs;

/// <summary>How a claim is tested: the runs it needs, and what the stored ones say.</summary>
public interface IStudyDesign
{
    /// <summary>A name of <see cref="Catalog.StudyNames"/>.</summary>
    string Name { get; }

    /// <summary>Adds the study's runs.</summary>
    void Plan(PlanBuilder plan);

    /// <summary>What a size brings, adapted to the study.</summary>
    StudyDefaults Defaults(StudySize size) => StudyDefaults.Of(size);

    /// <summary>Judges whatever is stored.</summary>
    StudyFindings Judge(StudyEvidence evidence);
}
