using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Data;
using LsKd.Learning.Models;
using LsKd.Learning.Native;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>Loads a teacher from its run's folder, beside the student's.</summary>
internal static class TeacherLoader
{
    /// <summary>The teacher's network, on the CPU, with its weights.</summary>
    /// <exception cref="ArgumentException">It does not exist, or was trained on other classes; the message names the field.</exception>
    public static ImageModel Load(TeacherSpec teacher, RunFolder student, IImageSource source)
    {
        var folder = student.Beside(teacher.Run);
        if (!File.Exists(folder.SpecFile))
            throw new ArgumentException($"teacher.run: there is no run '{teacher.Run}' beside this one");
        var checkpoint = folder.Checkpoint(teacher.Checkpoint);
        if (!File.Exists(checkpoint))
            throw new ArgumentException($"teacher.checkpoint: run '{teacher.Run}' has no checkpoint '{teacher.Checkpoint}'");
        CheckClasses(teacher, ModelCheckpoint.ReadInfo(checkpoint).ClassNames, source.ClassNames);
        var spec = SpecJson.Read(File.ReadAllText(folder.SpecFile));
        var (channels, height, _) = source.Shape;
        var network = ModelFactory.Create(spec.Model, channels, height, source.ClassNames.Count, spec.Training.Seed);
        ModelCheckpoint.Load(checkpoint, network);
        return network;
    }

    private static void CheckClasses(TeacherSpec teacher, IReadOnlyList<string> known, IReadOnlyList<string> wanted)
    {
        if (known.SequenceEqual(wanted))
            return;
        var first = Enumerable.Range(0, Math.Max(known.Count, wanted.Count)).First(k => known.ElementAtOrDefault(k) != wanted.ElementAtOrDefault(k));
        throw new ArgumentException(
            $"teacher.run: run '{teacher.Run}' knows {known.Count} classes and this data set has {wanted.Count}; they first differ at class {first}, "
            + $"'{known.ElementAtOrDefault(first)}' against '{wanted.ElementAtOrDefault(first)}'");
    }
}
