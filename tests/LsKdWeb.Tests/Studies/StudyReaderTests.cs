using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Core.Studies.Catalog;
using LsKd.Core.Studies.Plans;
using LsKd.Core.Studies.Reports;
using LsKd.Core.Studies.Verdicts;
using LsKdWeb.Studies;

namespace LsKdWeb.Tests.Studies;

public sealed class StudyReaderTests : IDisposable
{
    private readonly StudyHome home = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Partial_results_give_a_partial_report_and_no_verdict_from_one_seed()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        var none = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
        Assert.Equal(Outcome.NoEvidence, none.Findings.Verdict.Outcome);

        home.Succeed("run0");
        home.Succeed("run2");
        var some = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
        Assert.Equal("2 of 5 runs finished", some.Progress);
        Assert.NotEqual(Outcome.Supported, some.Findings.Verdict.Outcome);
    }

    [Fact]
    public async Task Three_seeds_of_a_clear_effect_support_the_claim()
    {
        var id = await home.Launcher.StartAsync(new StudySpec { Seeds = [0, 1, 2] }, cancel);
        home.SucceedAll();
        var report = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
        Assert.Equal(Outcome.Supported, report.Findings.Verdict.Outcome);
        Assert.Equal(3, report.Findings.Verdict.N);
        Assert.Equal(0.3, report.Findings.Verdict.Parts[0].Mean!.Value, 10);
    }

    [Fact]
    public async Task The_table_of_similar_pairs_says_that_some_fall()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        home.SucceedAll();
        var report = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
        var table = Assert.Single(report.Findings.Tables, t => t.Title.Contains("similar pairs", StringComparison.Ordinal));
        Assert.Contains("1 rise and 1 fall", table.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quick_document_has_the_promised_keys_and_no_others()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        home.SucceedAll();
        var report = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(StudyJson.Quick(report, 12.34), SpecJson.Indented));
        Assert.Equal(["study", "seconds", "runs"], Keys(json.RootElement));
        var teacher = json.RootElement.GetProperty("runs")[0];
        Assert.Equal(
            ["id", "role", "smoothing", "temperature", "teacher", "test_top1", "ece_15", "mean_confidence", "final_train_loss", "stability", "center_distance"],
            Keys(teacher));
        Assert.Equal(["squared_l2", "l2", "target_probability"], Keys(teacher.GetProperty("stability")));
        Assert.Equal(["features", "features_over_radius", "plane", "plane_over_radius"], Keys(teacher.GetProperty("center_distance")));
        Assert.Equal(["baseline", "student", "student", "teacher", "teacher"],
            json.RootElement.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("role").GetString()!).Order());
    }

    [Fact]
    public async Task Any_other_study_ends_with_verdict_n_effect_and_interval()
    {
        var id = await home.Launcher.StartAsync(new StudySpec { Study = StudyNames.Stability, Size = StudySize.Tiny, Seeds = [0, 1] }, cancel);
        home.SucceedAll();
        var report = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(StudyJson.Full(report, 1), SpecJson.Indented));
        Assert.Equal(2, json.RootElement.GetProperty("n").GetInt32());
        Assert.Equal(-0.02, json.RootElement.GetProperty("effect").GetDouble(), 10);
        Assert.Equal(2, json.RootElement.GetProperty("interval").GetArrayLength());
        Assert.Contains(json.RootElement.GetProperty("verdict").GetString(), (string[])["supported", "not supported", "inconclusive at this n"]);
    }

    public static TheoryData<string> Studies() => [.. StudyCatalog.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task Every_study_reports_in_every_format_with_nothing_some_and_everything_stored(string name)
    {
        var id = await home.Launcher.StartAsync(new StudySpec { Study = name, Size = StudySize.Tiny, Seeds = [0, 1] }, cancel);
        foreach (var share in (double[])[0, 0.5, 1])
        {
            foreach (var run in home.Runs.Runs.Keys.Take((int)(share * home.Runs.Runs.Count)).ToArray())
                home.Succeed(run);
            var report = await home.Reader.ReadAsync(home.Store.Find(id)!, cancel);
            Assert.All(StudyDownloads.Formats, format => Assert.NotEqual("", StudyDownloads.Write(report, format)));
            Assert.NotEqual("", report.Findings.Verdict.Sentence);
        }
    }

    [Fact]
    public async Task The_html_report_needs_nothing_but_itself_and_draws_its_figures()
    {
        var id = await home.Launcher.StartAsync(new StudySpec { Study = StudyNames.SoftLabels, Seeds = [0, 1] }, cancel);
        home.SucceedAll();
        var html = HtmlReport.Write(await home.Reader.ReadAsync(home.Store.Find(id)!, cancel));
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_csv_has_a_row_for_every_run_and_as_many_fields_as_its_head()
    {
        var id = await home.Launcher.StartQuickAsync(cancel);
        home.SucceedAll();
        var lines = CsvReport.Write(await home.Reader.ReadAsync(home.Store.Find(id)!, cancel)).Trim().Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Single(lines.Select(l => l.Count(c => c == ',')).Distinct());
    }

    [Fact]
    public async Task The_identity_needs_no_launch_and_is_judged()
    {
        var record = Assert.Single(home.Reader.Launched());
        var report = await home.Reader.ReadAsync(record, cancel);
        Assert.Equal(StudyNames.Identity, report.Study.Name);
        Assert.Equal(Outcome.Supported, report.Findings.Verdict.Outcome);
    }

    [Fact]
    public void A_study_survives_its_file()
    {
        var spec = new StudySpec
        {
            Study = StudyNames.Custom, Size = StudySize.Tiny, Seeds = [0, 4], Smoothings = [0, 0.2], Temperatures = [1, 4.5],
            Pairs = [new(new ModelSpec { Name = "resnet14", Width = 8 }, new ModelSpec { Name = "resnet8" })],
            Data = new DataSpec { TrainSize = 500 }, Objectives = [new ObjectiveSpec { Name = "kd", SoftWeight = 0.5 }],
        };
        var again = StudyFile.Read(StudyFile.Write(spec));
        Assert.Equal(JsonSerializer.Serialize(spec, SpecJson.Options), JsonSerializer.Serialize(again, SpecJson.Options));
    }

    [Fact]
    public void A_study_s_file_says_only_what_differs_and_what_is_there_stays_there()
    {
        var spec = new StudySpec
        {
            Study = StudyNames.Custom, Seeds = [0], Data = new(), Training = new() { BatchSize = 64 }, Pairs = [new(new(), new() { Width = 6 })],
            Objectives = [new() { Name = "kd", SoftWeight = 0.5 }, new() { Name = "dist" }],
        };
        var text = StudyFile.Write(spec);
        Assert.Equal("""
            study: custom
            size: quick
            seeds:
              - 0
            data:
              dataset: fashion-mnist
            pairs:
              - teacher:
                  name: resnet8
                student:
                  name: resnet8
                  width: 6
            objectives:
              - name: kd
                softWeight: 0.5
              - name: dist
            training:
              epochs: 8
              batchSize: 64

            """.ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
        Assert.Equal(JsonSerializer.Serialize(spec, SpecJson.Options), JsonSerializer.Serialize(StudyFile.Read(text), SpecJson.Options));
    }

    [Fact]
    public async Task A_study_without_runs_says_so_and_its_csv_is_its_table()
    {
        var report = await home.Reader.ReadAsync(Assert.Single(home.Reader.Launched()), cancel);
        Assert.Equal("Computed; no runs are trained", report.Progress);
        var lines = CsvReport.Write(report).Trim().Split('\n');
        Assert.StartsWith("smoothing,largest gradient difference", lines[0], StringComparison.Ordinal);
        Assert.Equal(["0.1", "0.3", "0.5"], lines[1..].Select(l => l.Split(',')[0]));
    }

    [Fact]
    public void Seeds_are_read_as_people_write_them()
    {
        Assert.Equal([0, 1, 2, 7], SeedList.Parse("0-2, 7"));
        Assert.Empty(SeedList.Parse(""));
        Assert.Contains("x", Assert.Throws<FormatException>(() => SeedList.Parse("x")).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => SeedList.Parse("3-1"));
    }

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
