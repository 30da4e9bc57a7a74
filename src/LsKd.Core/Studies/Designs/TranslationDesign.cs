using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Evidence;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;

namespace LsKd.Core.Studies.Designs;

/// <summary>German into English: teachers without and with smoothing, and a student of each.</summary>
public sealed class TranslationDesign : IStudyDesign
{
    private static readonly Column[] Columns =
    [
        new("BLEU (test)", "", Measures.Bleu),
        new("test NLL", "", r => r.Metric("test/nll")),
        new("test perplexity", "", r => r.Metric("test/perplexity")),
        new("final training loss", "", Measures.FinalTrainLoss),
    ];

    /// <inheritdoc/>
    public string Name => StudyNames.Translation;

    /// <inheritdoc/>
    public StudyDefaults Defaults(StudySize size)
    {
        var defaults = StudyDefaults.Of(size);
        return defaults with
        {
            Data = new DataSpec { Dataset = "wesnoth", TrainSize = size == StudySize.Tiny ? 200 : null, TestSize = size == StudySize.Tiny ? 20 : null },
            Teacher = new ModelSpec { Name = size == StudySize.Full ? "transformer-iwslt-small" : "transformer-tiny" },
            Student = new ModelSpec { Name = "transformer-tiny" },
            Training = new TrainingSpec
            {
                Epochs = size switch { StudySize.Tiny => 1, StudySize.Quick => 10, _ => 40 },
                Optimizer = new OptimizerSpec { Name = "adam", LearningRate = 1e-3, WeightDecay = 0, Beta2 = 0.98 },
                Schedule = new ScheduleSpec { Name = "inverse-sqrt", WarmupSteps = size == StudySize.Tiny ? 5 : 400 },
            },
        };
    }

    /// <inheritdoc/>
    public void Plan(PlanBuilder plan)
    {
        foreach (var seed in plan.Seeds)
            foreach (var smoothing in plan.Smoothings)
            {
                var pair = plan.Pairs[0];
                var teacher = plan.Labels(Base(plan, pair.Teacher, seed), smoothing, Roles.Teacher, Grids.Cell(Networks.Label(pair.Teacher), smoothing));
                plan.Student(
                    Base(plan, pair.Student, seed), teacher, Grids.Cell(Networks.Label(pair), smoothing),
                    new ObjectiveSpec { Name = "kd", SoftWeight = 0.5, Smoothing = 0 });
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
                Contrasts.Smoothing(evidence, "Change of the student's BLEU", "BLEU", new(Up: true), Roles.Student, Measures.Bleu),
                Contrasts.Smoothing(evidence, "Change of the teacher's BLEU", "BLEU", new(Up: true), Roles.Teacher, Measures.Bleu),
            ]),
            Tables = [Tables.Conditions("Teachers and students", conditions, Columns)],
            Figures = [.. DistillationFigures.All(conditions)],
            Remarks = StudyCatalog.Get(Name).Remarks,
        };
    }

    private static RunSpec Base(PlanBuilder plan, ModelSpec model, int seed) => plan.Base(model, seed) with
    {
        Task = RunTask.Translation,
        // A network that has learnt nothing translates to the limit: a miniature decodes greedily.
        Translation = plan.Spec.Size == StudySize.Tiny
            ? new TranslationSpec { VocabularySize = 1000, Beam = 1 }
            : new TranslationSpec(),
    };
}
