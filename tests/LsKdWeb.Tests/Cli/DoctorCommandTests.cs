using System.Text.Json;
using LsKdWeb.Cli;
using LsKdWeb.Cli.Doctor;
using WorkerCommand = LsKdWeb.Jobs.Launching.WorkerCommand;

namespace LsKdWeb.Tests.Cli;

public class DoctorCommandTests
{
    [Fact]
    public async Task Json_names_backend_versions_and_devices_and_all_is_well_here()
    {
        var home = Directory.CreateTempSubdirectory("lskd-doctor-");
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(["doctor", "--json", "--home", home.FullName], output, error);
        home.Delete(recursive: true);
        using var document = JsonDocument.Parse(output.ToString());
        var findings = document.RootElement.EnumerateArray().ToDictionary(f => f.GetProperty("topic").GetString()!, f => f.GetProperty("value").GetString()!);
        Assert.True(code == 0, output.ToString());
        Assert.Contains("TorchSharp 0.", findings["Backend"], StringComparison.Ordinal);
        Assert.EndsWith("loads and computes", findings["libtorch"], StringComparison.Ordinal);
        Assert.Contains("CPU with", findings["Devices"], StringComparison.Ordinal);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task A_libtorch_that_ends_its_process_is_a_finding_with_advice()
    {
        var findings = await TorchProbe.LookAsync(new WorkerCommand("/bin/sh", ["-c", "kill -ABRT $$"]), []);
        var finding = Assert.Single(findings);
        Assert.False(finding.Good);
        Assert.Contains("native code", finding.Value, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Advice);
    }

    [Fact]
    public async Task A_system_that_is_too_old_is_named_as_the_loader_names_it()
    {
        const string said = "echo \"libstdc++.so.6: version \\`GLIBCXX_3.4.32' not found\" >&2; exit 134";
        var finding = Assert.Single(await TorchProbe.LookAsync(new WorkerCommand("/bin/sh", ["-c", said]), []));
        Assert.Contains("GLIBCXX_3.4.32", finding.Value, StringComparison.Ordinal);
        Assert.Contains("newer system", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_libtorch_that_the_user_names_to_the_loader_is_told()
    {
        var root = Directory.CreateTempSubdirectory("lskd-doctor-");
        var (program, own) = (root.CreateSubdirectory("program").FullName, root.CreateSubdirectory("own").FullName);
        File.WriteAllText(Path.Combine(program, "libLibTorchSharp.so"), "");
        Assert.False(TorchFiles.Backend(program, own).Good);
        File.WriteAllText(Path.Combine(own, "libtorch_cpu.so"), "");
        var finding = TorchFiles.Backend(program, own);
        root.Delete(recursive: true);
        Assert.True(finding.Good);
        Assert.Contains($"your own in {own}", finding.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_libtorch_says_how_to_get_it()
    {
        var folder = Directory.CreateTempSubdirectory("lskd-doctor-");
        var finding = TorchFiles.Backend(folder.FullName, null);
        folder.Delete();
        Assert.False(finding.Good);
        Assert.Contains("-p:TorchBackend=cpu", finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(33, true)]
    [InlineData(30, true)]
    [InlineData(29, false)]
    public void An_old_C_plus_plus_library_is_enough_down_to_what_libtorch_uses(int newest, bool good) =>
        Assert.Equal(good, TorchFiles.CppLibrary("/lib/libstdc++.so.6", newest).Good);

    [Fact]
    public void The_newest_version_is_the_largest_number_not_the_last()
    {
        Assert.Equal(30, TorchFiles.NewestVersion("x\0GLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_3.4.4\0GLIBCXX_3.4"u8));
        Assert.Equal(0, TorchFiles.NewestVersion("nothing"u8));
    }

    [Fact]
    public void GPUs_that_libtorch_does_not_offer_are_told()
    {
        Assert.Contains("TorchBackend=cuda", TorchProbe.Advice(0, 2), StringComparison.Ordinal);
        Assert.Empty(TorchProbe.Advice(2, 2));
    }
}
