using Bunit;
using LsKd.Core.Runs;
using LsKdWeb.Components.Pages.Site;
using LsKdWeb.Hosting;
using LsKdWeb.Jobs;
using LsKdWeb.Jobs.Launching;
using LsKdWeb.Jobs.Launching.Slurm;
using LsKdWeb.Tests.Jobs.Launching;
using Microsoft.Extensions.DependencyInjection;

namespace LsKdWeb.Tests.Components;

public sealed class SlurmPanelTests : PageTest
{
    private readonly FakeSlurmTools _tools = FakeSlurmTools.OfOneNode();

    public SlurmPanelTests() =>
        Services.AddSingleton<SiteSettingsFile>().AddSingleton<ISlurmTools>(_tools).AddSingleton<SlurmCheck>().AddSingleton<SlurmQueue>();

    private HomeFolder Folders => new(Home);

    [Fact]
    public async Task The_test_of_the_connection_says_what_works_and_what_to_mind()
    {
        var panel = await OpenAsync(new SiteSettings { Launcher = "slurm", SlurmPartition = "gpu" });
        panel.FindAll("button").Single(b => b.TextContent.Contains("Test the connection", StringComparison.Ordinal)).Click();
        panel.WaitForAssertion(() => Assert.NotEmpty(panel.FindAll(".findings li")));
        var found = string.Join('\n', panel.FindAll(".findings li").Select(l => l.TextContent));
        Assert.Contains("Slurmctld(primary) at vm is UP", found, StringComparison.Ordinal);
        Assert.Contains("Partition all (default): up; time limit infinite; nodes: 1, each with 4 CPUs and 4000 MiB, gpu:fake:2", found, StringComparison.Ordinal);
        Assert.Contains("Partition gpu: the cluster has none of this name. Choose one of all in the settings.", found, StringComparison.Ordinal);
        Assert.Contains("RequeueExit is not set", found, StringComparison.Ordinal);
        Assert.Contains("Slurm would take it, using 1 processors on nodes vm in partition all", found, StringComparison.Ordinal);
        Assert.Contains("up to 1001 runs each", found, StringComparison.Ordinal);
        Assert.DoesNotContain(_tools.Calls, c => c.Tool == "sbatch" && !c.Arguments.Contains("--test-only") && !c.Arguments.Contains("--version"));
    }

    [Fact]
    public async Task The_queue_shows_this_homes_jobs_with_state_reason_time_and_node_and_counts_the_others()
    {
        Catalog.Runs.Add(Run("aaaaaaaaaa"));
        foreach (var id in (string[])["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"])
            Directory.CreateDirectory(Folders.Run(id).Root);
        SlurmManifest.Write(Folders, "lskd-array-x", [Request("bbbbbbbbbb"), Request("cccccccccc")]);
        _tools.Answer("squeue", new(0, """
            7|RUNNING|None|0|1|0:31|node3|0|me|lskd-aaaaaaaaaa-2
            8_1|PENDING|Priority|0|0|0:00||0|me|lskd-array-x
            9|RUNNING|None|0|0|5:00|node1|0|you|train
            10|PENDING|Resources|0|0|0:00||0|me|lskd-elsewhere0-1
            """, ""));
        var panel = await OpenAsync(new SiteSettings { Launcher = "slurm" });
        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll("tbody tr").Count));
        var rows = panel.FindAll("tbody tr").Select(r => string.Join(" | ", r.Children.Select(c => c.TextContent.Trim()))).ToList();
        Assert.Equal("7 | Run aaaaaaaaaa | Running (came back 1×) | 0:31 | node3", rows[0]);
        Assert.Equal("8_1 | cccccccccc | Pending: Priority (others come first) | 0:00 | ", rows[1]);
        Assert.Contains("1 running, 1 waiting", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_said_until_it_answers()
    {
        _tools.Silent = true;
        var panel = await OpenAsync(new SiteSettings { Launcher = "slurm" });
        panel.WaitForAssertion(() => Assert.Contains("Slurm does not answer", panel.Find(".notice").TextContent, StringComparison.Ordinal));
        _tools.Silent = false;
        panel.FindAll("button").Single(b => b.TextContent.Contains("Refresh", StringComparison.Ordinal)).Click();
        panel.WaitForAssertion(() => Assert.Contains("Nobody else has jobs there", panel.Markup, StringComparison.Ordinal));
    }

    private JobRequest Request(string run) => new(Folders.Run(run), 1, 1, "cpu", new(), []);

    private async Task<IRenderedComponent<SlurmPanel>> OpenAsync(SiteSettings settings)
    {
        await Services.GetRequiredService<SiteSettingsFile>().SaveAsync(settings);
        var panel = Render<SlurmPanel>();
        Clock.Move(TimeSpan.Zero);
        return panel;
    }
}
