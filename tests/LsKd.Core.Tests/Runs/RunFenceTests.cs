using LsKd.Core.Arrays;
using LsKd.Core.Runs;

namespace LsKd.Core.Tests.Runs;

public sealed class RunFenceTests : IDisposable
{
    private readonly RunFolder _run = new(Directory.CreateTempSubdirectory("lskd-fence-").FullName);

    public void Dispose() => Directory.Delete(_run.Root, recursive: true);

    [Fact]
    public async Task A_file_of_an_attempt_that_a_newer_one_replaced_is_refused_and_leaves_nothing_behind()
    {
        var (claimed, replaced) = (new TaskCompletionSource(), new TaskCompletionSource());
        var old = Task.Run(async () =>
        {
            using var fence = RunFence.Claim(_run, 1);
            WholeFile.WriteText(_run.ResultFile, "first");
            claimed.SetResult();
            await replaced.Task;
            Assert.Throws<SupersededException>(RunFence.CheckInForce);
            Assert.Throws<SupersededException>(() => RunFence.Commit(_run.ResultFile, () => File.Delete(_run.ResultFile)));
            Assert.Throws<SupersededException>(() => SafeTensorsFile.Write(_run.TrainerState, []));
            return Assert.Throws<SupersededException>(() => WholeFile.WriteText(_run.ResultFile, "stale"));
        });
        await claimed.Task;
        using (RunFence.Claim(_run, 2))
            WholeFile.WriteText(_run.ResultFile, "second");
        replaced.SetResult();
        Assert.Contains("attempt 1 ends and writes nothing more", (await old).Message, StringComparison.Ordinal);
        Assert.Equal("second", await File.ReadAllTextAsync(_run.ResultFile, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Directory.GetFiles(_run.Root, "*", SearchOption.AllDirectories), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void An_attempt_that_comes_after_a_newer_one_does_not_begin()
    {
        RunFence.Claim(_run, 3).Dispose();
        Assert.Throws<SupersededException>(() => RunFence.Claim(_run, 2));
        RunFence.Claim(_run, 3).Dispose();
    }

    [Fact]
    public void Files_elsewhere_and_files_outside_any_attempt_are_written_freely()
    {
        var elsewhere = new RunFolder(Path.Combine(_run.Root, "other"));
        using (RunFence.Claim(_run, 1))
        {
            File.WriteAllText(_run.AttemptFile, "2 someone");
            WholeFile.WriteText(_run.Beside("beside").ResultFile, "free");
        }
        WholeFile.WriteLines(elsewhere.ResultFile, ["a", "b"]);
        Assert.Equal(["a", "b"], File.ReadAllLines(elsewhere.ResultFile));
        Directory.Delete(_run.Beside("beside").Root, recursive: true);
    }
}
