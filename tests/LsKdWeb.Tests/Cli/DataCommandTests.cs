using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Catalogs;
using LsKdWeb.Cli;

namespace LsKdWeb.Tests.Cli;

public sealed class DataCommandTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("lskd-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Json_lists_every_set_and_whether_it_is_here()
    {
        var (code, output, _) = Run("data", "list", "--json", "--home", _home);
        using var document = JsonDocument.Parse(output);
        var entries = document.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!);

        Assert.Equal(0, code);
        Assert.Equal([.. DatasetCatalog.All.Select(d => d.Name), .. TranslationCatalog.Corpora.Select(c => c.Name)], entries.Keys);
        Assert.Equal(("corpus", true), (entries["wesnoth"].GetProperty("kind").GetString(), entries["wesnoth"].GetProperty("present").GetBoolean()));
        Assert.False(entries["multi30k"].GetProperty("present").GetBoolean());
        Assert.Contains("data.path", entries["multi30k"].GetProperty("advice").GetString());
        Assert.True(entries["fashion-mnist"].GetProperty("present").GetBoolean());
        Assert.True(entries["kanji"].GetProperty("present").GetBoolean());
        Assert.False(entries["cifar100"].GetProperty("present").GetBoolean());
        Assert.Contains("data get cifar100", entries["cifar100"].GetProperty("advice").GetString());
    }

    [Fact]
    public void The_list_for_people_names_the_corpora_too()
    {
        var output = Run("data", "list", "--home", _home).Output;
        Assert.All(TranslationCatalog.Corpora, c => Assert.Contains(c.Name, output));
    }

    [Fact]
    public void A_set_in_the_home_folder_is_here()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home, "data", "cifar10", "cifar-10-batches-bin")).FullName;
        string[] files = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];
        foreach (var file in files)
        {
            Assert.False(IsPresent("cifar10"));
            File.WriteAllBytes(Path.Combine(folder, file), [0]);
        }

        Assert.True(IsPresent("cifar10"));
    }

    [Fact]
    public void A_set_that_cannot_be_fetched_fails_with_advice_and_is_not_here_afterwards()
    {
        var (code, output, error) = Run("data", "get", "mnist", "--mirror", "http://127.0.0.1:9/nothing", "--home", _home, "--json");

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Empty(output);
        Assert.Contains("Without a network, put", error);
        Assert.False(IsPresent("mnist"));
    }

    [Fact]
    public void A_mirror_that_is_no_address_is_refused()
    {
        var (code, _, error) = Run("data", "get", "mnist", "--mirror", "elsewhere", "--home", _home);

        Assert.NotEqual(0, code);
        Assert.Contains("not an http or https address", error);
    }

    [Theory]
    [InlineData("imaginary", "There is no data set 'imaginary'")]
    [InlineData("kanji", "comes with the product")]
    [InlineData("cub200", "train_test_split.txt")]
    public void What_cannot_be_fetched_is_refused_with_a_reason(string name, string reason)
    {
        var (code, output, error) = Run("data", "get", name, "--home", _home);

        Assert.Equal(ExitCodes.BadUsage, code);
        Assert.Contains(reason, error);
        Assert.Empty(output);
    }

    private bool IsPresent(string name)
    {
        using var document = JsonDocument.Parse(Run("data", "list", "--json", "--home", _home).Output);
        return document.RootElement.EnumerateArray().Single(e => e.GetProperty("name").GetString() == name).GetProperty("present").GetBoolean();
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        StringWriter output = new(), error = new();
        var code = RootCommandFactory.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
