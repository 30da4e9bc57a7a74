using System.Text;
using System.Text.RegularExpressions;
using LsKd.Learning.Native;
using LsKdWeb.Hosting;

namespace LsKdWeb.Cli.Doctor;

/// <summary>What can be told of libtorch without loading it: its files, and the C++ library that it stands on.</summary>
internal static partial class TorchFiles
{
    /// <summary>The newest version that TorchSharp's native library was linked against; only a marker, see <c>build/RelaxLibTorchSharp.targets</c>.</summary>
    private const int Wanted = 32;

    /// <summary>The newest version whose contents it needs.</summary>
    private const int Needed = 30;

    /// <summary>Which libtorch lies beside the program, or in the folders that the loader searches besides.</summary>
    /// <param name="folder">The program's folder.</param>
    /// <param name="searchPath">Folders that the user named to the loader (<c>LD_LIBRARY_PATH</c>); null for none.</param>
    public static Finding Backend(string folder, string? searchPath)
    {
        var names = Natives(folder, Everywhere).ToHashSet(StringComparer.Ordinal);
        if (names.Contains("LibTorchSharp") && Kind(names) is { } kind)
            return new("Backend", $"{kind}, TorchSharp {TorchReport.Binding}");
        var named = (searchPath ?? "").Split(Path.PathSeparator).Where(Directory.Exists)
            .Select(f => (Folder: f, Kind: Kind(Natives(f, new()).ToHashSet(StringComparer.Ordinal)))).FirstOrDefault(f => f.Kind is not null);
        return names.Contains("LibTorchSharp") && named.Kind is not null
            ? new("Backend", $"{named.Kind}, your own in {named.Folder}, TorchSharp {TorchReport.Binding}")
            : new("Backend", $"libtorch is not in {folder}.", false,
                "Build with -p:TorchBackend=cpu (the default) or -p:TorchBackend=cuda; a published folder must be copied whole.");
    }

    /// <summary>Whether the system's C++ library is new enough; null where the question does not arise.</summary>
    public static Finding? CppLibrary()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        return LoadedCppLibrary() is not { } path
            ? new("libstdc++", "not found among the loaded libraries", false, "Install the package libstdc++6.")
            : CppLibrary(path, NewestVersion(File.ReadAllBytes(path)));
    }

    /// <summary>Judges a C++ library by the newest <c>GLIBCXX_3.4.N</c> that it carries.</summary>
    public static Finding CppLibrary(string path, int newest) => newest switch
    {
        >= Wanted => new("libstdc++", $"GLIBCXX_3.4.{newest} in {path}"),
        >= Needed => new("libstdc++", $"GLIBCXX_3.4.{newest} in {path}: older than TorchSharp asks for; the build relaxed that requirement, so it loads all the same"),
        _ => new("libstdc++", $"GLIBCXX_3.4.{newest} in {path}", false,
            $"libtorch needs GLIBCXX_3.4.{Needed}: use Debian 12, Ubuntu 22.04, or a newer system, or the container image."),
    };

    /// <summary>The largest N of the versions <c>GLIBCXX_3.4.N</c> that a library names; 0 when it names none.</summary>
    public static int NewestVersion(ReadOnlySpan<byte> library)
    {
        var newest = 0;
        for (var at = library.IndexOf(Mark); at >= 0; at = library.IndexOf(Mark))
        {
            library = library[(at + Mark.Length)..];
            var digits = Math.Max(0, library.IndexOfAnyExceptInRange((byte)'0', (byte)'9'));
            if (int.TryParse(Encoding.ASCII.GetString(library[..digits]), out var version))
                newest = Math.Max(newest, version);
        }
        return newest;
    }

    private static EnumerationOptions Everywhere { get; } = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };

    private static ReadOnlySpan<byte> Mark => "GLIBCXX_3.4."u8;

    private static string? Kind(HashSet<string> names) => names.Contains("torch_cuda") ? "cuda (GPU and CPU)" : names.Contains("torch_cpu") ? "cpu" : null;

    private static IEnumerable<string> Natives(string folder, EnumerationOptions where) => Directory
        .EnumerateFiles(folder, "*torch*", where)
        .Select(path => NativeName().Match(Path.GetFileName(path)))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value);

    // The .NET runtime stands on the same library, so that it is loaded already.
    private static string? LoadedCppLibrary() => File.ReadLines("/proc/self/maps")
        .Select(line => line.IndexOf('/') is >= 0 and var at ? line[at..] : "")
        .FirstOrDefault(path => Path.GetFileName(path).StartsWith("libstdc++.so", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:lib)?(torch_cuda|torch_cpu|LibTorchSharp)\.(?:so|dll|dylib)$", RegexOptions.IgnoreCase)]
    private static partial Regex NativeName();
}
