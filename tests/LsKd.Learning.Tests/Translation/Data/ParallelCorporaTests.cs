using System.IO.Compression;
using LsKd.Core.Runs;
using LsKd.Core.Specs;
using LsKd.Learning.Translation.Data;

namespace LsKd.Learning.Tests.Translation.Data;

public sealed class ParallelCorporaTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lskd-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Multi30k_is_read_from_its_published_names()
    {
        Write("train.de.gz", "ein Hund", "zwei Hunde");
        Write("train.en.gz", "a dog", "two dogs");
        Write("val.de", "eine Katze");
        Write("val.en", "a cat");
        Write("test_2016_flickr.de", "ein Baum");
        Write("test_2016_flickr.en", "a tree");
        var corpus = Open("multi30k");
        Assert.Equal(new SentencePair("zwei Hunde", "two dogs"), corpus[Split.Train][1]);
        Assert.Equal("a cat", Assert.Single(corpus[Split.Validation]).Target);
        Assert.Equal("a tree", Assert.Single(corpus[Split.Test]).Target);
    }

    [Fact]
    public void Iwslt14_drops_markup_and_takes_every_23rd_pair_for_validation()
    {
        var german = Enumerable.Range(0, 46).Select(i => $"Satz {i}").Prepend("<title>Titel</title>").Prepend("<url>x</url>");
        var english = Enumerable.Range(0, 46).Select(i => $"Sentence {i}").Prepend("<title>Title</title>").Prepend("<url>x</url>");
        Write("train.tags.de-en.de", [.. german]);
        Write("train.tags.de-en.en", [.. english]);
        Write("IWSLT14.TED.tst2010.de-en.de.xml", "<doc>", "<seg id=\"1\"> A &amp; B </seg>", "</doc>");
        Write("IWSLT14.TED.tst2010.de-en.en.xml", "<doc>", "<seg id=\"1\"> C &amp; D </seg>", "</doc>");
        var corpus = Open("iwslt14");
        Assert.Equal(["Title", "Sentence 22", "Sentence 45"], corpus[Split.Validation].Select(p => p.Target));
        Assert.Equal(44, corpus[Split.Train].Count);
        Assert.Equal(new SentencePair("A & B", "C & D"), Assert.Single(corpus[Split.Test]));
    }

    [Fact]
    public void A_share_of_the_training_pairs_is_taken_after_their_number_was_capped()
    {
        Write("train.tsv", "a\tA", "b\tB", "c\tC", "d\tD", "e\tE");
        Write("valid.tsv", "x\tX");
        Write("test.tsv", "y\tY");
        var corpus = ParallelCorpora.Open(new DataSpec { Dataset = "parallel", Path = folder, TrainSize = 4, Fraction = 0.5 }, null);
        Assert.Equal(["A", "B"], corpus[Split.Train].Select(p => p.Target));
    }

    [Fact]
    public void A_missing_file_is_told_without_reading_the_others()
    {
        Write("train.tsv", "not read");
        var spec = new DataSpec { Dataset = "parallel", Path = folder };
        Assert.Contains("test.tsv", Assert.Throws<FileNotFoundException>(() => ParallelCorpora.Demand(spec, null)).Message);
        Write("test.tsv", "not read either");
        ParallelCorpora.Demand(spec, null);
    }

    [Fact]
    public void A_pair_in_two_splits_stays_in_the_later_one_alone()
    {
        Write("train.tsv", "a\tA", "b\tB", "c\tC");
        Write("valid.tsv", "b\tB");
        Write("test.tsv", "c\tC");
        Assert.Equal("A", Assert.Single(Open("parallel")[Split.Train]).Target);
    }

    [Fact]
    public void Validation_is_drawn_from_training_by_seed_where_there_is_none()
    {
        Write("train.tsv", [.. Enumerable.Range(0, 100).Select(i => $"a{i}\tA{i}")]);
        Write("test.tsv", "t\tT");
        var (first, second) = (Open("parallel"), Open("parallel"));
        Assert.Equal(10, first[Split.Validation].Count);
        Assert.Equal(first[Split.Validation], second[Split.Validation]);
        Assert.Empty(first[Split.Train].Intersect(first[Split.Validation]));
    }

    [Fact]
    public void A_line_without_a_tab_is_named()
    {
        Write("train.tsv", "a\tA", "oops");
        Write("test.tsv", "t\tT");
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => Open("parallel")).Message);
    }

    [Fact]
    public void Files_of_different_length_are_refused()
    {
        Write("train.de", "a", "b");
        Write("train.en", "A");
        Write("test.tsv", "t\tT");
        Assert.Contains("has 2 lines", Assert.Throws<InvalidDataException>(() => Open("parallel")).Message);
    }

    [Fact]
    public void A_missing_file_says_what_was_looked_for() =>
        Assert.Contains("train.tsv", Assert.Throws<FileNotFoundException>(() => Open("parallel")).Message);

    private ParallelCorpus Open(string name) =>
        ParallelCorpora.Open(new DataSpec { Dataset = name, Path = folder }, home: null);

    private void Write(string name, params string[] lines)
    {
        using Stream file = File.Create(Path.Combine(folder, name));
        using var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Compress) : file;
        using var writer = new StreamWriter(stream);
        foreach (var line in lines)
            writer.Write(line + "\n");
    }
}
