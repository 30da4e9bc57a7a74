using LsKd.Learning.Training.Memory;

namespace LsKd.Learning.Tests.Training.Memory;

/// <summary>The kernel's files as a test lays them out.</summary>
public sealed class LinuxMemoryTests : IDisposable
{
    private const long Kibibyte = 1024, Gibibyte = 1 << 30;
    private readonly string root = Directory.CreateTempSubdirectory("lskd-memory-").FullName;

    public LinuxMemoryTests()
    {
        Write("proc/meminfo", "MemTotal:       16777216 kB\nMemAvailable:    8388608 kB\n");
        Write("proc/self/status", "VmSize:\t 5000000 kB\nVmHWM:\t 3000000 kB\nVmRSS:\t 1048576 kB\nVmData:\t 2097152 kB\n");
        Write("proc/self/cgroup", "0::/\n");
    }

    [Fact]
    public void Without_other_bounds_the_free_memory_of_the_machine_is_what_may_be_taken() =>
        Assert.Equal(9 * Gibibyte, Memory.Limit());

    [Fact]
    public void A_container_bounds_it_and_its_cached_files_give_way()
    {
        Write("proc/self/cgroup", "0::/service/run\n");
        Group("groups/service", "4294967296", "3221225472", "inactive_file 1073741824");
        Group("groups/service/run", "max", "2147483648", "inactive_file 0");
        Assert.Equal(3 * Gibibyte, Memory.Limit());
    }

    [Fact]
    public void A_container_of_the_first_version_bounds_it()
    {
        Write("proc/self/cgroup", "4:cpu,memory:/batch\n0::/\n");
        Write("groups/memory/batch/memory.limit_in_bytes", "3221225472\n");
        Write("groups/memory/batch/memory.usage_in_bytes", "2147483648\n");
        Assert.Equal(2 * Gibibyte, Memory.Limit());
    }

    [Fact]
    public void The_peak_is_reset_before_the_work_and_read_after_it()
    {
        var reset = "";
        var peak = Memory.PeakOf(() => reset = File.ReadAllText(Path.Combine(root, "proc/self/clear_refs")));
        Assert.Equal("5", reset);
        Assert.Equal(3000000 * Kibibyte, peak);
    }

    [Fact]
    public void On_this_machine_the_peak_of_an_allocation_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the meter reads Linux's own files");
        const int size = 256 << 20;
        var meter = LinuxMemory.OfThisMachine()!;
        var idle = meter.PeakOf(() => { });
        var busy = meter.PeakOf(() =>
        {
            var memory = GC.AllocateUninitializedArray<byte>(size);
            memory.AsSpan().Fill(1);
            GC.KeepAlive(memory);
        });
        Assert.True(busy - idle > size / 2, $"the peak rose by {busy - idle} bytes");
    }

    private LinuxMemory Memory => new(Path.Combine(root, "proc"), Path.Combine(root, "groups"));

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Group(string folder, string limit, string usage, string stat)
    {
        Write($"{folder}/memory.max", limit + "\n");
        Write($"{folder}/memory.current", usage + "\n");
        Write($"{folder}/memory.stat", $"anon 1\n{stat}\n");
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
