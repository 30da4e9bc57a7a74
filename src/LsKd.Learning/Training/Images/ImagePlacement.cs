using LsKd.Core.Specs;
using LsKd.Learning.Models;
using LsKd.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Training.Images;

/// <summary>Where and how images and networks are computed: device, memory layout and number format of a run.</summary>
/// <param name="Device">The device.</param>
/// <param name="ChannelsLast">Whether convolutions run in channels-last layout.</param>
/// <param name="Precision">Number format of training; evaluation is in single precision.</param>
public sealed record ImagePlacement(Device Device, bool ChannelsLast, Precision Precision)
{
    /// <summary>The placement of a run's networks on a device.</summary>
    public static ImagePlacement Of(TrainingSpec training, Device device) => new(device, training.ChannelsLast, training.Precision);

    /// <summary>Moves a network there, in place.</summary>
    public void Place(ImageModel network)
    {
        network.to(Device);
        if (ChannelsLast)
            MemoryLayout.UseChannelsLast(network);
    }

    /// <summary>Images [B, C, H, W] there, in the caller's dispose scope.</summary>
    public Tensor Place(Tensor images)
    {
        var placed = Device.type is DeviceType.CPU ? images : images.to(Device, non_blocking: true);
        return ChannelsLast ? MemoryLayout.ChannelsLast(placed) : placed;
    }

    /// <summary>Opens a scope of the training's number format on this thread.</summary>
    public IDisposable Format() => Precision is Precision.BFloat16 ? Autocast.BFloat16On(Device.type) : Autocast.Off;
}
