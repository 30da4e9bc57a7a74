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
    [InlineData("""{"objective":{"temperature":4}}""", "objective.temperature")]
    [InlineData("""{"objective":{"name":"max-sup","smoothing":0.1}}""", "objective.smoothing")]
    [InlineData("""{"objective":{"name":"tf-kd-virtual","temperature":20}}""", "")]
    [InlineData("""{"objective":{"softWeight":0.5}}""", "")]
    [InlineData("""{"training":{"cacheTeacher":true}}""", "training.cacheTeacher")]
    [InlineData("""{"training":{"epochs":8,"schedule":{"name":"step","milestones":[3,8]}}}""", "training.schedule.milestones")]
    [InlineData("""{"training":{"epochs":8,"schedule":{"name":"step","milestones":[5,3]}}}""", "training.schedule.milestones")]
    [InlineData("""{"training":{"epochs":8,"schedule":{"name":"step","milestones":[3,7]}}}""", "")]
    [InlineData("""{"model":{"weights":"weights.safetensors"}}""", "model.weights")]
    [InlineData("""{"model":{"weights":"/no/such/weights.safetensors"}}""", "model.weights")]
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

    [Theory]
    [InlineData("dkd", 0, true)]
    [InlineData("dkd", 3, false)] // outside its epochs the loss is the cross-entropy, which smooths
    public async Task Smoothing_is_refused_where_the_loss_never_reads_it(string objective, int until, bool refused)
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var student = new RunSpec
        {
            Objective = new() { Name = objective, Smoothing = 0.1, Temperature = 4, DistillUntil = until > 0 ? until : null },
            Teacher = new() { Run = await engine.CreateAsync() },
        };
        Assert.Equal(refused ? ["objective.smoothing"] : [], (await engine.Get<SpecChecks>().CheckAsync(student)).Select(p => p.Field));
    }

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"objective":{"softWeight":0.5,"firstWeight":1,"topK":3,"distillUntil":2}}""", "objective.softWeight objective.firstWeight objective.topK objective.distillUntil")]
    [InlineData("""{"training":{"schedule":{"milestones":[3]}}}""", "training.schedule.milestones")]
    [InlineData("""{"training":{"schedule":{"name":"step"},"patience":8},"analysis":{"everyEpochs":9}}""", "training.schedule.milestones training.patience analysis.everyEpochs")]
    [InlineData("""{"objective":{"name":"kd","distillFrom":9}}""", "objective.distillFrom")]
    [InlineData("""{"training":{"epochs":-2}}""", "")]
    public void Settings_that_change_nothing_are_warned_of(string spec, string fields)
    {
        var warnings = SpecWarnings.Of(SpecJson.Read(spec));
        Assert.Equal(fields, string.Join(' ', warnings.Select(w => w.Field)));
        Assert.All(warnings, w => Assert.Equal(SpecSeverity.Warning, w.Severity));
    }

    [Fact]
    public async Task A_teacher_without_the_checkpoint_that_is_named_is_refused_with_those_it_has()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var teacher = await engine.StartRunAsync();
        var folder = engine.Home.Run(teacher);
        Directory.CreateDirectory(folder.Checkpoints);
        await File.WriteAllTextAsync(folder.Checkpoint("best"), "x", TestContext.Current.CancellationToken);
        engine.Write(teacher, 1, new LsKd.Core.Events.CheckpointSaved("best", "checkpoints/best.safetensors", 1, 1), new LsKd.Core.Events.RunEnded(RunState.Succeeded, ""));
        engine.Launcher.End(teacher, 1);
        await engine.TickAsync();
        var student = new RunSpec { Objective = new ObjectiveSpec { Name = "kd" }, Teacher = new TeacherSpec { Run = teacher } };
        Assert.Empty(await engine.Get<SpecChecks>().CheckAsync(student));
        var problem = Assert.Single(await engine.Get<SpecChecks>().CheckAsync(student with { Teacher = student.Teacher with { Checkpoint = "last" } }));
        Assert.Equal("teacher.checkpoint", problem.Field);
        Assert.Contains("It has: best.", problem.Message, StringComparison.Ordinal);
        File.Delete(folder.Checkpoint("best"));
        Assert.Contains("none any more", Assert.Single(await engine.Get<SpecChecks>().CheckAsync(student)).Message, StringComparison.Ordinal);
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
