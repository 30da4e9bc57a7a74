using LsKd.Core.Catalogs;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Data;

namespace LsKd.Learning.Tests.Data;

public class DatasetPreviewTests
{
    [Fact]
    public void Counts_are_those_of_the_run()
    {
        var spec = new DataSpec { Classes = 5, ImbalanceFactor = 20, TrainSize = 3000 };
        var preview = DatasetPreview.Of(spec, null);
        using var source = ImageSourceFactory.Open(spec, null);

        Assert.Equal(source.ClassNames, preview.ClassNames);
        foreach (var split in Enum.GetValues<Split>())
            Assert.Equal(source.Labels(split).CountBy(l => l).OrderBy(c => c.Key).Select(c => c.Value), preview.SamplesByClass[split]);
    }

    [Fact]
    public void Impossible_augmentations_are_refused_before_a_run()
    {
        var spec = new DataSpec { Augmentations = [new() { Name = "cutmix", Amount = -1 }] };
        Assert.Contains("cutmix", Assert.Throws<DatasetException>(() => DatasetPreview.Of(spec, null)).Message);
    }

    [Fact]
    public void Every_embedded_set_has_the_counts_of_its_catalogue_entry()
    {
        foreach (var set in DatasetCatalog.All.Where(d => d.Embedded))
        {
            var preview = DatasetPreview.Of(new() { Dataset = set.Name, ValidationFraction = 0 }, null);
            Assert.Equal(set.Classes, preview.ClassNames.Count);
            Assert.Equal((set.Channels, set.ImageSize), (preview.Channels, preview.Width));
            Assert.Equal(set.TrainSamples, preview.SamplesByClass[Split.Train].Sum());
            Assert.Equal(set.TestSamples, preview.SamplesByClass[Split.Test].Sum());
        }
    }

    [Fact]
    public void Triples_of_the_catalogue_are_classes_of_their_set()
    {
        Assert.All(DatasetCatalog.All.Where(d => d.Triple.Count > 0), d => Assert.Equal(3, d.Triple.Intersect(d.ClassNames).Count()));
        Assert.All(DatasetCatalog.All.Where(d => d.ClassNames.Count > 0), d => Assert.Equal(d.Classes, d.ClassNames.Distinct().Count()));
    }
}
