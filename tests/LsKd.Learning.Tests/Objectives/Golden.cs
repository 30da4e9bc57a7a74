using System.Text.Json;
using LsKd.Core.Arrays;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

/// <summary>Reference inputs and losses, computed in double precision outside of the product.</summary>
internal static class Golden
{
    public static readonly string[] Sets = ["metrics-a", "metrics-b"];

    public static double Loss(string set, string key)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PathOf(set, "json")));
        return json.RootElement.GetProperty("expected").GetProperty("loss").GetProperty(key).GetDouble();
    }

    public static LossInput Input(string set)
    {
        var file = SafeTensorsFile.Open(PathOf(set, "safetensors"));
        return new LossInput(TensorFiles.Read(file, "student_logits"), TensorFiles.Read(file, "labels"))
        {
            TeacherLogits = TensorFiles.Read(file, "logits"),
        };
    }

    /// <summary>The hard-label references are of the teacher's own logits.</summary>
    public static LossInput OfTeacher(string set)
    {
        var input = Input(set);
        return new LossInput(input.TeacherLogits!, input.Labels);
    }

    private static string PathOf(string set, string extension) =>
        Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{set}.{extension}");
}
