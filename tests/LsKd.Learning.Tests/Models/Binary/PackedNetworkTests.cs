using LsKd.Core.Specs;
using LsKd.Learning.Checkpoints;
using LsKd.Learning.Models;
using LsKd.Learning.Models.Binary.Packed;
using TorchSharp;
using static TorchSharp.torch;

namespace LsKd.Learning.Tests.Models.Binary;

public sealed class PackedNetworkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("packed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("reactnet-small", 32, 1, 28, 48)]
    [InlineData("reactnet-small", 12, 3, 33, 24)]
    [InlineData("reactnet18", 16, 3, 97, 8)]
    public void Predictions_equal_those_of_the_float_path(string name, int width, int channels, int side, int count)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var model = Make(name, width, channels, side);
        PackedCheckpoint.Write(Save(model, name), Packed);
        var network = PackedNetwork.Load(Packed);
        var images = randn(count, channels, side, side);
        var expected = model.forward(images);
        for (var i = 0; i < count; i++)
        {
            var logits = network.Logits(images[i].contiguous().data<float>().ToArray(), side, side);
            Assert.Equal(expected[i].argmax().ToInt64(), Array.IndexOf(logits, logits.Max()));
            Assert.True(expected[i].allclose(tensor(logits), 0.02, 0.02), $"image {i}");
        }
    }

    [Fact]
    public void The_packed_file_is_much_smaller_and_the_sizes_are_told()
    {
        using var model = Make("reactnet-small", 64, 1, 28);
        var path = Save(model, "reactnet-small");
        var sizes = PackedCheckpoint.Write(path, Packed);
        Assert.Equal(new FileInfo(path).Length, sizes.RealBytes);
        Assert.Equal(new FileInfo(Packed).Length, sizes.PackedBytes);
        Assert.True(sizes.Ratio > 8, $"{sizes.Ratio}");
        Assert.True(sizes.BinaryWeights > 30 * sizes.RealWeights / 2);
    }

    [Fact]
    public void A_real_network_cannot_be_packed()
    {
        using var model = Make("resnet8", 8, 1, 28);
        var error = Assert.Throws<InvalidDataException>(() => PackedCheckpoint.Write(Save(model, "resnet8"), Packed));
        Assert.Contains("resnet8", error.Message);
        Assert.False(File.Exists(Packed));
    }

    [Fact]
    public void A_plain_checkpoint_is_not_taken_for_a_packed_one()
    {
        using var model = Make("reactnet-small", 8, 1, 28);
        var path = Save(model, "reactnet-small");
        Assert.Contains("not a packed", Assert.Throws<InvalidDataException>(() => PackedNetwork.Load(path)).Message);
    }

    private string Packed => Path.Combine(_folder, "packed.safetensors");

    private static ImageModel Make(string name, int width, int channels, int side)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        manual_seed(1);
        var model = ModelFactory.Create(new ModelSpec { Name = name, Width = width }, channels, side, 10, 0);
        // Statistics and parameters that a fresh network does not have yet.
        foreach (var (part, parameter) in model.named_parameters())
            if (parameter.dim() == 1)
                parameter.add_(randn_like(parameter).mul_(0.1));
        for (var i = 0; i < 3; i++)
            model.forward(randn(8, channels, side, side));
        model.eval();
        return model;
    }

    private string Save(ImageModel model, string name)
    {
        var path = Path.Combine(_folder, "real.safetensors");
        var info = new CheckpointInfo(new RunSpec { Model = new ModelSpec { Name = name } }, ["a", "b"], 1, new Dictionary<string, double>());
        ModelCheckpoint.Write(path, model.state_dict(), info);
        return path;
    }
}
