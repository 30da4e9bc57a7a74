using System.Net;
using System.Net.Sockets;

namespace LsKdWeb.Hosting;

/// <summary>Looks at ports before a server is built on them.</summary>
internal static class Ports
{
    /// <summary>Makes sure that nobody listens on the ports yet.</summary>
    /// <exception cref="IOException">Somebody does; the message names the port and the way out.</exception>
    public static void RequireFree(string urls)
    {
        foreach (var uri in urls.Split(';').Select(u => Uri.TryCreate(u, UriKind.Absolute, out var uri) ? uri : null).OfType<Uri>().Where(u => u.Port > 0))
            if (IsTaken(Address(uri.Host), uri.Port))
                throw new IOException($"Port {uri.Port} is used by another program. Stop it, or choose another port with --port (0 takes a free one).");
    }

    // What is no address is left to the server, which knows more forms.
    private static IPAddress? Address(string host) => host is "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private static bool IsTaken(IPAddress? address, int port)
    {
        if (address is null)
            return false;
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.AddressAlreadyInUse;
        }
    }
}
