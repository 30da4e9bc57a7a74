using LsKd.Core.Runs;
using LsKd.Store.Contracts;
using LsKdWeb.Components.Live;

namespace LsKdWeb.Tests.Components;

public class FeedPumpTests
{
    private readonly FakeFeed _feed = new();
    private readonly HandClock _clock = new();
    private readonly List<IReadOnlyCollection<RunChange>> _batches = [];

    [Fact]
    public void A_storm_of_changes_is_at_most_five_deliveries_a_second_with_one_entry_a_run()
    {
        using var pump = Pump(Task.CompletedTask);
        for (var i = 0; i < 100; i++)
        {
            _feed.Tell(new("a", RunState.Running, i == 3));
            _feed.Tell(new("b", RunState.Running, false));
            _clock.Move(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_batches.Count, 4, 5);
        Assert.All(_batches, b => Assert.Equal(2, b.Count));
        Assert.True(_batches[0].Single(c => c.Id == "a").StateChanged);
    }

    [Fact]
    public void A_slow_delivery_holds_the_next_back()
    {
        var slow = new TaskCompletionSource();
        using var pump = Pump(slow.Task);
        _feed.Tell(new("a", RunState.Running, false));
        _clock.Move(FeedPump.Interval);
        _feed.Tell(new("a", RunState.Succeeded, true));
        _clock.Move(TimeSpan.FromSeconds(5));
        Assert.Single(_batches);

        slow.SetResult();
        _clock.Move(FeedPump.Interval);
        Assert.Equal(RunState.Succeeded, _batches[^1].Single().State);
    }

    [Fact]
    public void After_disposal_nothing_is_delivered()
    {
        var pump = Pump(Task.CompletedTask);
        _feed.Tell(new("a", RunState.Running, false));
        pump.Dispose();
        _clock.Move(TimeSpan.FromSeconds(1));
        Assert.Empty(_batches);
        Assert.Equal(0, _feed.Listeners);
    }

    private FeedPump Pump(Task delivery) => new(_feed, null, _clock, batch =>
    {
        _batches.Add(batch);
        return delivery;
    });
}
