using System.CommandLine;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LsKdWeb.Cli;

/// <summary><c>serve</c>: the site, the API and the job engine; also what runs when no verb is given.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to listen on, such as http://localhost:5210.", HelpName = "URLS" };
    private static readonly Option<string?> Host = new("--host") { Description = "Host name or address to listen on (default: localhost, this machine only).", HelpName = "HOST" };
    private static readonly Option<int?> Port = new("--port") { Description = "Port to listen on (default: 5210; 0 takes a free one).", HelpName = "PORT" };

    public static Command Create() => Equip(new Command("serve", "Serve the site and run experiments (the default)."));

    /// <summary>Gives a command the options and the action of <c>serve</c>.</summary>
    public static T Equip<T>(T command)
        where T : Command
    {
        foreach (var option in (Option[])[Urls, Host, Port])
            command.Options.Add(option);
        command.SetAction(ServeAsync);
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancel)
    {
        var home = parsed.OpenHome();
        var urls = ServerOptions.UrlsFrom(parsed.GetValue(Urls), parsed.GetValue(Host), parsed.GetValue(Port));
        Ports.RequireFree(urls);
        using var engine = EngineLock.Take(home);
        await using var app = ServerHost.Build(new ServerOptions(home, urls));
        await IndexOpening.OpenAsync(app.Services, message => app.Logger.LogWarning("{Message}", message), cancel);
        await app.StartAsync(cancel);
        var addresses = Addresses(app);
        engine.Publish(addresses.FirstOrDefault() ?? "");
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"LsKdWeb listens on {string.Join(", ", addresses)}");
        output.WriteLine($"Home folder: {home.Root}");
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private static ICollection<string> Addresses(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
}
