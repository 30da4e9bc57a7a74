using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Specs;
using LsKdWeb.Tests.Jobs;

namespace LsKdWeb.Tests.Specs;

public class SpecChecksTests
{
    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"data":{"dataset":"nix"}}""", "data.dataset")]
    [InlineData("""{"training":{"epochs":-1}}""", "training.epochs")]
    [InlineData("""{"training":{"optimizer":{"name":"nix"}}}""", "training.optimizer.name")]
    [InlineData("""{"training":{"schedule":{"name":"nix"}}}""", "training.schedule.name")]
    [InlineData("""{"training":{"device":"tpu"}}""", "training.device")]
    [InlineData("""{"model":{"name":"nix"}}""", "model.name")]
    [InlineData("""{"objective":{"name":"nix"}}""", "objective.name")]
    [InlineData("""{"objective":{"smoothing":1}}""", "objective.smoothing")]
    [InlineData("""{"objective":{"temperature":0}}""", "objective.temperature")]
    [InlineData("""{"objective":{"name":"kd"}}""", "teacher")]
    [InlineData("""{"objective":{"name":"kd"},"teacher":{"run":"missing"}}""", "teacher.run")]
    [InlineData("""{"teacher":{"run":"../x"}}""", "teacher,teacher.run")]
    [InlineData("""{"data":{"classes":11}}""", "data.classes")]
    [InlineData("""{"data":{"labelNoise":1}}""", "data.labelNoise")]
    [InlineData("""{"data":{"augmentations":[{"name":"nix"}]}}""", "data.augmentations[0]")]
    [InlineData("""{"data":{"dataset":"cifar10"}}""", "data")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth"},"model":{"name":"transformer-tiny"}}""", "")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth"},"model":{"name":"transformer-tiny"},"translation":{"beam":0}}""", "translation.beam")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth"},"model":{"name":"transformer-tiny"},"translation":{"vocabularySize":100}}""", "translation.vocabularySize")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth"},"model":{"name":"transformer-tiny"},"translation":{"heads":3}}""", "translation.heads")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth"},"model":{"name":"transformer-tiny"},"translation":{"width":66,"heads":3,"averageCheckpoints":0}}""", "translation.averageCheckpoints")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth"},"model":{"name":"transformer-tiny"},"translation":{"sequenceLevel":true}}""", "teacher")]
    [InlineData("""{"task":"translation","data":{"dataset":"wesnoth","trainSize":0},"model":{"name":"transformer-tiny","dropout":1}}""", "data.trainSize,model.dropout")]
    [InlineData("""{"task":"translation","data":{"dataset":"multi30k"},"model":{"name":"transformer-tiny"}}""", "data.path")]
    [InlineData("""{"task":"translation","data":{"dataset":"fashion-mnist"},"model":{"name":"resnet8"}}""", "data.dataset,model.name")]
    public async Task Each_problem_names_its_field(string spec, string fields)
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var problems = await engine.Get<SpecChecks>().CheckAsync(SpecJson.Read(spec));
        Assert.Equal(fields, string.Join(',', problems.Select(p => p.Field)));
        Assert.All(problems, p => Assert.NotEmpty(p.Message));
    }

    [Fact]
    public async Task A_teacher_with_other_classes_is_refused_and_one_with_the_same_is_not()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var teacher = await engine.Commands.CreateAsync(new RunSpec { Data = new DataSpec { Classes = 5 } }, new RunRecord());
        var student = new RunSpec { Objective = new ObjectiveSpec { Name = "kd" }, Teacher = new TeacherSpec { Run = teacher } };
        var problem = Assert.Single(await engine.Get<SpecChecks>().CheckAsync(student));
        Assert.Equal("teacher.run", problem.Field);
        Assert.Contains("other classes", problem.Message);
        Assert.Empty(await engine.Get<SpecChecks>().CheckAsync(student with { Data = new DataSpec { Classes = 5 } }));
    }

    [Fact]
    public async Task A_cancelled_teacher_cannot_teach()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var teacher = await engine.CreateAsync();
        await engine.Commands.CancelAsync(teacher);
        var student = new RunSpec { Objective = new ObjectiveSpec { Name = "kd" }, Teacher = new TeacherSpec { Run = teacher } };
        Assert.Contains("was cancelled", Assert.Single(await engine.Get<SpecChecks>().CheckAsync(student)).Message);
    }
}
