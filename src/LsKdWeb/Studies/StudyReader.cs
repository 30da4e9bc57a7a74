using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Reports;

namespace LsKdWeb.Studies;

/// <summary>Reads launched studies: what is stored of them and what it comes to so far.</summary>
internal sealed class StudyReader(StudyStore store, EvidenceReader evidence, TimeProvider clock)
{
    // A study that trains nothing needs no launch: it is always there.
    private static readonly StudyRecord Computed = Unlaunched(StudyNames.Identity);

    /// <summary>The launched studies of a name, or all; newest first.</summary>
    public IReadOnlyList<StudyRecord> Launched(string? name = null)
    {
        var stored = store.All();
        IEnumerable<StudyRecord> all = stored.Any(r => r.Spec.Study == Computed.Spec.Study) ? stored : [.. stored, Computed];
        return [.. all.Where(r => name is null || r.Spec.Study == name)];
    }

    /// <summary>A launched study by its id, or the newest by its name; null where there is none.</summary>
    public StudyRecord? Find(string idOrName) =>
        store.Find(idOrName) ?? Launched().FirstOrDefault(r => r.Id == idOrName) ?? Launched(idOrName).FirstOrDefault();

    private static StudyRecord Unlaunched(string name)
    {
        var spec = new LsKd.Core.Studies.Plans.StudySpec { Study = name };
        return new() { Id = LsKd.Core.Studies.Plans.StudyPlan.DesignId(spec), Spec = spec };
    }

    /// <summary>Report of a launched study with whatever is stored.</summary>
    public async Task<StudyReport> ReadAsync(StudyRecord study, CancellationToken cancel = default) =>
        Report(study, await evidence.ReadAsync(study, cancel));

    private StudyReport Report(StudyRecord study, LsKd.Core.Studies.Evidence.StudyEvidence known) => new()
    {
        Id = study.Id,
        Study = StudyCatalog.Get(study.Spec.Study),
        Evidence = known,
        Findings = StudyDesigns.Judge(known),
        Made = clock.GetUtcNow(),
        Document = StudyFile.Write(study.Spec),
    };
}
