using System.Runtime.InteropServices;
using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Core.Events;
using LsKd.Core.Runs;
using LsKd.Core.Specs;

namespace LsKd.Tests.Shared;

/// <summary>Writes finished run folders as a worker leaves them, without training.</summary>
public sealed class InventedRuns(string runsFolder)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public int SamplesPerSplit { get; init; } = 600;

    public int Steps { get; init; } = 400;

    public int Dimension { get; init; } = 16;

    /// <summary>Splits with analysis.</summary>
    public IReadOnlyList<string> Splits { get; init; } = ["train", "validation", "test"];

    /// <summary>Epochs besides the end with arrays of their own.</summary>
    public IReadOnlyList<int> Epochs { get; init; } = [];

    /// <summary>Two teachers, with and without smoothing, and a student of each.</summary>
    public void WriteStudy()
    {
        Write("teacher2", 0, 0);
        Write("teacher3", 0.1, 0);
        Write("student4", 0, 1, teacher: "teacher2");
        Write("student5", 0, 2, teacher: "teacher3");
    }

    public RunFolder Write(string id, double smoothing, int seed, string? teacher = null, string? name = null)
    {
        var folder = new RunFolder(Path.Combine(runsFolder, id));
        Directory.CreateDirectory(folder.Root);
        var spec = Spec(id, smoothing, seed, teacher, name);
        Json(folder.SpecFile, spec);
        Json(folder.RecordFile, new RunRecord { Id = id, Created = Start.AddMinutes(seed), DependsOn = teacher is null ? [] : [teacher] });
        WriteEvents(folder, spec, smoothing, seed);
        WriteAnalysis(folder, smoothing, seed);
        return folder;
    }

    private static RunSpec Spec(string id, double smoothing, int seed, string? teacher, string? name) => new()
    {
        Name = name ?? (teacher is null ? $"Teacher, LS {smoothing:0.##}" : $"Student of {teacher}"),
        Objective = teacher is null ? new ObjectiveSpec { Smoothing = smoothing } : new ObjectiveSpec { Name = "soft-cross-entropy" },
        Teacher = teacher is null ? null : new TeacherSpec { Run = teacher },
        Model = new ModelSpec { Name = "resnet8", Width = teacher is null ? 16 : 6 },
        Training = new TrainingSpec { Seed = seed },
    };

    private void WriteEvents(RunFolder folder, RunSpec spec, double smoothing, int seed)
    {
        var random = new Random(seed * 7 + (int)(smoothing * 100));
        using (var log = File.CreateText(folder.EventLog(1)))
        {
            Line(log, new RunStarted(1, new RunEnvironment { Host = "desk", Device = "cpu", Threads = 2, ClassNames = InventedNetwork.FashionNames }), 0);
            for (var step = 1; step <= Steps; step++)
            {
                var epoch = 8.0 * step / Steps;
                Line(log, new MetricLogged("train/loss", step, epoch, 0.5 * smoothing + 2.1 * Math.Exp(-epoch / 1.8) + 0.25 + 0.08 * random.NextDouble()), step);
                if (step % Math.Max(1, Steps / 8) == 0)
                    Evaluate(log, step, epoch, smoothing, random);
            }
            Line(log, new RunEnded(RunState.Succeeded, ""), Steps + 1);
        }
        Json(folder.ResultFile, new RunResult
        {
            State = RunState.Succeeded, Attempt = 1, BestEpoch = spec.Training.Epochs, Epochs = spec.Training.Epochs, Seconds = Steps,
            Metrics = new Dictionary<string, double> { ["test/top1"] = 0.84 + smoothing / 10, ["test/ece_15"] = 0.03 - smoothing / 10 },
        });
    }

    private static void Evaluate(StreamWriter log, int step, double epoch, double smoothing, Random random)
    {
        Line(log, new MetricLogged("validation/top1", step, epoch, 0.86 - 0.5 * Math.Exp(-epoch / 1.5) + smoothing / 20 + 0.01 * random.NextDouble()), step);
        Line(log, new MetricLogged("validation/nll", step, epoch, 0.4 + Math.Exp(-epoch / 2)), step);
        Line(log, new MetricLogged("validation/ece_15", step, epoch, 0.02 + 0.01 * random.NextDouble()), step);
    }

    private void WriteAnalysis(RunFolder folder, double smoothing, int seed)
    {
        var network = new InventedNetwork(smoothing, seed, Dimension);
        foreach (var split in Splits)
        {
            WriteSplit(folder, split, null, network.Sample(split, SamplesPerSplit));
            foreach (var epoch in Epochs)
                WriteSplit(folder, split, epoch, network.Sample(split, SamplesPerSplit, epoch / 8.0));
        }
        foreach (var epoch in Epochs.Select(e => (int?)e).Append(null))
            SafeTensorsFile.Write(folder.Head(epoch),
            [
                ("weights", "F32", [network.Classes, network.Dimension], Bytes(network.Weights)),
                ("bias", "F32", [network.Classes], Bytes(new float[network.Classes])),
            ]);
    }

    private static void WriteSplit(RunFolder folder, string split, int? epoch, InventedSplit outputs)
    {
        Json(folder.Report(split, epoch), outputs.Report(split, InventedNetwork.FashionNames) with { Epoch = epoch });
        SafeTensorsFile.Write(folder.Arrays(split, epoch),
        [
            ("sample_ids", "I64", [outputs.Count], Bytes(outputs.Ids)),
            ("labels", "I64", [outputs.Count], Bytes(outputs.Labels)),
            ("features", "F32", [outputs.Count, outputs.Dimension], Bytes(outputs.Features)),
            ("logits", "F32", [outputs.Count, outputs.Classes], Bytes(outputs.Logits)),
        ], new Dictionary<string, string> { ["class_names"] = JsonSerializer.Serialize(InventedNetwork.FashionNames), ["split"] = split });
    }

    private static void Line(StreamWriter log, RunEvent happened, double second) =>
        log.WriteLine(JsonSerializer.Serialize(happened with { Time = Start.AddSeconds(second) }, SpecJson.Options));

    private static void Json<T>(string path, T value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(value, SpecJson.Options));
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
