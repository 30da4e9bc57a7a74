using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests;

/// <summary>The tensors of these tests are too small to share: threads would spend their time waiting for each other.</summary>
internal static class OneThread
{
    [ModuleInitializer]
    internal static void Set() => set_num_threads(1);
}
