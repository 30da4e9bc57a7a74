using LsKd.Learning.Translation.Decoding;
using LsKd.Store.Contracts;
using LsKdWeb.Translations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LsKdWeb.Components.Translation;

/// <summary>Translates a sentence with several runs side by side, each unit shaded by its probability.</summary>
public sealed partial class TranslationBox : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string _text = "";
    private string _status = "";
    private bool _busy;
    private List<Result> _results = [];

    /// <summary>The runs, such as a teacher and its students.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RunSummary> Runs { get; set; } = [];

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

    private async Task TranslateAsync()
    {
        (_busy, _results) = (true, []);
        try
        {
            foreach (var run in Runs)
            {
                _status = $"{run.Name} …";
                _results.Add(await ResultAsync(run));
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

    private async Task<Result> ResultAsync(RunSummary run)
    {
        try
        {
            return new Result(run, (await Translations.TranslateAsync(run.Id, [_text], _left.Token))[0], "");
        }
        catch (TranslationFailedException e)
        {
            return new Result(run, null, e.Message);
        }
    }

    private static string Shade(double confidence) => FormattableString.Invariant($"--sure: {confidence:F3}");

    private sealed record Result(RunSummary Run, TranslatedSentence? Translation, string Problem);
}
