using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Learning.Models.Binary;
using LsKd.Learning.Models.Dense;
using LsKd.Learning.Models.Mobile;
using LsKd.Learning.Models.Plain;
using LsKd.Learning.Models.Residual;
using LsKd.Learning.Models.Wide;
using TorchSharp;

namespace LsKd.Learning.Models;

/// <summary>Builds any network of <see cref="ModelCatalog"/> by name.</summary>
public static class ModelFactory
{
    /// <summary>A fresh network on the CPU, in training mode; the same arguments give the same weights.</summary>
    /// <param name="spec">Name, width and dropout; <see cref="ModelSpec.Weights"/> is not read here.</param>
    /// <param name="channels">Channels of an image: 1 or 3, as a rule.</param>
    /// <param name="imageSize">Side of the square images in pixels.</param>
    /// <param name="classes">Number of classes K.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="ArgumentException">The name is unknown, or the size does not suit the architecture.</exception>
    public static ImageModel Create(ModelSpec spec, int channels, int imageSize, int classes, int seed)
    {
        var model = Build(spec, channels, imageSize, classes);
        Initialisation.Apply(model, seed);
        return model;
    }

    /// <summary>A network whose weights are about to be overwritten: they are not drawn from a seed.</summary>
    /// <exception cref="ArgumentException">The name is unknown, or the size does not suit the architecture.</exception>
    internal static ImageModel Build(ModelSpec spec, int channels, int imageSize, int classes)
    {
        var descriptor = Check(spec, channels, imageSize, classes);
        var shape = new ModelShape(spec.Width ?? descriptor.DefaultWidth, channels, imageSize, classes);
        var model = ByName(descriptor.Name, shape);
        model.Dropout = spec.Dropout;
        // A network outlives the dispose scope it happens to be built in.
        foreach (var (_, tensor) in model.state_dict())
            tensor.DetachFromDisposeScope();
        return model;
    }

    private static ModelDescriptor Check(ModelSpec spec, int channels, int imageSize, int classes)
    {
        var descriptor = ModelCatalog.Find(spec.Name)
            ?? throw new ArgumentException($"model.name: there is no model '{spec.Name}'; known are {string.Join(", ", ModelCatalog.All.Select(m => m.Name))}");
        if (spec.Width is < 1)
            throw new ArgumentException($"model.width: {spec.Width} is less than 1");
        if (spec.Width is { } width && !descriptor.Widths && width != descriptor.DefaultWidth)
            throw new ArgumentException($"model.width: {spec.Name} has one width, {descriptor.DefaultWidth}");
        if (spec.Dropout is < 0 or >= 1)
            throw new ArgumentException($"model.dropout: {spec.Dropout} is not in [0, 1)");
        if (imageSize < descriptor.ImageSizes[0])
            throw new ArgumentException($"model.name: {spec.Name} needs images of at least {descriptor.ImageSizes[0]} pixels a side, not {imageSize}");
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        return descriptor;
    }

    private static ImageModel ByName(string name, ModelShape shape) => name switch
    {
        "mlp" => new Mlp(shape),
        "densenet121" => new DenseNet(shape, [6, 12, 24, 16]),
        "mobilenetv2" => new MobileNetV2(shape),
        "alexnet" => new AlexNet(shape),
        "alexnet-cifar" => new CifarAlexNet(shape),
        "vgg8" => new CifarVgg(shape, [1, 1, 1, 1, 1]),
        "vgg13-cifar" => new CifarVgg(shape, [2, 2, 2, 2, 2]),
        "vgg16-cifar" => new CifarVgg(shape, [2, 2, 3, 3, 3]),
        "vgg13" or "vgg13-bn" => new Vgg(shape, [2, 2, 2, 2, 2], name.EndsWith("-bn", StringComparison.Ordinal)),
        "vgg16" or "vgg16-bn" => new Vgg(shape, [2, 2, 3, 3, 3], name.EndsWith("-bn", StringComparison.Ordinal)),
        "reactnet18" or "reactnet18-real" => new ReActNet(shape, [4, 4, 4, 4], name == "reactnet18"),
        "reactnet-small" or "reactnet-small-real" => new ReActNet(shape, [2, 2, 2], name == "reactnet-small"),
        _ when ModelCatalog.WideResNet(name) is { } wide => new WideResNet(shape, wide.Depth),
        _ => ResNets.Create(name, shape),
    };
}
