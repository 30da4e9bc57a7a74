namespace LsKd.Core.Catalogs;

/// <summary>What is known of an architecture without building it.</summary>
/// <param name="Name">The name in a spec.</param>
/// <param name="Family">Its family, for grouping.</param>
/// <param name="Title">The name for people.</param>
/// <param name="DefaultWidth">Channels of the first stage.</param>
/// <param name="Widths">Whether <c>model.width</c> may be set.</param>
/// <param name="ImageSizes">Image sides the architecture is meant for; the smallest accepted first.</param>
public sealed record ModelDescriptor(
    string Name, string Family, string Title, int DefaultWidth, bool Widths, IReadOnlyList<int> ImageSizes);

/// <summary>All architectures for images.</summary>
public static partial class ModelCatalog
{
    /// <summary>Every architecture, in the order of the form.</summary>
    public static IReadOnlyList<ModelDescriptor> All { get; } = [.. Mlp(), .. CifarResNets()];

    /// <summary>Finds an architecture by name, or null.</summary>
    public static ModelDescriptor? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    private static IEnumerable<ModelDescriptor> Mlp() =>
        [new("mlp", "MLP", "Two hidden layers", 1200, true, [28, 32])];

    private static IEnumerable<ModelDescriptor> CifarResNets() =>
        from depth in (int[])[8, 14, 20, 32, 44, 56, 110]
        select new ModelDescriptor($"resnet{depth}", "CIFAR ResNet", $"ResNet-{depth} (CIFAR)", 16, true, [28, 32]);
}
