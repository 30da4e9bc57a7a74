using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Tests.Shared;
using LsKdWeb.Cli;
using LsKdWeb.Hosting;
using LsKdWeb.Specs;

namespace LsKdWeb.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private readonly HomeFolder _home = new HomeFolder(Directory.CreateTempSubdirectory("lskd-run-").FullName).Ensure();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_home.Root, recursive: true);
    }

    [Fact]
    public async Task A_detached_run_waits_is_listed_and_goes_through_its_states()
    {
        var id = await StartAsync("name: mine\ntraining:\n  epochs: 2\n");
        Assert.Equal("queued", State(await JsonAsync("run", "show", id)));
        var list = await JsonAsync("run", "list", "--search", "mine", "--state", "queued");
        Assert.Equal(id, list.GetProperty("runs")[0].GetProperty("id").GetString());
        Assert.Equal("paused", State(await JsonAsync("run", "pause", id)));
        Assert.Equal("queued", State(await JsonAsync("run", "resume", id)));
        Assert.Equal("cancelled", State(await JsonAsync("run", "cancel", id)));
        var (code, output, _) = await RunAsync("run", "delete", id);
        Assert.Equal(0, code);
        Assert.Matches($"^{id} is deleted: [0-9.]+ (B|KiB) are free.$", output.Trim());
        Assert.False(Directory.Exists(_home.Run(id).Root));
    }

    [Theory]
    [InlineData("training:\n  epochs: -1\n", "training.epochs")]
    [InlineData("model:\n  name: resnet9\n", "resnet9")]
    [InlineData("trainign: {}\n", "trainign")]
    [InlineData("teacher: abc\n", "\"teacher\" needs settings of its own below it: run")]
    [InlineData("data:\n  classOrder: odd\n", "needs one of first, ")]
    [InlineData("\n", "is empty")]
    [InlineData("data:\n  dataset: wesnoth\n", "set task: translation")]
    public async Task A_spec_that_cannot_run_is_refused_by_field_and_nothing_is_stored(string yaml, string word)
    {
        var (code, output, error) = await RunAsync("run", "start", Spec(yaml), "--detach", "--json");
        Assert.Equal(2, code);
        var problems = JsonSerializer.Deserialize<List<SpecProblem>>(output, SpecJson.Options)!;
        Assert.Contains(problems, p => $"{p.Field}: {p.Message}".Contains(word, StringComparison.Ordinal) && p.Severity == SpecSeverity.Error);
        Assert.Contains("\"severity\"", output, StringComparison.Ordinal);
        Assert.Contains(word, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_home.Runs));
    }

    [Fact]
    public async Task An_unknown_run_is_named_and_a_wrong_command_line_has_a_code_of_its_own()
    {
        var (code, _, error) = await RunAsync("run", "show", "nobody");
        Assert.Equal((1, "There is no run nobody."), (code, error.Trim()));
        Assert.Equal(2, (await RunAsync("run", "show")).Code);
        Assert.Equal(2, (await RunAsync("run", "list", "--take", "few")).Code);
    }

    [Fact]
    public async Task A_rebuilt_store_exports_a_run_as_a_table_and_as_one_document()
    {
        new InventedRuns(_home.Runs) { SamplesPerSplit = 30, Steps = 40 }.WriteStudy();
        var rebuilt = await JsonAsync("store", "rebuild");
        Assert.Equal(4, rebuilt.GetProperty("runs").GetInt32());
        var (code, table, _) = await RunAsync("run", "export", "teacher2");
        Assert.Equal(0, code);
        var lines = table.Trim().Split('\n');
        Assert.Equal("tag,step,epoch,seconds,value", lines[0].Trim());
        Assert.Equal(40, lines.Count(l => l.StartsWith("train/loss,", StringComparison.Ordinal)));
        var document = await JsonAsync("run", "export", "teacher2");
        Assert.Equal("teacher2", document.GetProperty("run").GetProperty("summary").GetProperty("id").GetString());
        Assert.Contains(document.GetProperty("series").EnumerateArray(), s => s.GetProperty("tag").GetString() == "train/loss");
    }

    [Fact]
    public async Task A_teacher_with_students_is_not_deleted()
    {
        new InventedRuns(_home.Runs) { SamplesPerSplit = 30, Steps = 40 }.WriteStudy();
        await JsonAsync("store", "rebuild");
        var (code, _, error) = await RunAsync("run", "delete", "teacher2");
        Assert.Equal(1, code);
        Assert.Contains("student4", error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_home.Run("teacher2").Root));
    }

    [Fact]
    public async Task A_wrong_command_line_leaves_standard_output_to_JSON()
    {
        var (code, output, error) = await RunAsync("run", "show", "one", "two", "--json");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("two", error, StringComparison.Ordinal);
        Assert.Contains("Usage:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        var (code, output, error) = await RunAsync("serve", "--port", $"{port}");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"Port {port} is used by another program.", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_runs_go_through_their_states_at_once_and_one_that_refuses_keeps_none_from_it()
    {
        var (one, two) = (await StartAsync("name: one\n"), await StartAsync("name: two\n"));
        var (code, output, _) = await RunAsync("run", "cancel", one, "nobody", two, "--json");
        Assert.Equal(1, code);
        using var document = JsonDocument.Parse(output);
        Assert.Equal([null, "There is no run nobody.", null], document.RootElement.EnumerateArray().Select(o => o.GetProperty("error").GetString()));
        Assert.Equal("cancelled", State(await JsonAsync("run", "show", two)));
        Assert.Equal(0, (await RunAsync("run", "retry", one, two)).Code);
        Assert.Equal("queued", State(await JsonAsync("run", "show", two)));
        Assert.True((await JsonAsync("run", "archive", two)).GetProperty("summary").GetProperty("archived").GetBoolean());
    }

    [Fact]
    public async Task A_run_s_place_in_the_queue_is_changed_by_number_and_to_either_end()
    {
        var (one, two) = (await StartAsync("name: one\n"), await StartAsync("name: two\n"));
        Assert.Equal(5, Priority(await JsonAsync("run", "priority", one, "--to", "5")));
        Assert.Equal(6, Priority(await JsonAsync("run", "priority", two, "--first")));
        Assert.Equal(4, Priority(await JsonAsync("run", "priority", two, "--last")));
        Assert.Equal(2, (await RunAsync("run", "priority", two)).Code);
    }

    [Fact]
    public async Task A_clone_is_a_spec_that_starts_the_same_run_again()
    {
        var id = await StartAsync("name: twin\ntraining:\n  epochs: 7\n");
        var (code, yaml, _) = await RunAsync("run", "clone", id);
        Assert.Equal(0, code);
        Assert.Contains("epochs: 7", yaml, StringComparison.Ordinal);
        var twin = await JsonAsync("run", "show", await StartAsync(yaml));
        Assert.Equal("twin", twin.GetProperty("summary").GetProperty("name").GetString());
    }

    [Fact]
    public async Task What_a_deletion_would_free_is_told_without_deleting_and_student_and_teacher_go_together()
    {
        new InventedRuns(_home.Runs) { SamplesPerSplit = 30, Steps = 40 }.WriteStudy();
        await JsonAsync("store", "rebuild");
        var (code, output, _) = await RunAsync("run", "delete", "teacher2", "student4", "--dry-run");
        Assert.Equal(0, code);
        Assert.Equal(["student4", "teacher2"], output.Trim().Split('\n').Select(l => l.Split(' ')[0]));
        Assert.Contains("would become free", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_home.Run("teacher2").Root));
        Assert.Equal(0, (await RunAsync("run", "delete", "teacher2", "student4")).Code);
        Assert.False(Directory.Exists(_home.Run("teacher2").Root));
    }

    [Fact]
    public async Task A_run_that_cannot_be_deleted_keeps_no_other_from_it_and_each_is_told()
    {
        new InventedRuns(_home.Runs) { SamplesPerSplit = 30, Steps = 40 }.WriteStudy();
        await JsonAsync("store", "rebuild");
        var (code, output, _) = await RunAsync("run", "delete", "nobody", "teacher2", "student4", "teacher3", "--json");
        Assert.Equal(1, code);
        using var document = JsonDocument.Parse(output);
        var plans = document.RootElement.EnumerateArray().ToDictionary(p => p.GetProperty("id").GetString()!, p => p.GetProperty("refusal").GetString());
        Assert.Equal("There is no run nobody.", plans["nobody"]);
        Assert.Contains("student5", plans["teacher3"], StringComparison.Ordinal);
        Assert.Equal((null, null), (plans["teacher2"], plans["student4"]));
        Assert.Equal([false, false, true], ((string[])["teacher2", "student4", "teacher3"]).Select(id => Directory.Exists(_home.Run(id).Root)));
        (code, _, var error) = await RunAsync("run", "delete", "nobody");
        Assert.Equal((1, "There is no run nobody."), (code, error.Trim()));
    }

    private static int Priority(JsonElement run) => run.GetProperty("summary").GetProperty("priority").GetInt32();

    private async Task<string> StartAsync(string yaml) =>
        (await JsonAsync("run", "start", Spec(yaml), "--detach")).GetProperty("summary").GetProperty("id").GetString()!;

    private string Spec(string yaml)
    {
        var file = Path.Combine(_home.Root, "spec.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync([.. arguments, "--json"]);
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static string? State(JsonElement run) => run.GetProperty("summary").GetProperty("state").GetString();

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync([.. arguments, "--home", _home.Root], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
