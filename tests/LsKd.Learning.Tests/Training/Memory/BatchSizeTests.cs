using LsKd.Learning.Training.Memory;

namespace LsKd.Learning.Tests.Training.Memory;

public class BatchSizeTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(1024)]
    [InlineData(100_000)]
    public void Small_steps_tell_the_largest_size_that_leaves_fifteen_percent_free(int wanted)
    {
        var memory = new FakeMemory(1000 * Mebibyte, 100 * Mebibyte, 2 * Mebibyte);
        var fit = BatchFit.Measure(memory, wanted, memory.Step)!;
        Assert.Equal(375, fit.Fitting);
        Assert.Equal((100 + 2.0 * wanted) * Mebibyte, fit.Needs(wanted), 1.0);
        Assert.Equal(128, memory.Tried.Max());
    }

    [Fact]
    public void Steps_grow_until_their_memory_differs_clearly()
    {
        var memory = new FakeMemory(1000 * Mebibyte, 100 * Mebibyte, Mebibyte / 8);
        Assert.Equal(6000, BatchFit.Measure(memory, 8192, memory.Step)!.Fitting);
        Assert.Equal(2048, memory.Tried.Max());
    }

    [Fact]
    public void Nothing_fits_where_one_sample_is_too_much()
    {
        var memory = new FakeMemory(50 * Mebibyte, 100 * Mebibyte, 2 * Mebibyte);
        Assert.Contains("not even one sample", MemoryAdvice.Measured("training.batchSize", "samples", 64, BatchFit.Measure(memory, 64, memory.Step)));
    }

    [Fact]
    public void Nothing_is_said_of_memory_where_two_sizes_take_the_same()
    {
        var memory = new FakeMemory(1000 * Mebibyte, 100 * Mebibyte, 0);
        Assert.Null(BatchFit.Measure(memory, 64, memory.Step));
    }

    [Fact]
    public void The_advice_names_the_field_what_is_needed_and_what_there_is()
    {
        var text = MemoryAdvice.Measured("training.batchSize", "samples", 1024, new BatchFit(100 * Mebibyte, 2 * Mebibyte, 1000 * Mebibyte));
        Assert.Equal("a training step of 1024 samples needs about 2.1 GiB, and this process may hold 0.98 GiB: training.batchSize 368 would fit", text);
    }

    [Fact]
    public void A_step_that_fits_after_all_is_not_blamed()
    {
        var text = MemoryAdvice.Measured("training.batchSize", "samples", 256, new BatchFit(100 * Mebibyte, 2 * Mebibyte, 1000 * Mebibyte));
        Assert.Contains("others may have held memory", text);
    }

    [Theory]
    [InlineData(100, 96)]
    [InlineData(70, 64)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Trying_finds_a_size_that_runs(int room, int found)
    {
        var memory = new FakeMemory(room, 0, 1);
        Assert.Equal(found, BatchTrial.Largest(256, memory.Step));
    }
}
