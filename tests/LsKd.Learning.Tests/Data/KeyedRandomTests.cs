using LsKd.Learning.Data.Randomness;

namespace LsKd.Learning.Tests.Data;

public class KeyedRandomTests
{
    [Fact]
    public void Each_part_of_the_key_changes_the_sequence()
    {
        ulong[] first =
        [
            First(1, Purpose.Mixing, 1, 1), First(2, Purpose.Mixing, 1, 1), First(1, Purpose.Augmentation, 1, 1),
            First(1, Purpose.Mixing, 2, 1), First(1, Purpose.Mixing, 1, 2), First(-1, Purpose.Mixing, 1, 1),
        ];
        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal(first[0], First(1, Purpose.Mixing, 1, 1));
    }

    [Fact]
    public void Neighbouring_keys_are_uncorrelated()
    {
        var values = Enumerable.Range(0, 20_000).Select(i => new KeyedRandom(0, Purpose.Augmentation, 1, i).NextDouble()).ToArray();
        var mean = values.Average();
        var covariance = values.Zip(values.Skip(1), (a, b) => (a - mean) * (b - mean)).Average();

        Assert.Equal(0.5, mean, 0.01);
        Assert.Equal(0, covariance * 12, 0.03);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void Beta_numbers_have_the_mean_and_variance_of_their_distribution(double alpha)
    {
        var random = new KeyedRandom(3, Purpose.Mixing);
        var values = Enumerable.Range(0, 20_000).Select(_ => random.NextBeta(alpha)).ToArray();
        var variance = values.Select(v => Math.Pow(v - 0.5, 2)).Average();

        Assert.Equal(0.5, values.Average(), 0.02);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), variance, 0.01);
    }

    [Fact]
    public void Permutation_holds_every_number_once()
    {
        Assert.Equal(Enumerable.Range(0, 1000), new KeyedRandom(1, Purpose.SampleOrder).Permutation(1000).Order());
    }

    private static ulong First(int seed, Purpose purpose, long epoch, long index) => new KeyedRandom(seed, purpose, epoch, index).NextBits();
}
