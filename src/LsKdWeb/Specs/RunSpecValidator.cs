using FluentValidation;
using LsKd.Core.Catalogs;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKdWeb.Specs;

/// <summary>The rules that a spec must keep by itself.</summary>
internal sealed class RunSpecValidator : AbstractValidator<RunSpec>
{
    public RunSpecValidator()
    {
        RuleFor(s => s.Version).Equal(1).WithMessage(s => $"Version {s.Version} of the spec's layout is not known; it must be 1.");
        RuleFor(s => s.Name).MaximumLength(200).WithMessage("A name has at most 200 characters.");
        RuleFor(s => s.Training).SetValidator(new TrainingRules());
        RuleFor(s => s.Resources).SetValidator(new ResourceRules());
        RuleFor(s => s.Analysis).SetValidator(new AnalysisRules());
        When(s => s.Task == RunTask.ImageClassification, ImageRules);
        When(s => s.Task == RunTask.Translation, () => Include(new TranslationTaskRules()));
        When(s => s.Task != RunTask.Imported, ObjectiveRules);
    }

    private void ImageRules()
    {
        RuleFor(s => s.Data).SetValidator(new DataRules());
        RuleFor(s => s.Model).SetValidator(new ModelRules());
        RuleFor(s => s.Model.Name).Must((spec, name) => FitsImages(spec))
            .WithMessage(s => $"{s.Model.Name} needs images of at least {ModelCatalog.Find(s.Model.Name)!.ImageSizes[0]} pixels a side; these have {Side(s)}.")
            .When(s => ModelCatalog.Find(s.Model.Name) is { ImageSizes.Count: > 0 } && Side(s) > 0);
        RuleFor(s => s.Translation).Null().WithMessage("Settings of the translation task have no place in an image run.");
    }

    private void ObjectiveRules()
    {
        RuleFor(s => s.Objective).SetValidator(new ObjectiveRules());
        RuleFor(s => s.Teacher).NotNull()
            .WithMessage(s => $"{(s.Translation is { SequenceLevel: true } ? "Sequence-level distillation" : $"The objective {s.Objective.Name}")} needs a teacher: name its run in teacher.run.")
            .When(TranslationCatalog.NeedsTeacher);
        RuleFor(s => s.Teacher).Null()
            .WithMessage(s => $"The objective {s.Objective.Name} has no use for a teacher.")
            .When(s => ObjectiveCatalog.Find(s.Objective.Name) is not null && !TranslationCatalog.NeedsTeacher(s));
        RuleFor(s => s.Teacher!.Run).Must(RunId.IsValid).WithMessage("Name the teacher's run.").When(s => s.Teacher is not null);
        RuleFor(s => s.Teacher!.Checkpoint).Matches(@"^(best|last|epoch-\d+)$")
            .WithMessage("A checkpoint is best, last or epoch-N.").When(s => s.Teacher is not null && s.Task != RunTask.Translation);
        RuleFor(s => s.Teacher!.Checkpoint).Matches(@"^(best|last|average|epoch-\d+)$")
            .WithMessage("A checkpoint is best, last, average or epoch-N.").When(s => s.Teacher is not null && s.Task == RunTask.Translation);
        RuleFor(s => s.Objective.Smoothing).Equal(0)
            .WithMessage(s => ObjectiveUse.Ignored(s, "label smoothing", "0")).When(s => !ObjectiveUse.Reads(s, ObjectiveSettings.Smoothing));
        RuleFor(s => s.Objective.Temperature).Equal(1)
            .WithMessage(s => ObjectiveUse.Ignored(s, "temperature", "1"))
            .When(s => s.Objective.Temperature > 0 && !ObjectiveUse.Reads(s, ObjectiveSettings.Temperature));
        RuleFor(s => s.Training.CacheTeacher).Equal(false)
            .WithMessage("There is no teacher whose logits could be cached.").When(s => !TranslationCatalog.NeedsTeacher(s) && s.Teacher is null);
        RuleFor(s => s.Training.CacheTeacher).Equal(false)
            .WithMessage("The teacher's logits can be cached only where data.views is a fixed number, or nothing is augmented.")
            .When(s => s.Data.Views is null && s.Data.Augmentations.Count > 0 && s.Teacher is not null);
    }

    private static bool FitsImages(RunSpec spec) => Side(spec) >= ModelCatalog.Find(spec.Model.Name)!.ImageSizes.Min();

    private static int Side(RunSpec spec) => spec.Data.ImageSize ?? DatasetCatalog.Find(spec.Data.Dataset)?.ImageSize ?? 0;
}

/// <summary>Rules of the data set.</summary>
internal sealed class DataRules : AbstractValidator<DataSpec>
{
    private static readonly string[] Augmentations = ["crop", "flip", "resized-crop", "jitter", "rand-augment", "cutmix", "mixup"];

    public DataRules()
    {
        RuleFor(d => d.Dataset).Must(name => DatasetCatalog.Find(name) is not null)
            .WithMessage(d => TranslationCatalog.IsCorpus(d.Dataset)
                ? $"\"{d.Dataset}\" is a corpus for translation: set task: translation, and a transformer as the model."
                : $"There is no data set \"{d.Dataset}\". Known: {string.Join(", ", DatasetCatalog.All.Select(x => x.Name))}.");
        RuleFor(d => d.ValidationFraction).InclusiveBetween(0, 0.9).WithMessage("Must lie in [0, 0.9].");
        RuleFor(d => d.TestFraction).Must(f => f is > 0 and <= 0.9).WithMessage("Must lie in (0, 0.9].");
        RuleFor(d => d.TrainSize).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(d => d.TestSize).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(d => d.Classes).GreaterThan(1).WithMessage("At least 2 classes are needed.");
        RuleFor(d => d.Classes).Must((d, n) => n <= DatasetCatalog.Find(d.Dataset)!.Classes)
            .WithMessage(d => $"{d.Dataset} has {DatasetCatalog.Find(d.Dataset)!.Classes} classes.")
            .When(d => d is { Classes: not null, LabelLevel: null } && DatasetCatalog.Find(d.Dataset)?.Classes is not null);
        RuleFor(d => d.LabelLevel).Must((d, level) => DatasetCatalog.Find(d.Dataset)!.LabelLevels.Contains(level!))
            .WithMessage(d => $"{d.Dataset} has no labels \"{d.LabelLevel}\". Known: {Words(DatasetCatalog.Find(d.Dataset)!.LabelLevels)}.")
            .When(d => d.LabelLevel is not null && DatasetCatalog.Find(d.Dataset) is not null);
        RuleFor(d => d.TestPart).Must((d, part) => DatasetCatalog.Find(d.Dataset)!.TestParts.Contains(part!))
            .WithMessage(d => $"{d.Dataset} has no test part \"{d.TestPart}\". Known: {Words(DatasetCatalog.Find(d.Dataset)!.TestParts)}.")
            .When(d => d.TestPart is not null && DatasetCatalog.Find(d.Dataset) is not null);
        RuleFor(d => d.ImbalanceFactor).GreaterThanOrEqualTo(1).WithMessage("Must be 1 (balanced) or more.");
        RuleFor(d => d.Fraction).Must(f => f is > 0 and <= 1).WithMessage("Must lie in (0, 1].");
        RuleFor(d => d.LabelNoise).Must(n => n is >= 0 and < 1).WithMessage("Must lie in [0, 1).");
        RuleFor(d => d.ImageSize).InclusiveBetween(4, 1024).WithMessage("Must lie between 4 and 1024 pixels.");
        RuleFor(d => d.Views).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(d => d.BadFileLimit).InclusiveBetween(0, 1).WithMessage("Must lie in [0, 1].");
        RuleForEach(d => d.Augmentations).Must(a => Augmentations.Contains(a.Name))
            .WithMessage((_, a) => $"There is no augmentation \"{a.Name}\". Known: {Words(Augmentations)}.");
        RuleForEach(d => d.Augmentations).Must(a => a.Probability is >= 0 and <= 1).WithMessage("A probability lies in [0, 1].");
    }

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.DefaultIfEmpty("none"));
}

/// <summary>Rules of the network.</summary>
internal sealed class ModelRules : AbstractValidator<ModelSpec>
{
    public ModelRules()
    {
        RuleFor(m => m.Name).Must(name => ModelCatalog.Find(name) is not null)
            .WithMessage(m => $"There is no model \"{m.Name}\". \"models\" lists them.");
        RuleFor(m => m.Width).InclusiveBetween(1, 8192).WithMessage("Must lie between 1 and 8192.");
        RuleFor(m => m.Width).Null().WithMessage(m => $"The width of {m.Name} is fixed.")
            .When(m => ModelCatalog.Find(m.Name) is { Widths: false });
        RuleFor(m => m.Dropout).Must(d => d is >= 0 and < 1).WithMessage("Must lie in [0, 1).");
    }
}

/// <summary>Rules of the loss.</summary>
internal sealed class ObjectiveRules : AbstractValidator<ObjectiveSpec>
{
    public ObjectiveRules()
    {
        RuleFor(o => o.Name).Must(name => ObjectiveCatalog.Find(name) is not null)
            .WithMessage(o => $"There is no objective \"{o.Name}\". Known: {string.Join(", ", ObjectiveCatalog.All.Select(x => x.Name))}.");
        RuleFor(o => o.Smoothing).Must(s => s is >= 0 and < 1).WithMessage("Label smoothing lies in [0, 1).");
        RuleFor(o => o.Temperature).Must(t => t is > 0 and <= 1000).WithMessage("A temperature lies above 0, at most 1000.");
        RuleFor(o => o.SoftWeight).InclusiveBetween(0, 1).WithMessage("Must lie in [0, 1].");
        RuleFor(o => o.TopK).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(o => o.DistillFrom).GreaterThan(0).WithMessage("The first epoch is 1.");
        RuleFor(o => o.DistillUntil).Must((o, until) => until is null || until >= o.DistillFrom).WithMessage("Must not come before distillFrom.");
    }
}

/// <summary>Rules of training.</summary>
internal sealed class TrainingRules : AbstractValidator<TrainingSpec>
{
    public TrainingRules()
    {
        RuleFor(t => t.Epochs).InclusiveBetween(1, 100_000).WithMessage("Must lie between 1 and 100000.");
        RuleFor(t => t.BatchSize).InclusiveBetween(1, 65_536).WithMessage("Must lie between 1 and 65536.");
        RuleFor(t => t.ClipNorm).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(t => t.EmaDecay).Must(d => d is null or (> 0 and < 1)).WithMessage("Must lie in (0, 1), or be left out.");
        RuleFor(t => t.Patience).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(t => t.CheckpointEvery).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(t => t.Device).Matches(@"^(auto|cpu|cuda(:\d+)?)$").WithMessage("A device is auto, cpu or cuda:N.");
        RuleFor(t => t.BinaryActivationShare).InclusiveBetween(0, 1).WithMessage("Must lie in [0, 1].");
        RuleFor(t => t.Optimizer).SetValidator(new OptimizerRules());
        RuleFor(t => t.Schedule).SetValidator(new ScheduleRules());
        RuleFor(t => t.Schedule.Milestones).Must((t, milestones) => milestones.All(m => m < t.Epochs))
            .WithMessage(t => $"Training ends after epoch {t.Epochs}: no milestone after epoch {t.Epochs - 1} is ever reached.")
            .When(t => t.Schedule is { Name: "step" } && t.Epochs > 0);
    }
}

/// <summary>Rules of the optimiser.</summary>
internal sealed class OptimizerRules : AbstractValidator<OptimizerSpec>
{
    private static readonly string[] Names = ["sgd", "adam", "adamw"];

    public OptimizerRules()
    {
        RuleFor(o => o.Name).Must(Names.Contains)
            .WithMessage(o => $"There is no optimiser \"{o.Name}\". Known: {string.Join(", ", Names)}.");
        RuleFor(o => o.LearningRate).Must(r => r is > 0 and <= 1000).WithMessage("Must be above 0, at most 1000.");
        RuleFor(o => o.Momentum).Must(m => m is >= 0 and < 1).WithMessage("Must lie in [0, 1).");
        RuleFor(o => o.WeightDecay).Must(w => w is >= 0 and <= 10).WithMessage("Must lie in [0, 10].");
        RuleFor(o => o.Beta1).Must(b => b is >= 0 and < 1).WithMessage("Must lie in [0, 1).");
        RuleFor(o => o.Beta2).Must(b => b is >= 0 and < 1).WithMessage("Must lie in [0, 1).");
    }
}

/// <summary>Rules of the schedule.</summary>
internal sealed class ScheduleRules : AbstractValidator<ScheduleSpec>
{
    public ScheduleRules()
    {
        RuleFor(s => s.Name).Must(LearningRate.Names.Contains)
            .WithMessage(s => $"There is no schedule \"{s.Name}\". Known: {string.Join(", ", LearningRate.Names)}.");
        RuleFor(s => s.WarmupEpochs).GreaterThanOrEqualTo(0).WithMessage("Must not be negative.");
        RuleFor(s => s.WarmupSteps).GreaterThanOrEqualTo(0).WithMessage("Must not be negative.");
        RuleForEach(s => s.Milestones).GreaterThan(0).WithMessage("A milestone is an epoch from 1.");
        RuleFor(s => s.Milestones).Must(m => m.Zip(m.Skip(1)).All(p => p.First < p.Second)).WithMessage("Milestones must increase.");
        RuleFor(s => s.Factor).Must(f => f is > 0 and <= 1).WithMessage("Must lie in (0, 1].");
        RuleFor(s => s.FinalShare).InclusiveBetween(0, 1).WithMessage("Must lie in [0, 1].");
    }
}

/// <summary>Rules of the analysis.</summary>
internal sealed class AnalysisRules : AbstractValidator<AnalysisSpec>
{
    public AnalysisRules()
    {
        RuleFor(a => a.EveryEpochs).GreaterThan(0).WithMessage("Must be above 0, or left out.");
        RuleFor(a => a.StoredSamples).InclusiveBetween(1, 1_000_000).WithMessage("Must lie between 1 and 1000000.");
        RuleFor(a => a.Triple).Must(t => t.Count is 0 or 3).WithMessage("Name three classes, or none.");
    }
}

/// <summary>Rules of what the scheduler should give.</summary>
internal sealed class ResourceRules : AbstractValidator<ResourceSpec>
{
    public ResourceRules()
    {
        RuleFor(r => r.Gpus).InclusiveBetween(0, 64).WithMessage("Must lie between 0 and 64.");
        RuleFor(r => r.Threads).InclusiveBetween(0, 1024).WithMessage("Must lie between 0 and 1024.");
        RuleFor(r => r.MemoryMb).GreaterThanOrEqualTo(0).WithMessage("Must not be negative.");
        RuleFor(r => r.TimeLimitMinutes).GreaterThanOrEqualTo(0).WithMessage("Must not be negative.");
    }
}
