using System.CommandLine;
using System.Text.Json;
using LsKd.Core.Specs;
using LsKd.Learning.Translation.Scoring;

namespace LsKdWeb.Cli;

/// <summary><c>score</c>: BLEU and chrF of a file of translations.</summary>
internal static class ScoreCommand
{
    private static readonly Argument<FileInfo> Hypotheses = new("hypotheses") { Description = "Translations, one segment a line." };

    private static readonly Argument<FileInfo[]> References = new("references")
    {
        Description = "Reference translations, one segment a line; several files are several references for BLEU (chrF takes the first).",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Lowercase = new("--lowercase", "-lc") { Description = "Compare in lower case." };
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("score", "BLEU and chrF of translations, by sacreBLEU's definitions.");
        command.Arguments.Add(Hypotheses);
        command.Arguments.Add(References);
        command.Options.Add(Lowercase);
        command.Options.Add(Json);
        Hypotheses.AcceptExistingOnly();
        References.AcceptExistingOnly();
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var hypotheses = Lines(parsed.GetRequiredValue(Hypotheses));
        var files = parsed.GetRequiredValue(References);
        var references = files.Select(Lines).ToList();
        foreach (var (file, lines) in files.Zip(references))
            if (lines.Length != hypotheses.Length)
                throw new InvalidDataException(
                    $"{file.Name} has {lines.Length} lines and {parsed.GetRequiredValue(Hypotheses).Name} {hypotheses.Length}: they must have the same segments, one a line.");
        if (hypotheses.Length == 0)
            throw new InvalidDataException($"{parsed.GetRequiredValue(Hypotheses).Name} is empty: there is nothing to score.");
        var lowercase = parsed.GetValue(Lowercase);
        Write(parsed, Bleu.Corpus(hypotheses, references, lowercase), ChrF.Corpus(hypotheses, references[0], lowercase));
        return ExitCodes.Success;
    }

    private static void Write(ParseResult parsed, BleuScore bleu, ChrFScore chrF)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
        {
            var document = new
            {
                bleu = bleu.Score, bleu.Signature, bleu.Precisions, bleu.BrevityPenalty, bleu.HypothesisLength, bleu.ReferenceLength,
                chrf = chrF.Score, chrfSignature = chrF.Signature,
            };
            output.WriteLine(JsonSerializer.Serialize(document, SpecJson.Indented));
            return;
        }
        output.WriteLine($"BLEU {bleu.Score:F2} ({string.Join('/', bleu.Precisions.Select(p => p.ToString("F1")))}, "
            + $"BP {bleu.BrevityPenalty:F3}, {bleu.HypothesisLength} against {bleu.ReferenceLength} units; {bleu.Signature})");
        output.WriteLine($"chrF {chrF.Score:F2} ({chrF.Signature})");
    }

    private static string[] Lines(FileInfo file) => File.ReadAllLines(file.FullName);
}
