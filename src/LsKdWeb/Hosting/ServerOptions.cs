namespace LsKdWeb.Hosting;

/// <summary>How the server is started.</summary>
/// <param name="Home">Where everything is kept.</param>
/// <param name="Urls">Addresses to listen on, separated by semicolons.</param>
public sealed record ServerOptions(HomeFolder Home, string Urls)
{
    /// <summary>Address when none is chosen: this machine only.</summary>
    public const string DefaultUrl = "http://localhost:5210";

    /// <summary>Whether it listens to this machine alone.</summary>
    public bool IsLocal => Urls.Split(';').All(u => Uri.TryCreate(u, UriKind.Absolute, out var uri) && uri.IsLoopback);

    /// <summary>Put together from <c>--urls</c>, or <c>--host</c> and <c>--port</c>.</summary>
    public static string UrlsFrom(string? urls, string? host, int? port) =>
        !string.IsNullOrWhiteSpace(urls) ? urls : host is null && port is null
            ? DefaultUrl
            // A free port cannot be taken on both addresses that "localhost" stands for.
            : $"http://{host ?? (port == 0 ? "127.0.0.1" : "localhost")}:{port ?? 5210}";
}
