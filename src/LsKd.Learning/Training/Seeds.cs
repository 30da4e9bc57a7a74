namespace LsKd.Learning.Training;

/// <summary>Seeds of torch's own generator (initial weights, dropout), each a function of the run's seed and a place in the run.</summary>
internal static class Seeds
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Seed of a training step, from 0.</summary>
    public static long OfStep(int seed, long step) => (long)(Mix(Mix((ulong)seed + Golden) ^ ((ulong)step + 1) * Golden) >> 1);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
