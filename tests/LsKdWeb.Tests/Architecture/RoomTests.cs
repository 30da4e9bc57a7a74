using System.Reflection;

namespace LsKdWeb.Tests.Architecture;

/// <summary>The rooms of the product have one-way doors.</summary>
public class RoomTests
{
    [Fact]
    public void Core_depends_on_the_framework_alone() =>
        Assert.All(References("LsKd.Core"), name => Assert.StartsWith("System", name));

    [Fact]
    public void Learning_knows_no_database_and_no_web()
    {
        var references = References("LsKd.Learning");
        Assert.Contains("TorchSharp", references);
        AssertNone(references, "Microsoft.EntityFrameworkCore", "Npgsql", "Microsoft.AspNetCore", "LsKd.Store", "LsKdWeb");
    }

    [Fact]
    public void The_store_knows_no_torch_and_no_web()
    {
        var references = References("LsKd.Store");
        Assert.Contains("Microsoft.EntityFrameworkCore", references);
        AssertNone(references, "TorchSharp", "Microsoft.AspNetCore", "LsKd.Learning", "LsKdWeb");
    }

    [Fact]
    public void No_page_names_torch() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Source(), "LsKdWeb", "Components"), "*.razor*", SearchOption.AllDirectories),
            file => Assert.DoesNotMatch(@"using\s+(static\s+)?TorchSharp|TorchSharp\.\w", File.ReadAllText(file)));

    [Fact]
    public void The_web_project_uses_no_torch_type_of_its_own() =>
        Assert.DoesNotContain("TorchSharp", References("LsKdWeb"));

    private static string[] References(string assembly) =>
        [.. Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!)];

    private static void AssertNone(string[] references, params string[] forbidden) =>
        Assert.DoesNotContain(references, name => forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal)));

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LsKdWeb.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the solution's folder is not above the test binaries");
        return Path.Combine(folder.FullName, "src");
    }
}
