using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;
using LsKd.Learning.Data.Downloads;
using LsKd.Learning.Translation.Data;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli;

/// <summary><c>data</c>: which data sets there are, where they lie, and fetching those that may be fetched.</summary>
internal static class DataCommand
{
    private static readonly Option<bool> Json = CommonOptions.Json();

    private static readonly Argument<string> Name = new("NAME") { Description = "A downloadable data set, such as cifar10." };

    private static readonly Option<Uri?> Mirror = new("--mirror")
    {
        Description = "Folder on the web to fetch from instead of the official one; size and MD5 must be the official ones.",
        HelpName = "URL",
        CustomParser = ParseMirror,
    };

    public static Command Create()
    {
        var list = new Command("list", "List every data set and whether its files are here.");
        list.Options.Add(Json);
        list.SetAction(List);
        var get = new Command("get", "Fetch a data set into the home folder. An interrupted download goes on where it stopped.");
        get.Arguments.Add(Name);
        get.Options.Add(Mirror);
        get.Options.Add(Json);
        get.SetAction(GetAsync);
        var command = new Command("data", "List and fetch data sets.");
        command.Subcommands.Add(list);
        command.Subcommands.Add(get);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        var home = HomeFolder.Find(parsed.GetValue(CommonOptions.Home));
        var entries = DatasetCatalog.All.Select(set => Entry.Of(set, home.Data)).Concat(TranslationCatalog.Corpora.Select(c => Entry.Of(c, home.Data))).ToList();
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json)) output.WriteLine(JsonSerializer.Serialize(entries, SpecJson.Indented));
        else foreach (var line in entries.Select(e => e.Line)) output.WriteLine(line);
        return ExitCodes.Success;
    }

    private static async Task<int> GetAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (DownloadSource.Find(parsed.GetValue(Name)!) is not { } source)
        {
            error.WriteLine(Refusal(parsed.GetValue(Name)!));
            return ExitCodes.BadUsage;
        }

        try
        {
            var preview = await FetchAsync(source, parsed, error, cancellation);
            output.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(preview, SpecJson.Indented) : $"{preview.Name}: {preview.Samples:N0} images of {preview.Classes} classes in {preview.Folder}");
            return ExitCodes.Success;
        }
        catch (DatasetException e)
        {
            error.WriteLine(e.Message);
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Stopped. The same command goes on from here.");
            return ExitCodes.Failure;
        }
    }

    private static async Task<Fetched> FetchAsync(DownloadSource source, ParseResult parsed, TextWriter error, CancellationToken cancellation)
    {
        var home = parsed.OpenHome();
        if (parsed.GetValue(Mirror) is { } mirror) source = source with { Address = mirror };
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        var folder = await new DatasetDownload(http, TimeProvider.System).GetAsync(source, home.Data, new ProgressLines(error, TimeProvider.System), cancellation);
        var preview = DatasetPreview.Of(new() { Dataset = source.Dataset }, home.Data);
        return new(source.Dataset, folder, preview.ClassNames.Count, preview.SamplesByClass.Values.Sum(s => s.Sum()));
    }

    private static Uri? ParseMirror(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")) return address;
        result.AddError($"'{result.Tokens[0].Value}' is not an http or https address.");
        return null;
    }

    private static string Refusal(string name) => DatasetCatalog.Find(name) switch
    {
        null => $"There is no data set '{name}'. 'data list' shows all.",
        { Embedded: true } => $"{name} comes with the product; there is nothing to fetch.",
        var set => $"{name} cannot be fetched by this command (its licence or host asks for a visit). {DataFolders.Advice(set, null)}",
    };

    /// <summary>What <c>get</c> reports.</summary>
    private sealed record Fetched(string Name, string Folder, int Classes, int Samples);

    /// <summary>A line of <c>list</c>.</summary>
    private sealed record Entry(
        string Name, string Title, int? Classes, int Channels, int ImageSize, int TrainSamples, int TestSamples,
        bool Embedded, bool Downloadable, bool Present, IReadOnlyList<string> LabelLevels, IReadOnlyList<string> TestParts, string Source, string Advice)
    {
        private const string Corpus = "corpus";

        public string Line => $"{Name,-20}{(Present ? "here" : Downloadable ? "data get" : "bring it"),-10}{Title}{(Classes is { } k ? $", {k:N0} classes" : "")}{(Kind == Corpus ? $" (corpus for translation). {(Present ? Source : Advice)}" : "")}";

        /// <summary><c>images</c>, or <c>corpus</c> for translation; a corpus has pairs of sentences for samples and no classes.</summary>
        public string Kind { get; init; } = "images";

        public static Entry Of(CorpusDescriptor corpus, string dataFolder)
        {
            var present = IsPresent(corpus, dataFolder);
            return new(
                corpus.Name, corpus.Title, null, 0, 0, corpus.TrainPairs, 0, corpus.Embedded, false, present, [], [], corpus.Source,
                present ? "" : $"Put {corpus.Layout} into {Path.Combine(dataFolder, corpus.Name)}, or into a folder of your own that data.path names.")
            {
                Kind = Corpus,
            };
        }

        private static bool IsPresent(CorpusDescriptor corpus, string dataFolder)
        {
            try
            {
                ParallelCorpora.Demand(new() { Dataset = corpus.Name }, dataFolder);
                return true;
            }
            catch (Exception e) when (e is IOException or DatasetException)
            {
                return false;
            }
        }

        public static Entry Of(DatasetDescriptor set, string dataFolder)
        {
            var present = DataFolders.IsPresent(set, dataFolder);
            return new(
                set.Name, set.Title, set.Classes, set.Channels, set.ImageSize, set.TrainSamples, set.TestSamples, set.Embedded, set.Downloadable, present,
                set.LabelLevels, set.TestParts, set.Source, present ? "" : DataFolders.Advice(set, dataFolder));
        }
    }
}
