using LsKd.Core.Specs;
using LsKd.Core.Studies.Plans;

namespace LsKd.Core.Studies.Designs;

/// <summary>Names of networks in cells, and the networks that sizes bring.</summary>
public static class Networks
{
    /// <summary>A network in two words, such as <c>resnet8 w16</c>.</summary>
    public static string Label(ModelSpec model) => model.Width is { } width ? $"{model.Name} w{width}" : model.Name;

    /// <summary>A pair, such as <c>resnet8 w16 > resnet8 w6</c>.</summary>
    public static string Label(NetworkPair pair) => $"{Label(pair.Teacher)} > {Label(pair.Student)}";

    /// <summary>The study's networks, or the teacher of the size.</summary>
    public static IReadOnlyList<ModelSpec> OrTeacher(PlanBuilder plan) =>
        plan.Spec.Networks.Count > 0 ? plan.Spec.Networks : [plan.Defaults.Teacher];

    /// <summary>Several networks for the studies over them, small to large.</summary>
    public static IReadOnlyList<ModelSpec> Several(PlanBuilder plan) => plan.Spec switch
    {
        { Networks.Count: > 0 } s => s.Networks,
        { Size: StudySize.Tiny } => [Resnet(8, 2), Resnet(8, 3), Resnet(8, 4)],
        { Size: StudySize.Quick } => [Resnet(8, 4), Resnet(8, 8), plan.Defaults.Teacher],
        _ => [Resnet(8, 16), Resnet(14, 16), Resnet(20, 16), Resnet(32, 16), Resnet(56, 16)],
    };

    private static ModelSpec Resnet(int depth, int width) => new() { Name = $"resnet{depth}", Width = width };
}
