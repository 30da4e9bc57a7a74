using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Api;
using LsKdWeb.Jobs;
using LsKdWeb.Specs;
using Microsoft.Extensions.Logging;

namespace LsKdWeb.Tests.Api;

public sealed class RunEndpointTests(ApiServer server) : IClassFixture<ApiServer>, IDisposable
{
    private readonly HttpRunCommands _commands = new(server.Http.BaseAddress!);

    public void Dispose() => _commands.Dispose();

    [Fact]
    public async Task A_posted_spec_becomes_a_queued_run_that_is_found_and_listed()
    {
        var id = await CreateAsync(new RunSpec { Name = "posted" });
        var run = await GetAsync<RunDocument>($"/api/runs/{id}");
        Assert.Equal((RunState.Queued, "posted"), (run.Summary.State, run.Summary.Name));
        var page = await GetAsync<RunPage>("/api/runs?search=posted&state=queued");
        Assert.Equal(id, Assert.Single(page.Runs).Id);
    }

    [Fact]
    public async Task A_spec_that_cannot_run_is_refused_by_field_and_leaves_no_run()
    {
        var before = (await GetAsync<RunPage>("/api/runs?archived=any")).Total;
        var spec = new RunSpec { Data = new() { Dataset = "nothing" }, Training = new() { Epochs = -1 } };
        using var answer = await server.Http.PostAsJsonAsync("/api/runs", new NewRun(spec), SpecJson.Options, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var fields = problem.RootElement.GetProperty("errors").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Contains("data.dataset", fields);
        Assert.Contains("training.epochs", fields);
        Assert.Equal(before, (await GetAsync<RunPage>("/api/runs?archived=any")).Total);
        var checkedProblems = await server.Http.PostAsJsonAsync("/api/specs/check", spec, SpecJson.Options, Cancel);
        Assert.Contains((await checkedProblems.Content.ReadFromJsonAsync<List<SpecProblem>>(SpecJson.Options, Cancel))!, p => p.Field == "training.epochs");
    }

    [Theory]
    [InlineData("""{"spec":{"trainign":{}}}""", "trainign")]
    [InlineData("""{"spec":{"training":{"epochs":"many"}}}""", "epochs")]
    [InlineData("not json", "invalid JSON")]
    [InlineData("""{"trainign":{"epochs":3}}""", "trainign")]
    [InlineData("""{"spec":{},"specc":{}}""", "Known: spec, record")]
    [InlineData("{}", "The body is {'spec': { ... }}")]
    [InlineData("[]", "The body is {'spec': { ... }}")]
    [InlineData("""{"spec":null}""", "The body is {'spec': { ... }}")]
    [InlineData("""{"spec":{"teacher":"abc"}}""", "settings of its own below it: run")]
    public async Task A_body_that_is_no_spec_is_refused_with_what_is_wrong(string body, string word)
    {
        using var answer = await server.Http.PostAsync("/api/runs", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var said = (await answer.Content.ReadAsStringAsync(Cancel)).Replace("\\u0022", "'", StringComparison.Ordinal).Replace("\\\"", "'", StringComparison.Ordinal);
        Assert.Contains(word, said, StringComparison.Ordinal);
        Assert.DoesNotContain("LsKd", said, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_a_caller_can_mend_is_a_line_of_information_in_the_log_and_no_error()
    {
        using (var refused = await server.Http.PostAsJsonAsync("/api/runs", new NewRun(new RunSpec { Training = new() { Epochs = -77 } }), SpecJson.Options, Cancel))
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using (var unread = await server.Http.PostAsync("/api/runs", new StringContent("{ broken", Encoding.UTF8, "application/json"), Cancel))
            Assert.Equal(HttpStatusCode.BadRequest, unread.StatusCode);
        Assert.DoesNotContain(server.Log.Entries, e => e.Level >= LogLevel.Warning);
        Assert.Contains(server.Log.Entries, e => e.Level == LogLevel.Information && e.Message.StartsWith("POST /api/runs was answered 400: training.epochs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"training":{"epochs":3}}""")]
    [InlineData("""{"spec":{"training":{"epochs":3}}}""")]
    public async Task Creating_and_checking_take_a_spec_alone_or_within_a_request(string body)
    {
        using var made = await server.Http.PostAsync("/api/runs", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await made.Content.ReadFromJsonAsync<Created>(SpecJson.Options, Cancel))!.Id;
        Assert.Equal(3, (await GetAsync<RunDocument>($"/api/runs/{id}")).Spec.Training.Epochs);
        using var judged = await server.Http.PostAsync("/api/specs/check", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        Assert.Empty((await judged.Content.ReadFromJsonAsync<List<SpecProblem>>(SpecJson.Options, Cancel))!);
    }

    [Fact]
    public async Task A_setting_that_changes_nothing_is_a_warning_and_no_refusal()
    {
        var spec = new RunSpec { Objective = new() { SoftWeight = 0.5 } };
        using var judged = await server.Http.PostAsJsonAsync("/api/specs/check", spec, SpecJson.Options, Cancel);
        var warning = Assert.Single((await judged.Content.ReadFromJsonAsync<List<SpecProblem>>(SpecJson.Options, Cancel))!);
        Assert.Equal(("objective.softWeight", SpecSeverity.Warning), (warning.Field, warning.Severity));
        using var made = await server.Http.PostAsJsonAsync("/api/runs", spec, SpecJson.Options, Cancel);
        Assert.Equal("objective.softWeight", Assert.Single((await made.Content.ReadFromJsonAsync<Created>(SpecJson.Options, Cancel))!.Warnings!).Field);
    }

    [Theory]
    [InlineData("GET", "/api/runs?sort=nothing", "", "nothing")]
    [InlineData("GET", "/api/runs?sortt=name", "", "sortt")]
    [InlineData("GET", "/api/runs?take=many", "", "'take' cannot be")]
    [InlineData("GET", "/api/runs/teacher2/series?tags=train/loss", "", "tags")]
    [InlineData("GET", "/api/runs/teacher2/series", "", "'tag' is missing")]
    [InlineData("GET", "/api/runs/teacher2?metrics=a", "", "It takes none")]
    [InlineData("PUT", "/api/runs/teacher2/priority", """{"prio":3}""", "Known: priority")]
    [InlineData("PUT", "/api/runs/teacher2/priority", "{}", "is missing in the request")]
    [InlineData("PUT", "/api/runs/teacher2/priority", "3", "The request's body needs")]
    [InlineData("PUT", "/api/runs/teacher2/priority", """{"priority":"high"}""", "priority' needs")]
    public async Task A_word_that_an_address_does_not_know_is_refused_in_the_words_of_the_interface(string method, string address, string body, string words)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request, Cancel);
        var said = (await answer.Content.ReadAsStringAsync(Cancel)).Replace("\\u0027", "'", StringComparison.Ordinal).Replace("\\\"", "'", StringComparison.Ordinal);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode}: {said}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(said.Contains(words, StringComparison.Ordinal), said);
        Assert.DoesNotContain("Parameter '", said, StringComparison.Ordinal);
        Assert.DoesNotContain("spec", said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_run_that_has_ended_gets_no_place_in_the_queue()
    {
        using var answer = await server.Http.PutAsJsonAsync("/api/runs/teacher2/priority", new NewPriority(3), SpecJson.Options, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("is succeeded and cannot be given a place", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_interface_names_both_shapes()
    {
        using var document = JsonDocument.Parse(await server.Http.GetStringAsync("/api/openapi.json", Cancel));
        foreach (var path in (string[])["/api/runs", "/api/specs/check"])
            Assert.Equal(2, document.RootElement.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody")
                .GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("oneOf").GetArrayLength());
    }

    [Theory]
    [InlineData("POST", "/api/runs", "The request needs a JSON body.")]
    [InlineData("GET", "/api/runs/teacher2/series?tag=a&points=many", "points")]
    public async Task A_request_that_lacks_something_is_told_what_without_a_word_of_code(string method, string address, string words)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await server.Http.SendAsync(request, Cancel);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("NewRun", said, StringComparison.Ordinal);
        Assert.DoesNotContain("int ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_runs_are_acted_on_at_once_and_each_outcome_is_told()
    {
        var (one, two) = (await CreateAsync(new RunSpec()), await CreateAsync(new RunSpec()));
        var outcomes = await BulkAsync(BulkAction.Pause, one, "teacher2", two);
        Assert.Equal([(one, true), ("teacher2", false), (two, true)], outcomes.Select(o => (o.Id, o.Error is null)));
        await BulkAsync(BulkAction.Resume, one, two);
        await BulkAsync(BulkAction.First, two);
        Assert.True(await PriorityAsync(two) > await PriorityAsync(one));
        await BulkAsync(BulkAction.Last, two);
        Assert.True(await PriorityAsync(two) < await PriorityAsync(one));
        Assert.All(await BulkAsync(BulkAction.Cancel, one, two), o => Assert.Null(o.Error));
        Assert.All(await BulkAsync(BulkAction.Delete, one, two), o => Assert.Null(o.Error));
    }

    [Fact]
    public async Task A_teacher_and_its_student_can_be_deleted_together_and_the_plan_says_what_becomes_free()
    {
        var teacher = await CreateAsync(new RunSpec());
        var student = await CreateAsync(new RunSpec { Objective = new() { Name = "soft-cross-entropy" }, Teacher = new() { Run = teacher } });
        using var answer = await server.Http.PostAsJsonAsync("/api/runs/deletion", (string[])[teacher, student], SpecJson.Options, Cancel);
        var plans = (await answer.Content.ReadFromJsonAsync<List<DeletionPlan>>(SpecJson.Options, Cancel))!;
        Assert.Equal([(student, null), (teacher, null)], plans.Select(p => (p.Id, p.Refusal)));
        Assert.All(plans, p => Assert.True(p.Bytes > 0));
        var refused = Assert.Single(await BulkAsync(BulkAction.Delete, teacher));
        Assert.Contains(student, refused.Error, StringComparison.Ordinal);
        Assert.All(await BulkAsync(BulkAction.Delete, teacher, student), o => Assert.Null(o.Error));
        Assert.False(Directory.Exists(server.Home.Run(teacher).Root));
    }

    [Fact]
    public async Task A_run_that_cannot_be_deleted_keeps_no_other_from_it_and_each_outcome_is_told()
    {
        var teacher = await CreateAsync(new RunSpec());
        var student = await CreateAsync(new RunSpec { Objective = new() { Name = "soft-cross-entropy" }, Teacher = new() { Run = teacher } });
        var outcomes = (await BulkAsync(BulkAction.Delete, "nobody", teacher, "teacher3", student)).ToDictionary(o => o.Id, o => o.Error);
        Assert.Equal((null, null), (outcomes[teacher], outcomes[student]));
        Assert.Equal("There is no run nobody.", outcomes["nobody"]);
        Assert.Contains("student5", outcomes["teacher3"], StringComparison.Ordinal);
        Assert.Equal([false, false, true], ((string[])[teacher, student, "teacher3"]).Select(id => Directory.Exists(server.Home.Run(id).Root)));
        Assert.Equal("There is no run nobody.", Assert.Single(await BulkAsync(BulkAction.Delete, "nobody")).Error);
    }

    [Theory]
    [InlineData("/api/runs/nobody")]
    [InlineData("/api/runs/nobody/series?tag=a")]
    [InlineData("/api/runs/nobody/files/spec.json")]
    public async Task A_run_that_is_not_there_is_named(string address)
    {
        using var answer = await server.Http.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("nobody", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_makes_no_sense_is_refused_by_name()
    {
        using var answer = await server.Http.GetAsync("/api/runs?state=asleep", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("asleep", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_a_table_does_to_a_run_works_over_HTTP()
    {
        var id = await CreateAsync(new RunSpec());
        await _commands.RenameAsync(id, "renamed");
        await _commands.SetNotesAsync(id, "a note");
        await _commands.SetTagsAsync(id, ["one", "two"]);
        await _commands.SetPriorityAsync(id, 7);
        await _commands.PauseAsync(id);
        var run = (await GetAsync<RunDocument>($"/api/runs/{id}")).Summary;
        Assert.Equal(("renamed", "a note", 7, RunState.Paused), (run.Name, run.Notes, run.Priority, run.State));
        Assert.Equal(["one", "two"], run.Tags);
        await _commands.ResumeAsync(id);
        await _commands.CancelAsync(id);
        await _commands.ArchiveAsync(id, true);
        Assert.DoesNotContain((await GetAsync<RunPage>("/api/runs?take=1000")).Runs, r => r.Id == id);
        await _commands.ArchiveAsync(id, false);
        Assert.Equal(RunState.Cancelled, (await GetAsync<RunDocument>($"/api/runs/{id}")).Summary.State);
    }

    [Fact]
    public async Task A_client_meets_the_same_errors_as_the_store_itself_gives()
    {
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _commands.PauseAsync("nobody"));
        Assert.Contains("succeeded", (await Assert.ThrowsAsync<InvalidOperationException>(() => _commands.ResumeAsync("teacher2"))).Message, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<SpecRefusedException>(() => _commands.CreateAsync(new RunSpec { Training = new() { Epochs = -1 } }, new RunRecord()));
        Assert.Contains(refusal.Problems, p => p.Field == "training.epochs");
    }

    [Fact]
    public async Task A_teacher_with_students_is_not_deleted_and_says_who_needs_it()
    {
        var plan = await _commands.PlanDeletionAsync("teacher3");
        Assert.Equal(["student5"], plan.Dependents);
        Assert.True(plan.Bytes > 0);
        Assert.Contains("student5", (await Assert.ThrowsAsync<InvalidOperationException>(() => _commands.DeleteAsync("teacher3"))).Message, StringComparison.Ordinal);
        var id = await CreateAsync(new RunSpec());
        await _commands.DeleteAsync(id);
        Assert.False(Directory.Exists(server.Home.Run(id).Root));
    }

    [Fact]
    public async Task Curves_and_logs_are_served()
    {
        var tags = await GetAsync<List<string>>("/api/runs/teacher2/metrics");
        Assert.Contains("train/loss", tags);
        var curve = Assert.Single(await GetAsync<List<MetricSeries>>("/api/runs/teacher2/series?tag=train/loss&from=1&to=20"));
        Assert.Equal(curve.StoredPoints, curve.Values.Count);
        Assert.All(curve.Steps, s => Assert.InRange(s, 1, 20));
        await GetAsync<List<LogLine>>("/api/runs/teacher2/log");
    }

    [Fact]
    public async Task Files_of_a_run_are_served_and_none_beyond_its_folder()
    {
        using var file = await server.Http.GetAsync("/api/runs/teacher2/files/spec.json", Cancel);
        Assert.Equal("application/json", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await File.ReadAllTextAsync(server.Home.Run("teacher2").SpecFile, Cancel), await file.Content.ReadAsStringAsync(Cancel));
        foreach (var path in (string[])["..%2Fteacher3%2Fspec.json", "..%2F..%2Flskd.db", "%2Fetc%2Fpasswd", "nothing.txt"])
            using (var refused = await server.Http.GetAsync($"/api/runs/teacher2/files/{path}", Cancel))
                Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task A_binary_networks_checkpoint_is_served_with_one_bit_a_weight_and_no_other_network_is()
    {
        var id = await CreateAsync(new RunSpec { Model = new() { Name = "reactnet-small" } });
        BinaryCheckpoint.Write(server.Home.Run(id));
        using var answer = await server.Http.GetAsync($"/api/runs/{id}/packed/best", Cancel);
        var packed = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"{id}-best.packed.safetensors", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.InRange(packed.Length, 1, new FileInfo(server.Home.Run(id).Checkpoint("best")).Length / 4);
        Assert.Contains("conv.weight.bits", Encoding.UTF8.GetString(packed), StringComparison.Ordinal);
        using var none = await server.Http.GetAsync($"/api/runs/{id}/packed/last", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        BinaryCheckpoint.Write(server.Home.Run("teacher3"));
        using var other = await server.Http.GetAsync("/api/runs/teacher3/packed/best", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task Another_site_cannot_steer_this_one_through_a_browser()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs/teacher2/archive");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await server.Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False((await GetAsync<RunDocument>("/api/runs/teacher2")).Summary.Archived);
    }

    [Fact]
    public async Task Settings_are_kept_and_nonsense_is_refused_by_name()
    {
        var settings = new SiteSettings { CpuSlots = 3, SlurmArguments = ["--account=lab"] };
        using (var kept = await server.Http.PutAsJsonAsync("/api/settings", settings, SpecJson.Options, Cancel))
            Assert.True(kept.IsSuccessStatusCode);
        Assert.Equal(3, (await GetAsync<SiteSettings>("/api/settings")).CpuSlots);
        foreach (var (bad, word) in ((SiteSettings, string)[])[(new() { CpuSlots = 0 }, "cpuSlots"), (new() { Launcher = "cloud" }, "launcher")])
            using (var refused = await server.Http.PutAsJsonAsync("/api/settings", bad, SpecJson.Options, Cancel))
            {
                Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
                Assert.Contains(word, await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task The_site_tells_its_health_and_describes_its_interface()
    {
        Assert.Equal("alive", await server.Http.GetStringAsync("/alive", Cancel));
        Assert.Equal("healthy", await server.Http.GetStringAsync("/health", Cancel));
        Assert.Empty((await GetAsync<SiteStatus>("/api/site")).Problems);
        using var document = JsonDocument.Parse(await server.Http.GetStringAsync("/api/openapi.json", Cancel));
        Assert.True(document.RootElement.GetProperty("paths").TryGetProperty("/api/runs/{id}/series", out _));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<IReadOnlyList<RunOutcome>> BulkAsync(BulkAction action, params string[] ids)
    {
        using var answer = await server.Http.PostAsJsonAsync("/api/runs/actions", new BulkRequest(action, ids), SpecJson.Options, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return (await answer.Content.ReadFromJsonAsync<List<RunOutcome>>(SpecJson.Options, Cancel))!;
    }

    private async Task<int> PriorityAsync(string id) => (await GetAsync<RunDocument>($"/api/runs/{id}")).Summary.Priority;

    private Task<string> CreateAsync(RunSpec spec) => _commands.CreateAsync(spec, new RunRecord(), Cancel);

    private async Task<T> GetAsync<T>(string address) => (await server.Http.GetFromJsonAsync<T>(address, SpecJson.Options, Cancel))!;
}
