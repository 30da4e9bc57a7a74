using TorchSharp;

namespace LsKd.Learning.Native;

/// <summary>
/// bfloat16 autocast on the current thread, through libtorch's own switches. Weights stay in single precision; operations
/// that libtorch deems safe run in bfloat16 until the scope is disposed.
/// </summary>
public static unsafe class Autocast
{
    private const sbyte BFloat16 = 15;
    private static readonly delegate* unmanaged<sbyte, byte, void> SetEnabled =
        (delegate* unmanaged<sbyte, byte, void>)NativeFunctions.Find("_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb");
    private static readonly delegate* unmanaged<sbyte, sbyte, void> SetType =
        (delegate* unmanaged<sbyte, sbyte, void>)NativeFunctions.Find("_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE");
    private static readonly delegate* unmanaged<int> Enter =
        (delegate* unmanaged<int>)NativeFunctions.Find("_ZN2at8autocast17increment_nestingEv");
    private static readonly delegate* unmanaged<int> Leave =
        (delegate* unmanaged<int>)NativeFunctions.Find("_ZN2at8autocast17decrement_nestingEv");
    private static readonly delegate* unmanaged<void> ClearCache =
        (delegate* unmanaged<void>)NativeFunctions.Find("_ZN2at8autocast11clear_cacheEv");

    /// <summary>Whether this libtorch offers the switches.</summary>
    public static bool IsAvailable =>
        SetEnabled is not null && SetType is not null && Enter is not null && Leave is not null && ClearCache is not null;

    /// <summary>Turns autocast on for a device type until the result is disposed, on the same thread; does nothing where it is not available.</summary>
    public static IDisposable BFloat16On(DeviceType device) => IsAvailable ? new Scope((sbyte)device) : Nothing.Instance;

    /// <summary>A scope that changes nothing, for single precision.</summary>
    public static IDisposable Off => Nothing.Instance;

    private sealed class Scope : IDisposable
    {
        private readonly sbyte device;

        public Scope(sbyte device)
        {
            this.device = device;
            SetEnabled(device, 1);
            SetType(device, BFloat16);
            Enter();
        }

        public void Dispose()
        {
            if (Leave() > 0)
                return;
            // Weights cast within the outermost scope are cached; they are stale after the next step.
            ClearCache();
            SetEnabled(device, 0);
        }
    }

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
