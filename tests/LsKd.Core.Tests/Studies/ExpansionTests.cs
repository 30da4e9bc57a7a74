using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Designs;
using LsKd.Core.Studies.Plans;

namespace LsKd.Core.Tests.Studies;

public class ExpansionTests
{
    public static TheoryData<string, StudySize> Everything() =>
        [.. from study in StudyCatalog.All from size in Enum.GetValues<StudySize>() select (study.Name, size)];

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_study_expands_at_every_size_with_teachers_before_students(string study, StudySize size)
    {
        var plan = StudyDesigns.Expand(new StudySpec { Study = study, Size = size });
        Assert.Equal(study != StudyNames.Identity, plan.Runs.Count > 0);
        Assert.Equal(plan.Runs.Count, plan.Runs.Select(r => r.Key).Distinct().Count());
        HashSet<string> before = [];
        foreach (var run in plan.Runs)
        {
            Assert.Equal(run.TeacherKey is null, run.Spec.Teacher is null);
            Assert.True(run.TeacherKey is null || before.Contains(run.TeacherKey));
            before.Add(run.Key);
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_condition_has_one_run_a_seed(string study, StudySize size)
    {
        var plan = StudyDesigns.Expand(new StudySpec { Study = study, Size = size, Seeds = [3, 5] });
        Assert.All(plan.Runs.GroupBy(r => (r.Role, r.Cell)), g => Assert.Equal([3, 5], g.Select(r => r.Seed).Order()));
    }

    [Fact]
    public void The_quick_study_is_two_teachers_two_students_and_the_student_alone()
    {
        var plan = StudyDesigns.Expand(new StudySpec());
        Assert.Equal(["baseline", "student", "student", "teacher", "teacher"], plan.Runs.Select(r => r.Role).Order());
        Assert.Equal([0, 0.1], plan.Runs.Where(r => r.Role == Roles.Teacher).Select(r => r.Spec.Objective.Smoothing));
        Assert.All(plan.Runs, r => Assert.Equal(10_000, r.Spec.Data.TrainSize));
        Assert.All(plan.Runs.Where(r => r.Role == Roles.Student), r => Assert.Equal("soft-cross-entropy", r.Spec.Objective.Name));
    }

    [Fact]
    public void Equal_documents_expand_into_equal_plans()
    {
        var spec = new StudySpec { Study = StudyNames.Temperature };
        var again = JsonSerializer.Deserialize<StudySpec>(JsonSerializer.Serialize(spec, SpecJson.Options), SpecJson.Options)!;
        Assert.Equal(StudyDesigns.Expand(spec).Runs.Select(r => r.Key), StudyDesigns.Expand(again).Runs.Select(r => r.Key));
    }

    [Fact]
    public void More_seeds_keep_the_runs_of_the_others_and_the_design()
    {
        var few = new StudySpec { Study = StudyNames.LsTeacher, Seeds = [0, 1] };
        var more = few with { Seeds = [0, 1, 2], Title = "more" };
        var added = StudyDesigns.Expand(more).Runs.Select(r => r.Key).Except(StudyDesigns.Expand(few).Runs.Select(r => r.Key));
        Assert.Equal(StudyDesigns.Expand(few with { Seeds = [2] }).Runs.Select(r => r.Key), added);
        Assert.Equal(StudyPlan.DesignId(few), StudyPlan.DesignId(more));
        Assert.NotEqual(StudyPlan.DesignId(few), StudyPlan.DesignId(few with { Smoothings = [0, 0.2] }));
    }

    [Fact]
    public void Studies_share_the_teachers_that_are_the_same()
    {
        var quick = StudyDesigns.Expand(new StudySpec { Seeds = [0] }).Runs.Where(r => r.Role == Roles.Teacher).Select(r => r.Key);
        var clusters = StudyDesigns.Expand(new StudySpec { Study = StudyNames.Clusters, Seeds = [0] }).Runs.Select(r => r.Key);
        Assert.Equal(quick, clusters);
    }

    [Fact]
    public void A_students_key_follows_its_teachers_content_and_not_its_chance_id()
    {
        var student = new RunSpec { Teacher = new TeacherSpec { Run = "abc" } };
        Assert.Equal(StudyPlan.KeyOf(student, "t"), StudyPlan.KeyOf(student with { Teacher = new TeacherSpec { Run = "xyz" } }, "t"));
        Assert.NotEqual(StudyPlan.KeyOf(student, "t"), StudyPlan.KeyOf(student, "u"));
    }

    [Fact]
    public void Impossible_studies_are_refused_by_the_setting()
    {
        Assert.Contains("nonsense", Assert.Throws<ArgumentException>(() => StudyDesigns.Expand(new StudySpec { Study = "nonsense" })).Message);
        Assert.Contains("seeds", Problem(new StudySpec { Seeds = [1, 1] }));
        Assert.Contains("smoothings", Problem(new StudySpec { Smoothings = [0, 1.5] }));
        Assert.Contains("smoothings", Problem(new StudySpec { Smoothings = [0.1] }));
        Assert.Contains("temperatures", Problem(new StudySpec { Temperatures = [0] }));
        Assert.Contains("networks", Problem(new StudySpec { Networks = [new ModelSpec { Name = "no-such-net" }] }));
        Assert.Contains("data.dataset", Problem(new StudySpec { Data = new DataSpec { Dataset = "none" } }));
        Assert.Contains("objectives", Problem(new StudySpec { Objectives = [new ObjectiveSpec { Name = "cross-entropy" }] }));
        Assert.Contains("imbalanceFactors", Problem(new StudySpec { ImbalanceFactors = [0.5] }));
        Assert.Contains("classCounts", Problem(new StudySpec { ClassCounts = [1] }));
    }

    [Fact]
    public void The_catalogue_names_every_study_once_and_says_what_would_decide_it()
    {
        Assert.Equal(StudyCatalog.All.Count, StudyCatalog.All.Select(s => s.Name).Distinct().Count());
        Assert.Equal(15, StudyCatalog.All.Count);
        Assert.All(StudyCatalog.All, s => Assert.All(new[] { s.Claim, s.Supports, s.Refutes }, t => Assert.NotEqual("", t)));
        Assert.All(StudyCatalog.All.Where(s => s.Name != StudyNames.Custom), s => Assert.NotEmpty(s.Sources));
    }

    private static string Problem(StudySpec spec) => Assert.Single(StudySpecCheck.Problems(spec));
}
