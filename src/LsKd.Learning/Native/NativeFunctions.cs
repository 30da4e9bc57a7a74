using System.Runtime.InteropServices;
using TorchSharp;

namespace LsKd.Learning.Native;

/// <summary>
/// Functions that libtorch exports and TorchSharp does not bind. They are C++ symbols of one ABI (Linux, x64): elsewhere, or
/// where a release lacks one, they are absent and callers fall back.
/// </summary>
internal static class NativeFunctions
{
    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>The address of an exported function, or 0.</summary>
    public static nint Find(string mangledName) =>
        Library.Value != 0 && NativeLibrary.TryGetExport(Library.Value, mangledName, out var address) ? address : 0;

    private static nint Load()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return 0;
        torch.InitializeDeviceType(DeviceType.CPU);
        return NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library)
            || NativeLibrary.TryLoad("libtorch_cpu.so", out library) ? library : 0;
    }
}
