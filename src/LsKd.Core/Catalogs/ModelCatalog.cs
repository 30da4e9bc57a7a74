namespace LsKd.Core.Catalogs;

/// <summary>What is known of an architecture without building it.</summary>
/// <param name="Name">The name in a spec.</param>
/// <param name="Family">Its family, for grouping.</param>
/// <param name="Title">The name for people.</param>
/// <param name="DefaultWidth">Channels of the first stage; of an MLP the units of each hidden layer.</param>
/// <param name="Widths">Whether <c>model.width</c> may be set.</param>
/// <param name="ImageSizes">Image sides the architecture is meant for; the smallest accepted first.</param>
/// <param name="Parameters">
/// Trained parameters at 1,000 classes, the default width, three channels and the largest of <paramref name="ImageSizes"/>.
/// </param>
public sealed record ModelDescriptor(
    string Name, string Family, string Title, int DefaultWidth, bool Widths, IReadOnlyList<int> ImageSizes, long Parameters);

/// <summary>All architectures for images.</summary>
public static partial class ModelCatalog
{
    /// <summary>Every listed architecture, in the order of the form.</summary>
    public static IReadOnlyList<ModelDescriptor> All { get; } =
    [
        .. CifarResNets, .. WideResNets, .. CifarPlain, .. ImageNetResNets, .. ImageNetOthers, .. Binary,
    ];

    /// <summary>Finds an architecture by name, or null. Every <c>wrn-d-k</c> is known, listed or not.</summary>
    public static ModelDescriptor? Find(string name) =>
        All.FirstOrDefault(m => m.Name == name) ?? (WideResNet(name) is { } wide ? Wide(wide.Depth, wide.Factor) : null);
}
