using System.Diagnostics;
using System.Text.Json;
using LsKd.Core.Studies.Catalog;

namespace LsKd.EndToEnd.Studies;

/// <summary>Every study as a miniature, from the command line, on one home: what one study trained the next one finds there.</summary>
public sealed class MiniatureTests(MiniatureTests.TemporaryHome home) : IClassFixture<MiniatureTests.TemporaryHome>
{
    public static TheoryData<string> Studies() => [.. StudyCatalog.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task A_miniature_runs_to_its_end_and_says_a_verdict(string study)
    {
        var (code, output, error) = await home.RunAsync("study", "run", study, "--size", "tiny", "--json");
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(study, document.RootElement.GetProperty("study").GetString());
        if (study == StudyNames.Quick)
        {
            Assert.Equal(5, document.RootElement.GetProperty("runs").GetArrayLength());
            return;
        }
        Assert.All(document.RootElement.GetProperty("runs").EnumerateArray(), r => Assert.Equal("succeeded", r.GetProperty("state").GetString()));
        // One seed never decides; the identity is computed and does.
        Assert.Equal(
            study == StudyNames.Identity ? "supported" : "inconclusive at this n", document.RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task The_natural_long_tail_runs_from_its_preset()
    {
        var (code, output, error) = await home.RunAsync("study", "run", "long-tail", "--preset", "kanji-radical", "--size", "tiny", "--json");
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(2, document.RootElement.GetProperty("runs").GetArrayLength());
        var part = Assert.Single(document.RootElement.GetProperty("parts").EnumerateArray());
        Assert.Equal(1, part.GetProperty("n").GetInt32());
    }

    /// <summary>A home for all miniatures.</summary>
    public sealed class TemporaryHome : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("lskd-miniatures-").FullName;

        // Workers usually step back behind everything else; here the tests wait for them.
        public TemporaryHome() =>
            File.WriteAllText(Path.Combine(folder, "settings.json"), """{"workerNiceness":0,"workerThreads":1}""");

        public async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.ServerAssembly, .. arguments, "--home", folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await error);
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
