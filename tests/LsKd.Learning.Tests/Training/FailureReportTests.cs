using LsKd.Core.Specs;
using LsKd.Learning.Training;

namespace LsKd.Learning.Tests.Training;

public class FailureReportTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB")]
    [InlineData("[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes.")]
    public void A_device_out_of_memory_is_answered_with_what_would_fit(string message)
    {
        using var run = new TemporaryRun(new RunSpec { Training = new() { BatchSize = 96 } });
        var error = new System.Runtime.InteropServices.ExternalException(message);
        var reason = FailureReport.Describe(run.Folder, error, spec => $"{spec.Training.BatchSize - 16} would fit");
        Assert.Equal($"out of memory: 80 would fit. ({message})", reason);
    }

    [Fact]
    public void Half_the_batch_is_proposed_where_finding_out_fails_too()
    {
        using var run = new TemporaryRun(new RunSpec { Training = new() { BatchSize = 96 } });
        var reason = FailureReport.Describe(run.Folder, new OutOfMemoryException(), _ => throw new OutOfMemoryException());
        Assert.Contains("training.batchSize 48 instead of 96", reason);
    }

    [Fact]
    public void A_full_disk_is_called_by_its_name()
    {
        using var run = new TemporaryRun(new RunSpec());
        Assert.StartsWith("the disk is full", FailureReport.Describe(run.Folder, new IOException("No space left on device", 28), _ => ""));
    }

    [Fact]
    public void What_a_user_can_mend_is_told_without_its_place_in_the_code()
    {
        Assert.True(FailureReport.IsPlain(new FileNotFoundException("model.weights: there is no file 'x'")));
        Assert.True(FailureReport.IsPlain(new ArgumentException("teacher.checkpoint: run 'a' has no checkpoint 'last'")));
        Assert.False(FailureReport.IsPlain(new ArgumentException("Value does not fall within the expected range.")));
        Assert.False(FailureReport.IsPlain(new InvalidOperationException("a defect")));
    }
}
