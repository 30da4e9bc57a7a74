using LsKd.Core.Catalogs;
using LsKd.Core.Specs;
using LsKd.Learning.Models;

namespace LsKd.Learning.Tests.Models;

public class ModelCountTests
{
    public static TheoryData<string> Names => [.. ModelCatalog.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_has_the_catalogued_number_of_parameters(string name)
    {
        var descriptor = ModelCatalog.Find(name)!;
        Assert.Equal(descriptor.Parameters, Count(name, 3, descriptor.ImageSizes[^1], 1000));
    }

    [Theory]
    [InlineData("resnet20", 32, 10, 272_474)] // 0.27 million
    [InlineData("resnet56", 32, 10, 855_770)] // 0.86 million with projections
    [InlineData("wrn-28-10", 32, 10, 36_479_194)] // Zagoruyko and Komodakis 2016: 36.5 million
    [InlineData("wrn-40-2", 32, 100, 2_255_156)] // Tian et al. 2020: 2.26 million
    [InlineData("wrn-16-2", 32, 100, 703_284)] // Tian et al. 2020: 0.70 million
    [InlineData("wrn-22-4", 32, 10, 4_298_970)] // Zagoruyko and Komodakis 2016: 4.3 million
    [InlineData("vgg8", 32, 100, 3_965_028)] // Tian et al. 2020: 3.97 million
    [InlineData("vgg13-cifar", 32, 100, 9_462_180)] // Tian et al. 2020: 9.46 million
    [InlineData("alexnet-cifar", 24, 10, 1_068_298)] // TensorFlow's tutorial on 24x24 crops
    public void Networks_for_small_images_have_the_published_number(string name, int imageSize, int classes, long published) =>
        Assert.Equal(published, Count(name, 3, imageSize, classes));

    private static long Count(string name, int channels, int imageSize, int classes)
    {
        using var model = ModelFactory.Build(new ModelSpec { Name = name }, channels, imageSize, classes);
        return model.parameters().Sum(p => p.numel());
    }
}
