using LsKd.Core.Catalogs;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Analysis;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Native;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>Trains a classifier of images, alone or as a teacher's student.</summary>
public sealed class ImageTask : ITrainingTask
{
    private const int EvaluationBatch = 256;
    private readonly RunSpec spec;
    private readonly IImageSource source;
    private readonly ImageModel network;
    private readonly IObjective objective;
    private readonly ITeacher? teacher;
    private readonly ImagePlacement placement;
    private readonly TeacherOnSplits? teacherOnSplits;
    private readonly Action<string> warn;
    private int reported;

    /// <summary>Takes over the source, the network (moved to its place) and the teacher; <paramref name="warn"/> is told of unreadable files.</summary>
    public ImageTask(
        RunSpec spec, IImageSource source, ImageModel network, IObjective objective, ITeacher? teacher, ImagePlacement placement,
        Action<string>? warn = null)
    {
        this.warn = warn ?? (_ => { });
        (this.spec, this.source, this.network, this.objective, this.teacher, this.placement) =
            (spec, source, network, objective, teacher, placement);
        placement.Place(network);
        teacherOnSplits = teacher is null ? null : new TeacherOnSplits(teacher);
    }

    /// <inheritdoc/>
    public nn.Module Network => network;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => source.ClassNames;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> SplitSizes => Enum.GetValues<Split>().ToDictionary(s => s.Key(), source.Count);

    /// <inheritdoc/>
    public int StepsPerEpoch => (source.Count(Split.Train) + spec.Training.BatchSize - 1) / spec.Training.BatchSize;

    /// <inheritdoc/>
    public (string Tag, bool HigherIsBetter) Selection => ("top1", true);

    /// <inheritdoc/>
    public IEnumerable<TrainingStep> Epoch(int epoch)
    {
        foreach (var batch in source.TrainingEpoch(epoch, spec.Training.BatchSize, spec.Training.Seed))
            using (batch)
                yield return new TrainingStep(batch.Positions.Count, () => Loss(batch, epoch));
        ReportBadFiles();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Evaluate(Split split)
    {
        using var measures = new ClassificationMeasures();
        var index = 0;
        foreach (var batch in source.InOrder(split, EvaluationBatch))
            using (batch)
            using (NewDisposeScope())
            {
                Measure(split, index++, batch, measures);
                CollectionPoint.Pass();
            }
        ReportBadFiles();
        return measures.Results();
    }

    /// <inheritdoc/>
    public void Analyse(RunFolder folder, int? epoch, Action<RunEvent> emit) => RunAnalysis.Run(
        network, source, folder, spec.Analysis, AnalysedSplits(epoch), epoch, emit, new RunAnalysisContext
        {
            PlaceImages = placement.Place,
            Teacher = teacher is null ? null : teacher.Of,
            DefaultTriple = DatasetCatalog.Find(spec.Data.Dataset)?.Triple ?? [],
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        teacherOnSplits?.Dispose();
        teacher?.Dispose();
        network.Dispose();
        source.Dispose();
    }

    private void ReportBadFiles()
    {
        foreach (var file in source.BadFiles.Skip(reported))
            warn($"'{file.Path}' could not be read and is left out: {file.Reason}");
        reported = source.BadFiles.Count;
    }

    // The test split is looked at once, at the end.
    private static IReadOnlyList<Split> AnalysedSplits(int? epoch) =>
        epoch is null ? [Split.Train, Split.Validation, Split.Test] : [Split.Train, Split.Validation];

    private LossParts Loss(ImageBatch batch, int epoch)
    {
        var images = placement.Place(batch.Images);
        var labels = batch.Labels.to(placement.Device);
        var logits = Forward(images);
        var parts = objective.Compute(new LossInput(logits, labels)
        {
            MixedLabels = batch.MixedLabels?.to(placement.Device),
            LabelShare = batch.LabelShare,
            TeacherLogits = teacher?.OfTraining(batch, images),
            Epoch = epoch,
        });
        return parts with { Parts = [.. parts.Parts, ("top1", Top1(logits, labels))] };
    }

    private Tensor Forward(Tensor images)
    {
        using var format = placement.Format();
        return network.forward(images).to(float32);
    }

    private void Measure(Split split, int index, ImageBatch batch, ClassificationMeasures measures)
    {
        var images = placement.Place(batch.Images);
        var labels = batch.Labels.to(placement.Device);
        var logits = network.forward(images);
        measures.Add(logits, labels);
        measures.AddLoss(objective.Compute(new LossInput(logits, labels)
        {
            TeacherLogits = teacherOnSplits?.Logits(split, index, images),
            Epoch = spec.Objective.DistillFrom,
        }), batch.Positions.Count);
    }

    private static Tensor Top1(Tensor logits, Tensor labels)
    {
        using var _ = no_grad();
        return logits.argmax(1).eq(labels).to(float32).mean();
    }
}
