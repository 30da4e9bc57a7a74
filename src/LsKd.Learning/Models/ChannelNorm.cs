using LsKd.Learning.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LsKd.Learning.Models;

/// <summary>
/// Batch normalisation over channels (Ioffe and Szegedy 2015), with PyTorch's names and settings. [B, C, H, W] to the same, in the
/// layout that came.
/// </summary>
internal sealed class ChannelNorm : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    // libtorch's channels-last kernel for processors takes sixteen channels at a time, and fewer one by one: two copies cost less.
    private const int Lanes = 16;

    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;
    private readonly Tensor num_batches_tracked;

    public ChannelNorm(int channels)
        : base(nameof(ChannelNorm))
    {
        weight = new Parameter(ones(channels));
        bias = new Parameter(zeros(channels));
        running_mean = zeros(channels);
        running_var = ones(channels);
        num_batches_tracked = zeros([], dtype: int64);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (training)
            Count();
        var detours = input.shape[1] < Lanes && input.device_type is DeviceType.CPU && MemoryLayout.IsChannelsLast(input);
        var normal = detours ? Detour(input) : Normalise(input);
        return normal.MoveToOuterDisposeScope();
    }

    // The two views change nothing forwards; backwards they bring the gradient to the default layout, which its kernel needs as well.
    private Tensor Detour(Tensor input)
    {
        var normal = Normalise(input.contiguous());
        return empty_strided(input.shape, input.stride(), normal.dtype).copy_(normal.view(normal.shape[0], -1).view(normal.shape));
    }

    private Tensor Normalise(Tensor input) =>
        nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, Momentum, Epsilon);

    private void Count()
    {
        using var _ = no_grad();
        num_batches_tracked.add_(1);
    }
}
