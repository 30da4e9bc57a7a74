using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKdWeb.Cli;
using LsKdWeb.Hosting;

namespace LsKdWeb.Tests.Cli;

public sealed class TranslationCommandTests : IDisposable
{
    private readonly HomeFolder _home = new HomeFolder(Directory.CreateTempSubdirectory("lskd-home-").FullName).Ensure();

    public void Dispose() => Directory.Delete(_home.Root, recursive: true);

    [Theory]
    [InlineData("nothing000", "Ein Satz.", 1, "There is no run nothing000.")]
    [InlineData("../outside", "Ein Satz.", 1, "There is no run ../outside.")]
    [InlineData("images0000", "Ein Satz.", 1, "Run images0000 is no translation run.")]
    [InlineData("untrained0", "Ein Satz.", 1, "Run untrained0 has no checkpoint \"best\" yet.")]
    [InlineData("translates", "", 2, "The sentence is empty: there is nothing to translate.")]
    public async Task What_cannot_be_translated_is_told_in_a_sentence_and_by_the_exit_code(string run, string sentence, int code, string words)
    {
        Prepare("images0000", RunTask.ImageClassification);
        Prepare("untrained0", RunTask.Translation);
        Prepare("translates", RunTask.Translation);
        await File.WriteAllTextAsync(_home.Run("translates").Checkpoint("best"), "", TestContext.Current.CancellationToken);
        var (given, output, error) = await RunAsync("translate", run, sentence, "--json", "--home", _home.Root);
        Assert.Equal((code, words, ""), (given, error.Trim(), output));
    }

    [Theory]
    [InlineData("a\nb\n", "a\n", 1, "ref.txt has 1 lines and hyp.txt 2")]
    [InlineData("", "", 1, "hyp.txt is empty")]
    [InlineData("a b c d\n", "a b c d\n", 0, "")]
    public async Task Files_that_do_not_fit_are_named(string hypotheses, string references, int code, string words)
    {
        var (given, output, error) = await RunAsync("score", Write("hyp.txt", hypotheses), Write("ref.txt", references), "--json");
        Assert.Equal(code, given);
        Assert.StartsWith(words, error, StringComparison.Ordinal);
        Assert.Equal(code == 0, output.Contains("\"bleu\": 100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_command_line_itself_cannot_mean_is_bad_usage()
    {
        Assert.Equal(2, (await RunAsync("score", "/no/such/file", "/no/such/file")).Code);
        Assert.Equal(2, (await RunAsync("score", Write("hyp.txt", "a\n"))).Code);
        Assert.Equal(2, (await RunAsync("translate", "untrained0", "x", "--beam", "0", "--home", _home.Root)).Code);
    }

    [Theory]
    [InlineData("analyze x.safetensors", true)]
    [InlineData("run analyze x", true)]
    [InlineData("translate x y", true)]
    [InlineData("translate --help", false)]
    [InlineData("translate", false)]
    [InlineData("score", false)]
    [InlineData("run show x", false)]
    public void Verbs_that_compute_with_libtorch_do_so_in_a_process_with_a_workers_settings(string line, bool wanted) =>
        Assert.Equal(wanted, TorchProcess.IsWanted(RootCommandFactory.Create().Parse(line.Split(' '))));

    private void Prepare(string id, RunTask task)
    {
        Directory.CreateDirectory(_home.Run(id).Checkpoints);
        File.WriteAllText(_home.Run(id).SpecFile, SpecJson.Write(new RunSpec { Task = task }));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_home.Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
