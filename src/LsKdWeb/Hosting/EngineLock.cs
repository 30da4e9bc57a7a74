using System.Text;

namespace LsKdWeb.Hosting;

/// <summary>Another process runs this home's engine.</summary>
public sealed class EngineBusyException(string message) : Exception(message);

/// <summary>
/// Held by the one process that runs a home's engine. The lock is the open file itself, so that it ends with the process however
/// that ends; its text tells others where the server listens.
/// </summary>
public sealed class EngineLock : IDisposable
{
    private readonly FileStream _file;

    private EngineLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="EngineBusyException">Another process holds it; the message says which and where.</exception>
    public static EngineLock Take(HomeFolder home)
    {
        try
        {
            var held = new EngineLock(Open(home));
            held.Publish("");
            return held;
        }
        catch (IOException e) when (File.Exists(home.EngineLock))
        {
            var where = Address(home) is { } address ? $" It serves {address}." : "";
            throw new EngineBusyException($"Another LsKdWeb process uses the home folder {home.Root}.{where} Stop it, or choose another home with --home. ({e.Message})");
        }
    }

    /// <summary>Address of the server that holds the lock, or null when none does.</summary>
    public static string? Address(HomeFolder home)
    {
        if (IsFree(home))
            return null;
        var text = File.Exists(AddressFile(home)) ? File.ReadAllText(AddressFile(home)).Trim() : "";
        return text.Length > 0 ? text : null;
    }

    /// <summary>Tells others where the server listens; empty for an engine without a server.</summary>
    public void Publish(string address)
    {
        var file = _file.Name + ".address";
        File.WriteAllText(file + ".new", address, Encoding.UTF8);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Somebody who only looks holds the file for a moment: look again before giving up.
    private static FileStream Open(HomeFolder home)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(home.EngineLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 5 && File.Exists(home.EngineLock))
            {
                Thread.Sleep(50);
            }
        }
    }

    private static bool IsFree(HomeFolder home)
    {
        if (!File.Exists(home.EngineLock))
            return true;
        try
        {
            using var probe = new FileStream(home.EngineLock, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string AddressFile(HomeFolder home) => home.EngineLock + ".address";
}
