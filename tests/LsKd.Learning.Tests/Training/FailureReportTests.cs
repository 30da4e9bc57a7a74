using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training;

public class FailureReportTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB")]
    [InlineData("[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes.")]
    public void A_device_out_of_memory_proposes_half_the_batch(string message)
    {
        using var run = new TemporaryRun(new RunSpec { Training = new() { BatchSize = 96 } });
        var reason = FailureReport.Describe(run.Folder, new System.Runtime.InteropServices.ExternalException(message));
        Assert.Contains("training.batchSize 48 instead of 96", reason);
    }

    [Fact]
    public void A_full_disk_is_called_by_its_name()
    {
        using var run = new TemporaryRun(new RunSpec());
        Assert.StartsWith("the disk is full", FailureReport.Describe(run.Folder, new IOException("No space left on device", 28)));
    }
}
