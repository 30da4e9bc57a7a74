using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Analyses;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LsKdWeb.Components.Pages.Importing;

/// <summary>Takes a bundle, checks it, and starts the run that analyses it.</summary>
public sealed partial class Import : ComponentBase, IAsyncDisposable
{
    private const string Snippet = """
        import json, timm, torch
        from safetensors.torch import save_file

        model = timm.create_model("resnet18", pretrained=True).eval()
        head, features, labels = model.get_classifier(), [], []
        with torch.no_grad():
            for images, targets in loader:
                features.append(model.forward_head(model.forward_features(images), pre_logits=True))
                labels.append(targets)
        save_file({
            "features": torch.cat(features).contiguous(), "weights": head.weight.data.contiguous(),
            "bias": head.bias.data.contiguous(), "labels": torch.cat(labels).contiguous(),
        }, "bundle.safetensors", metadata={"class_names": json.dumps(class_names), "split": "test"})
        """;

    private ElementReference input;
    private IJSObjectReference? module;
    private DotNetObjectReference<Import>? self;
    private string? path, kept, refusal;
    private string name = "", fileName = "";
    private int? percent;
    private BundleSummary? summary;
    private bool gone;
    private bool starting;

    [Inject] private IRunCommands Commands { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    /// <summary>Some of the file was sent.</summary>
    [JSInvokable]
    public void Sent(string file, int share)
    {
        (fileName, percent, refusal, summary) = (file, share, null, null);
        StateHasChanged();
    }

    /// <summary>The file was kept.</summary>
    [JSInvokable]
    public void Received(string file, string where, BundleSummary found)
    {
        percent = null;
        Accept(where, Path.GetFileNameWithoutExtension(file), found);
        StateHasChanged();
    }

    /// <summary>The file was refused.</summary>
    [JSInvokable]
    public void Refused(string file, string why)
    {
        (percent, summary, refusal) = (null, null, $"{file}: {why}");
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        gone = true;
        self?.Dispose();
        try
        {
            if (module is not null)
                await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and its module with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var address = Assets["js/import.js"];
        try
        {
            module = await Js.InvokeAsync<IJSObjectReference>("import", address.StartsWith('/') ? address : "/" + address);
            self = DotNetObjectReference.Create(this);
            await module.InvokeVoidAsync("watch", input, self);
        }
        catch (JSDisconnectedException)
        {
            // The page was closed before it was ready.
        }
    }

    private async Task CheckPathAsync()
    {
        (refusal, summary) = (null, null);
        var chosen = path!.Trim();
        try
        {
            Accept(Path.GetFullPath(chosen), Path.GetFileNameWithoutExtension(chosen), await Task.Run(() => BundleCheck.Read(chosen)));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            refusal = e.Message;
        }
    }

    private void Accept(string where, string title, BundleSummary found) => (kept, name, summary, refusal) = (where, title, found, null);

    private async Task StartAsync()
    {
        starting = true;
        try
        {
            var id = await Commands.CreateAsync(Spec(), new RunRecord());
            if (!gone)
                Navigation.NavigateTo(PageUrls.Run(id));
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            refusal = e.Message;
            starting = false;
        }
    }

    private RunSpec Spec() => new()
    {
        Task = RunTask.Imported,
        Name = name.Trim(),
        Data = new DataSpec { Dataset = "imported" },
        Model = new ModelSpec { Name = "imported", Weights = kept },
        Training = new TrainingSpec { Epochs = 1 },
    };
}
