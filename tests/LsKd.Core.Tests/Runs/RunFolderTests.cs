using LsKd.Core.Runs;

namespace LsKd.Core.Tests.Runs;

public class RunFolderTests
{
    [Fact]
    public void The_id_is_the_name_of_the_folder() => Assert.Equal("abc", new RunFolder("/home/runs/abc/").Id);

    [Fact]
    public void Each_attempt_has_an_event_log_of_its_own()
    {
        var folder = new RunFolder("/r/a");
        Assert.EndsWith("events.jsonl", folder.EventLog(1));
        Assert.EndsWith("events.2.jsonl", folder.EventLog(2));
    }

    [Fact]
    public void New_ids_are_valid_and_differ()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => RunId.New()).ToHashSet();
        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.True(RunId.IsValid(id)));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(null)]
    public void A_text_that_could_leave_the_folder_is_no_id(string? text) => Assert.False(RunId.IsValid(text));
}
