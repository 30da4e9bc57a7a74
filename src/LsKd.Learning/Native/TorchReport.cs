using TorchSharp;

namespace LsKd.Learning.Native;

/// <summary>What libtorch says of itself and of the machine, once it has loaded.</summary>
/// <param name="TorchSharp">Version of the binding.</param>
/// <param name="LibTorch">Version of libtorch.</param>
/// <param name="Threads">CPU threads it takes when none are chosen.</param>
/// <param name="Gpus">GPUs that it can compute on; 0 for a build for the CPU alone.</param>
public sealed record TorchReport(string TorchSharp, string LibTorch, int Threads, int Gpus)
{
    /// <summary>Loads libtorch into this process and computes one sum with it.</summary>
    /// <exception cref="InvalidOperationException">It loads but does not compute.</exception>
    /// <exception cref="TypeInitializationException">It does not load; a native fault may also end the process.</exception>
    public static TorchReport Read()
    {
        using (torch.NewDisposeScope())
        {
            var sum = torch.ones(3).sum().item<float>();
            if (Math.Abs(sum - 3) > 1e-6)
                throw new InvalidOperationException($"libtorch computes 1 + 1 + 1 = {sum}.");
        }
        var gpus = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return new TorchReport(Binding, torch.__version__, torch.get_num_threads(), gpus);
    }

    /// <summary>Version of the binding, without loading libtorch.</summary>
    public static string Binding => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "unknown";
}
