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
        var command = new TorchCommand("translate", "Translate sentences with a stored run's model.");
        command.Arguments.Add(Run);
        command.Arguments.Add(Sentences);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Beam) is < 1)
                result.AddError("--beam must be 1 (greedy) or more.");
        });
        foreach (var option in (Option[])[Checkpoint, Beam, Json])
            command.Options.Add(option);
        command.SetAction(Translate);
        return command;
    }

    private static int Translate(ParseResult parsed)
    {
        var id = parsed.GetRequiredValue(Run);
        var folder = parsed.OpenHome().Run(id);
        if (!RunId.IsValid(id) || !File.Exists(folder.SpecFile))
            throw new KeyNotFoundException($"There is no run {id}.");
        if (SpecJson.Read(File.ReadAllText(folder.SpecFile)).Task is not RunTask.Translation)
            throw new InvalidOperationException($"Run {id} is no translation run.");
        var checkpoint = parsed.GetValue(Checkpoint) ?? RunTranslator.Result(folder);
        if (!File.Exists(folder.Checkpoint(checkpoint)))
            throw new FileNotFoundException($"Run {id} has no checkpoint \"{checkpoint}\"{(parsed.GetValue(Checkpoint) is null ? " yet" : "")}.");
        Write(parsed, RunTranslator.Translate(folder, checkpoint, Given(parsed), parsed.GetValue(Beam)));
        return ExitCodes.Success;
    }

    private static string[] Given(ParseResult parsed)
    {
        if (parsed.GetValue(Sentences) is not { Length: > 0 } given)
            return StandardInput() is { Length: > 0 } lines ? lines : throw new ArgumentException("Standard input holds no sentence to translate.");
        return Array.FindIndex(given, string.IsNullOrWhiteSpace) is >= 0 and var empty
            ? throw new ArgumentException(given.Length == 1 ? "The sentence is empty: there is nothing to translate." : $"Sentence {empty + 1} is empty.")
            : given;
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
