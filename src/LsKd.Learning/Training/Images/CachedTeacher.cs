using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>
/// A teacher whose logits on every training sample's fixed views are computed once, before training, and looked up afterwards: one
/// table [N, K] per view, on the device. A resumed run computes the same table again.
/// </summary>
public sealed class CachedTeacher : ITeacher
{
    private readonly ITeacher teacher;
    private readonly Tensor[] views;

    /// <summary>Computes the tables by going once through the epochs that show each view.</summary>
    /// <param name="teacher">The teacher, taken over.</param>
    /// <param name="source">The data, with fixed views.</param>
    /// <param name="training">Batch size and seed of the run.</param>
    /// <param name="place">Brings images to where and how the student sees them.</param>
    public CachedTeacher(ITeacher teacher, IImageSource source, TrainingSpec training, Func<Tensor, Tensor> place)
    {
        this.teacher = teacher;
        views = new Tensor[Math.Min(source.Views ?? throw NeedsViews(), Math.Max(training.Epochs, 1))];
        for (var view = 0; view < views.Length; view++)
            foreach (var batch in source.TrainingEpoch(view + 1, training.BatchSize, training.Seed))
                using (batch)
                {
                    CollectionPoint.Pass();
                    Fill(view, batch, source.Count(Core.Runs.Split.Train), place);
                }
    }

    /// <summary>Says that a spec cannot be cached, or why not.</summary>
    /// <exception cref="ArgumentException">The data draw fresh views, or not every sample in every epoch.</exception>
    public static void Check(DataSpec data)
    {
        if (data.Views is null)
            throw NeedsViews();
        if (data.Sampler is SamplerKind.ClassAware)
            throw new ArgumentException("training.cacheTeacher: class-aware sampling does not show every sample of a view; use data.sampler shuffle");
    }

    /// <inheritdoc/>
    public Tensor OfTraining(ImageBatch batch, Tensor images)
    {
        using var _ = no_grad();
        using var rows = Rows(batch);
        return views[batch.View].index_select(0, rows);
    }

    /// <inheritdoc/>
    public Tensor Of(Tensor images) => teacher.Of(images);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in views)
            view.Dispose();
        teacher.Dispose();
    }

    private static ArgumentException NeedsViews() =>
        new("training.cacheTeacher: the teacher's logits can be reused only for a fixed number of augmented views; set data.views");

    private void Fill(int view, ImageBatch batch, int samples, Func<Tensor, Tensor> place)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var logits = teacher.Of(place(batch.Images));
        views[view] ??= zeros([samples, logits.shape[1]], dtype: logits.dtype, device: logits.device).DetachFromDisposeScope();
        views[view].index_copy_(0, Rows(batch), logits);
    }

    private Tensor Rows(ImageBatch batch)
    {
        var positions = tensor(batch.Positions.Select(p => (long)p).ToArray());
        return views[batch.View] is { } table && table.device_type is not DeviceType.CPU ? positions.to(table.device) : positions;
    }
}
