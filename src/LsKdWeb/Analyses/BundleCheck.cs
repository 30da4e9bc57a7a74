using System.Text.Json;
using LsKd.Core.Arrays;

namespace LsKdWeb.Analyses;

/// <summary>What a bundle holds, as far as can be told before it is analysed.</summary>
/// <param name="Samples">Rows of <c>features</c>.</param>
/// <param name="Dimension">Columns of <c>features</c>.</param>
/// <param name="Classes">Rows of <c>weights</c>.</param>
/// <param name="ClassNames">Class names of the metadata; empty where there are none.</param>
/// <param name="Split">The split that the metadata names; <c>test</c> where they name none.</param>
/// <param name="HasLogits">Whether logits are given; otherwise they follow from features, weights and bias.</param>
/// <param name="HasStudent">Whether a student's logits are given.</param>
public sealed record BundleSummary(
    int Samples, int Dimension, int Classes, IReadOnlyList<string> ClassNames, string Split, bool HasLogits, bool HasStudent);

/// <summary>Checks a bundle quickly and without torch, so that a mistake is told at once and by the tensor's name.</summary>
public static class BundleCheck
{
    /// <summary>Reads the header and the labels of a bundle, and every number of it once.</summary>
    /// <exception cref="InvalidDataException">The file is no whole bundle; the message names the tensor.</exception>
    public static BundleSummary Read(string path)
    {
        var file = SafeTensorsFile.Open(path);
        var (samples, dimension) = Matrix(file, "features", "samples, features");
        var (classes, width) = Matrix(file, "weights", "classes, features");
        if (width != dimension)
            throw new InvalidDataException($"Tensor 'weights' has {width} columns, 'features' has {dimension}.");
        CheckVector(file, "bias", classes);
        CheckLabels(file, samples, classes);
        foreach (var name in (string[])["logits", "student_logits"])
            if (file.Tensors.ContainsKey(name) && Matrix(file, name, "samples, classes") != (samples, classes))
                throw new InvalidDataException($"Tensor '{name}' has shape [{string.Join(", ", file.Tensors[name].Shape)}], [{samples}, {classes}] is needed.");
        foreach (var name in (string[])["features", "weights", "logits", "student_logits"])
            CheckFinite(file, name);
        return new BundleSummary(
            samples, dimension, classes, Names(file, classes), file.Metadata.GetValueOrDefault("split", "test"),
            file.Tensors.ContainsKey("logits"), file.Tensors.ContainsKey("student_logits"));
    }

    private static (int, int) Matrix(SafeTensorsFile file, string name, string meaning)
    {
        if (!file.Tensors.TryGetValue(name, out var entry))
            throw new InvalidDataException($"The file holds no tensor '{name}' [{meaning}]. It holds: {string.Join(", ", file.Tensors.Keys)}.");
        if (entry.Shape.Count != 2 || entry.Shape.Any(d => d is < 1 or > int.MaxValue))
            throw new InvalidDataException($"Tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], [{meaning}] is needed.");
        if (entry.Type is not ("F16" or "BF16" or "F32" or "F64"))
            throw new InvalidDataException($"Tensor '{name}' has type {entry.Type}; F16, BF16, F32 or F64 is needed.");
        return ((int)entry.Shape[0], (int)entry.Shape[1]);
    }

    private static void CheckVector(SafeTensorsFile file, string name, int length)
    {
        if (!file.Tensors.TryGetValue(name, out var entry))
            throw new InvalidDataException($"The file holds no tensor '{name}' [classes]; give zeros where the layer has no bias.");
        if (entry.Shape.Count != 1 || entry.Shape[0] != length)
            throw new InvalidDataException($"Tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], [{length}] is needed.");
        if (Array.FindIndex(file.ReadFloats(name), v => !float.IsFinite(v)) is >= 0 and var bad)
            throw new InvalidDataException($"Tensor '{name}' holds a value that is not finite at {bad}.");
    }

    private static void CheckLabels(SafeTensorsFile file, int samples, int classes)
    {
        if (!file.Tensors.TryGetValue("labels", out var entry))
            throw new InvalidDataException("The file holds no tensor 'labels' [samples].");
        if (entry.Type is not ("I32" or "I64"))
            throw new InvalidDataException($"Tensor 'labels' has type {entry.Type}; I32 or I64 is needed.");
        if (entry.Shape.Count != 1 || entry.Shape[0] != samples)
            throw new InvalidDataException($"Tensor 'labels' has shape [{string.Join(", ", entry.Shape)}], [{samples}] is needed.");
        var labels = file.ReadIntegers("labels");
        if (Array.FindIndex(labels, l => l < 0 || l >= classes) is >= 0 and var bad)
            throw new InvalidDataException($"Tensor 'labels' holds {labels[bad]} at {bad}; labels must be 0 to {classes - 1}.");
    }

    private static void CheckFinite(SafeTensorsFile file, string name)
    {
        if (!file.Tensors.ContainsKey(name))
            return;
        TensorRows.ForEach(file, name, (i, row) =>
        {
            foreach (var value in row)
                if (!float.IsFinite(value))
                    throw new InvalidDataException($"Tensor '{name}' holds a value that is not finite in row {i}.");
        });
    }

    private static IReadOnlyList<string> Names(SafeTensorsFile file, int classes)
    {
        if (!file.Metadata.TryGetValue("class_names", out var json))
            return [];
        try
        {
            var names = JsonSerializer.Deserialize<List<string>>(json) ?? [];
            return names.Count == classes
                ? names
                : throw new InvalidDataException($"The metadata 'class_names' lists {names.Count} names for the {classes} rows of 'weights'.");
        }
        catch (JsonException)
        {
            throw new InvalidDataException("The metadata 'class_names' is not a JSON list of names.");
        }
    }
}
