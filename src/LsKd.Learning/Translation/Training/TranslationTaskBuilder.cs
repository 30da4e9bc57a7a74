using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Objectives;
using LsKd.Learning.Training;
using LsKd.Learning.Translation.Data;
using LsKd.Learning.Translation.Model;

namespace LsKd.Learning.Translation.Training;

/// <summary>What a translation task is made of.</summary>
internal sealed record TranslationParts(
    RunSpec Spec, ParallelCorpus Corpus, Vocabularies Vocabularies, TranslationModel Network, TranslationModel? Teacher,
    IObjective Objective, IReadOnlyList<SentencePair> TrainingPairs);

/// <summary>Puts a translation run's corpus, vocabularies, network, loss and teacher together as its spec says.</summary>
internal static class TranslationTaskBuilder
{
    /// <summary>The task.</summary>
    /// <exception cref="ArgumentException">The spec asks for something impossible; the message names the field.</exception>
    /// <exception cref="IOException">The corpus cannot be read.</exception>
    public static TranslationTask Build(RunSpec spec, TaskContext context)
    {
        var objective = ObjectiveFactory.Create(spec.Objective);
        var teacherFolder = TeacherFolder(spec, context, objective);
        var corpus = ParallelCorpora.Open(spec.Data, context.DataFolder);
        var settings = TranslationNetwork.Settings(spec);
        var vocabularies = Vocabularies.Of(context.Folder, teacherFolder, settings, corpus);
        var teacher = teacherFolder is null ? null : TranslationNetwork.Load(teacherFolder, spec.Teacher!.Checkpoint);
        var pairs = corpus[Split.Train];
        if (settings.SequenceLevel && teacher is not null)
            pairs = SequenceTargets.Of(context.Folder, teacher, vocabularies, pairs, settings.Beam, context.Device);
        var network = TranslationNetwork.Create(spec, vocabularies);
        return new TranslationTask(
            new TranslationParts(spec, corpus, vocabularies, network, teacher, objective, pairs), context.Folder, context.Device);
    }

    private static RunFolder? TeacherFolder(RunSpec spec, TaskContext context, IObjective objective)
    {
        if (spec.Teacher is { } teacher)
            return context.Folder.Beside(teacher.Run);
        var needed = objective.NeedsTeacher ? $"the objective '{spec.Objective.Name}'"
            : TranslationNetwork.Settings(spec).SequenceLevel ? "sequence-level distillation" : null;
        return needed is null ? null : throw new ArgumentException($"teacher: {needed} needs a teacher");
    }
}
