using LsKd.Learning.Translation.Decoding;
using LsKd.Store.Contracts;
using LsKdWeb.Translations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LsKdWeb.Components.Translation;

/// <summary>A model that translates, and the part it plays beside the others.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Part">Such as <c>teacher</c>.</param>
public sealed record TranslatingRun(RunSummary Run, string Part);

/// <summary>Translates a sentence with several runs side by side, each unit over its probability.</summary>
public sealed partial class TranslationBox : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string _text = "";
    private string _status = "";
    private string? _reference;
    private int _example;
    private bool _busy;
    private List<Result> _results = [];

    /// <summary>The runs, such as a teacher and its students.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TranslatingRun> Runs { get; set; } = [];

    /// <summary>Sentences with their references to try.</summary>
    [Parameter]
    public IReadOnlyList<(string Source, string Reference)> Examples { get; set; } = [];

    [Inject]
    private IRunTranslations Translations { get; init; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    private Task OnKeyAsync(KeyboardEventArgs key) =>
        key is { Key: "Enter", CtrlKey: true } && !_busy && !string.IsNullOrWhiteSpace(_text) ? TranslateAsync() : Task.CompletedTask;

    private void Typed(string? text)
    {
        // A reference belongs to the sentence that it came with.
        (_text, _reference) = (text ?? "", null);
    }

    private void NextExample()
    {
        (_text, _reference) = Examples[_example++ % Examples.Count];
        _results = [];
    }

    private async Task TranslateAsync()
    {
        (_busy, _results) = (true, []);
        try
        {
            foreach (var model in Runs)
            {
                _status = $"{model.Run.Name} …";
                _results.Add(await ResultAsync(model));
                StateHasChanged();
            }
            _status = "";
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task<Result> ResultAsync(TranslatingRun model)
    {
        try
        {
            return new Result(model, (await Translations.TranslateAsync(model.Run.Id, [_text], _left.Token))[0], "");
        }
        catch (TranslationFailedException e)
        {
            return new Result(model, null, e.Message);
        }
    }

    // The last probability is that of ending, where the search ended by itself.
    private static IEnumerable<(string Unit, double Confidence)> Units(TranslatedSentence translation) =>
        translation.Units.Append("▁■").Zip(translation.Confidences);

    private static string Shade(double confidence) => FormattableString.Invariant($"--sure: {confidence:F3}");

    private static string Probability(double value) => value.ToString("F2", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Result(TranslatingRun Model, TranslatedSentence? Translation, string Problem);
}
