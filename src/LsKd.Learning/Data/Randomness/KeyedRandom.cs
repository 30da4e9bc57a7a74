namespace LsKd.Learning.Data.Randomness;

/// <summary>What numbers are drawn for; each purpose has its own sequence.</summary>
internal enum Purpose
{
    ClassOrder = 1,
    ValidationSplit,
    TestSplit,
    TrainReduction,
    TestReduction,
    TailOrder,
    TailSamples,
    NoisySamples,
    NoisyLabels,
    SampleOrder,
    ClassCycle,
    Augmentation,
    Mixing,
}

/// <summary>
/// A sequence of numbers that its key (seed, purpose, epoch, index) alone decides, so that nothing has to be saved to
/// draw it again. SplitMix64 (Steele, Lea and Flood, 2014) started at a hash of the key.
/// </summary>
internal struct KeyedRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Starts the sequence of a key.</summary>
    public KeyedRandom(int seed, Purpose purpose, long epoch = 0, long index = 0)
    {
        var key = Mix((ulong)seed + Golden);
        key = Mix(key ^ ((ulong)purpose * Golden));
        key = Mix(key ^ ((ulong)epoch * 0xD1B54A32D192ED03));
        _state = Mix(key ^ ((ulong)index * 0x8CB92BA72F3D8DD7));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>An integer in [0, <paramref name="bound"/>).</summary>
    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>Puts the items into a random order, in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in a random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle<int>(order);
        return order;
    }

    /// <summary>A number of the symmetric Beta(<paramref name="alpha"/>, <paramref name="alpha"/>) distribution.</summary>
    public double NextBeta(double alpha)
    {
        double x = NextGamma(alpha), y = NextGamma(alpha);
        return x + y > 0 ? x / (x + y) : NextDouble() < 0.5 ? 0 : 1;
    }

    // Marsaglia and Tsang (2000); below 1 the shape is raised by one and the result scaled down.
    private double NextGamma(double shape)
    {
        if (shape < 1) return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return d * v;
        }
    }

    private double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
