using System.Net.Http.Json;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Store.Contracts;
using LsKdWeb.Specs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LsKdWeb.Api;

/// <summary>Changes the store of a running server over its HTTP interface; fails as the store itself would.</summary>
internal sealed class HttpRunCommands(Uri server) : IRunCommands, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, "/api/"), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Makes sure that it is this product that answers.</summary>
    /// <exception cref="HttpRequestException">It does not.</exception>
    public async Task GreetAsync(CancellationToken cancel) => await _http.GetFromJsonAsync<SiteStatus>("site", SpecJson.Options, cancel);

    /// <inheritdoc/>
    public async Task<string> CreateAsync(RunSpec spec, RunRecord record, CancellationToken cancel = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, "runs", new NewRun(spec, record), cancel);
        return (await answer.Content.ReadFromJsonAsync<Created>(SpecJson.Options, cancel))!.Id;
    }

    /// <inheritdoc/>
    public Task PauseAsync(string id, CancellationToken cancel = default) => PostAsync(id, "pause", cancel);

    /// <inheritdoc/>
    public Task ResumeAsync(string id, CancellationToken cancel = default) => PostAsync(id, "resume", cancel);

    /// <inheritdoc/>
    public Task CancelAsync(string id, CancellationToken cancel = default) => PostAsync(id, "cancel", cancel);

    /// <inheritdoc/>
    public Task ArchiveAsync(string id, bool archived, CancellationToken cancel = default) => PostAsync(id, archived ? "archive" : "unarchive", cancel);

    /// <inheritdoc/>
    public Task SetPriorityAsync(string id, int priority, CancellationToken cancel = default) => PutAsync(id, "priority", new NewPriority(priority), cancel);

    /// <inheritdoc/>
    public Task SetTagsAsync(string id, IReadOnlyList<string> tags, CancellationToken cancel = default) => PutAsync(id, "tags", new NewTags(tags), cancel);

    /// <inheritdoc/>
    public Task SetNotesAsync(string id, string notes, CancellationToken cancel = default) => PutAsync(id, "notes", new NewNotes(notes), cancel);

    /// <inheritdoc/>
    public Task RenameAsync(string id, string name, CancellationToken cancel = default) => PutAsync(id, "name", new NewName(name), cancel);

    /// <inheritdoc/>
    public async Task<DeletionPlan> PlanDeletionAsync(string id, CancellationToken cancel = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"runs/{id}/deletion", null, cancel);
        return (await answer.Content.ReadFromJsonAsync<DeletionPlan>(SpecJson.Options, cancel))!;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string id, CancellationToken cancel = default) =>
        (await SendAsync(HttpMethod.Delete, $"runs/{id}", null, cancel)).Dispose();

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string id, string action, CancellationToken cancel) =>
        (await SendAsync(HttpMethod.Post, $"runs/{id}/{action}", null, cancel)).Dispose();

    private async Task PutAsync(string id, string what, object value, CancellationToken cancel) =>
        (await SendAsync(HttpMethod.Put, $"runs/{id}/{what}", value, cancel)).Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: SpecJson.Options);
        var answer = await _http.SendAsync(request, cancel);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw await ExplainAsync(answer, cancel);
    }

    private static async Task<Exception> ExplainAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await answer.Content.ReadFromJsonAsync<HttpValidationProblemDetails>(cancel)
            : null;
        if (problem?.Errors is { Count: > 0 } errors)
            return new SpecRefusedException([.. errors.SelectMany(e => e.Value.Select(m => new SpecProblem(e.Key, m)))]);
        var message = problem?.Detail ?? $"The server answered {(int)answer.StatusCode}.";
        return (int)answer.StatusCode switch
        {
            404 => new KeyNotFoundException(message),
            409 => new InvalidOperationException(message),
            400 => new ArgumentException(message),
            _ => new HttpRequestException(message, null, answer.StatusCode),
        };
    }
}
