using LsKd.Core.Specs;
using LsKd.Learning.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Objectives;

public class GoldenLossTests
{
    public static TheoryData<string> Sets => [.. Golden.Sets];

    [Theory, MemberData(nameof(Sets))]
    public void Smoothing_over_all_classes_matches_the_reference(string set) =>
        AssertLoss(Golden.Loss(set, "ls_all_classes"), new CrossEntropy(0.1, SmoothingConvention.AllClasses), Golden.OfTeacher(set));

    [Theory, MemberData(nameof(Sets))]
    public void Smoothing_over_wrong_classes_matches_the_reference(string set) =>
        AssertLoss(Golden.Loss(set, "ls_wrong_classes"), new CrossEntropy(0.1, SmoothingConvention.WrongClasses), Golden.OfTeacher(set));

    [Theory, MemberData(nameof(Sets))]
    public void Soft_cross_entropy_matches_the_reference_with_its_parts(string set)
    {
        using var scope = NewDisposeScope();
        var parts = AssertLoss(Golden.Loss(set, "kd_soft_ce_T1"), new SoftCrossEntropy(), Golden.Input(set));
        AssertClose(Golden.Loss(set, "kd_kl_T1"), parts, "kd_kl");
        AssertClose(Golden.Loss(set, "teacher_entropy"), parts, "teacher_entropy");
        AssertClose(Golden.Loss(set, "kd_soft_ce_T1"), parts, "kd_ce");
    }

    [Theory, MemberData(nameof(Sets))]
    public void Hinton_distillation_matches_the_reference(string set) =>
        AssertLoss(Golden.Loss(set, "kd_hinton_kl_T4_T2"), new HintonDistillation(4, 1), Golden.Input(set));

    [Theory, MemberData(nameof(Sets))]
    public void A_softened_teacher_alone_matches_the_reference(string set) =>
        AssertLoss(Golden.Loss(set, "kd_teacher_only_softened_T4"), new TeacherSoftenedDistillation(4, 1), Golden.Input(set));

    [Theory, MemberData(nameof(Sets))]
    public void A_mix_with_the_hard_label_matches_the_reference(string set) =>
        AssertLoss(Golden.Loss(set, "kd_mixed_beta0.9_T4"), new HintonDistillation(4, 0.9), Golden.Input(set));

    private static LossParts AssertLoss(double expected, IObjective objective, LossInput input)
    {
        var parts = objective.Compute(input);
        Assert.Equal(expected, parts.Total.ToDouble(), Math.Abs(expected) * 1e-6);
        return parts;
    }

    private static void AssertClose(double expected, LossParts parts, string name) =>
        Assert.Equal(expected, parts.Parts.Single(p => p.Name == name).Value.ToDouble(), Math.Abs(expected) * 1e-6);
}
