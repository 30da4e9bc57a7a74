using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Native;
using LsKd.Learning.Objectives;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>Puts an image run's data, network, loss and teacher together as its spec says.</summary>
internal static class ImageTaskBuilder
{
    /// <summary>The task.</summary>
    /// <exception cref="ArgumentException">The spec asks for something impossible; the message names the field.</exception>
    /// <exception cref="DatasetException">The data set cannot be opened.</exception>
    public static ImageTask Build(RunSpec spec, TaskContext context)
    {
        var precise = Available(spec, context);
        var objective = ObjectiveFactory.Create(precise.Objective);
        var source = ImageSourceFactory.Open(
            precise.Data, context.DataFolder, bad => context.Warn($"{bad.Path} cannot be read and is left out: {bad.Reason}"));
        try
        {
            var network = Network(precise, context, source);
            var placement = ImagePlacement.Of(precise.Training, context.Device);
            return new ImageTask(
                precise, source, network, objective, Teacher(precise, context, objective, source, placement.Place), placement, context.Warn);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static RunSpec Available(RunSpec spec, TaskContext context)
    {
        if (spec.Training.Precision is not Precision.BFloat16 || Autocast.IsAvailable)
            return spec;
        context.Warn("this libtorch offers no autocast here: training runs in single precision instead of bfloat16");
        return spec with { Training = spec.Training with { Precision = Precision.Float32 } };
    }

    private static ImageModel Network(RunSpec spec, TaskContext context, IImageSource source)
    {
        var (channels, height, _) = source.Shape;
        var network = ModelFactory.Create(spec.Model, channels, height, source.ClassNames.Count, spec.Training.Seed);
        StartingWeights.Load(spec, context, network);
        return network;
    }

    private static ITeacher? Teacher(
        RunSpec spec, TaskContext context, IObjective objective, IImageSource source, Func<Tensor, Tensor> place)
    {
        if (!objective.NeedsTeacher)
            return null;
        var teacher = spec.Teacher ?? throw new ArgumentException($"teacher: the objective '{spec.Objective.Name}' needs a teacher");
        if (spec.Training.CacheTeacher)
            CachedTeacher.Check(spec.Data);
        var network = TeacherLoader.Load(teacher, context.Folder, source);
        var placement = ImagePlacement.Of(spec.Training, context.Device);
        placement.Place(network);
        var live = new LiveTeacher(network, placement.Format);
        return spec.Training.CacheTeacher ? new CachedTeacher(live, source, spec.Training, place) : live;
    }
}
