using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Translation.Decoding;

namespace LsKdWeb.Cli;

/// <summary><c>translate</c>: sentences through the model of a stored run.</summary>
internal static class TranslateCommand
{
    private static readonly Argument<string> Run = new("run") { Description = "Id of a finished translation run." };

    private static readonly Argument<string[]> Sentences = new("sentences")
    {
        Description = "German sentences; none reads one a line from standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Checkpoint = new("--checkpoint") { Description = "best, last, average or epoch-N (default: the run's result)." };
    private static readonly Option<int?> Beam = new("--beam") { Description = "Hypotheses kept; 1 is greedy (default: the run's)." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("translate", "Translate sentences with a stored run's model.");
        command.Arguments.Add(Run);
        command.Arguments.Add(Sentences);
        foreach (var option in (Option[])[Checkpoint, Beam, Json])
            command.Options.Add(option);
        command.SetAction(Translate);
        return command;
    }

    private static int Translate(ParseResult parsed)
    {
        try
        {
            var id = parsed.GetValue(Run)!;
            if (!RunId.IsValid(id))
                throw new ArgumentException($"'{id}' is no run id");
            var folder = parsed.OpenHome().Run(id);
            var sentences = parsed.GetValue(Sentences) is { Length: > 0 } given ? given : StandardInput();
            var results = sentences.Length == 0 ? [] : RunTranslator.Translate(folder, parsed.GetValue(Checkpoint), sentences, parsed.GetValue(Beam));
            Write(parsed, results);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException or JsonException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"translate: {e.Message}");
            return ExitCodes.Failure;
        }
    }

    private static void Write(ParseResult parsed, IReadOnlyList<TranslatedSentence> results)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            output.WriteLine(JsonSerializer.Serialize(results, SpecJson.Options));
        else
            foreach (var result in results)
                output.WriteLine(result.Text);
    }

    private static string[] StandardInput() =>
        [.. Console.In.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
