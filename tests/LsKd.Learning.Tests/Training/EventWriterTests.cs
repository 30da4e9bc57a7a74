using System.Text.Json;
using LsKd.Core.Events;
using LsKd.Core.Specs;
using LsKd.Learning.Training.Events;

namespace LsKd.Learning.Tests.Training;

public sealed class EventWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lskd-events-").FullName;

    private string Log => Path.Combine(folder, "events.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_event_is_readable_while_the_log_is_still_open()
    {
        using var writer = new EventWriter(Log, new ManualClock());
        writer.Write(new MetricLogged("train/loss", 3, 0.5, double.NaN));
        var entry = Assert.IsType<MetricLogged>(Assert.Single(Read()));
        Assert.Equal((3, double.NaN, ManualClock.Start), (entry.Step, entry.Value, entry.Time));
    }

    [Fact]
    public void A_line_torn_by_a_dead_process_is_ended_before_the_next_event()
    {
        File.WriteAllText(Log, "{\"type\":\"lo");
        using (var writer = new EventWriter(Log))
            writer.Log("info", "again");
        Assert.Equal("{\"type\":\"lo", File.ReadLines(Log).First());
        Assert.Equal("again", Assert.IsType<LogWritten>(JsonSerializer.Deserialize<RunEvent>(File.ReadLines(Log).Last(), SpecJson.Options)).Message);
    }

    [Fact]
    public void A_line_for_people_is_told_to_the_workers_own_log_as_well()
    {
        using var echo = new StringWriter();
        using (var writer = new EventWriter(Log, new ManualClock(), echo))
            writer.Log("info", "epoch 1 of 2");
        Assert.EndsWith("info: epoch 1 of 2", echo.ToString().TrimEnd());
        Assert.Equal("epoch 1 of 2", Assert.IsType<LogWritten>(Assert.Single(Read())).Message);
    }

    [Fact]
    public void The_heart_beats_every_two_seconds_whatever_the_loop_does()
    {
        var clock = new ManualClock();
        using var writer = new EventWriter(Log, clock);
        using (new Heartbeat(writer, new Progress(), clock))
            clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([0, 2, 4], Read().Select(e => (int)(e.Time - ManualClock.Start).TotalSeconds));
    }

    [Fact]
    public void What_follows_the_last_step_has_no_speed_and_no_known_end_and_never_steps_back()
    {
        var progress = new Progress { Current = new("training", 2, 2, 90, 100, 512, 3) };
        progress.Enter("evaluating", 95);
        Assert.Equal(("evaluating", 95L, 0.0, 3.0), (progress.Current.Phase, progress.Current.Step, progress.Current.SamplesPerSecond, progress.Current.SecondsLeft));
        progress.Enter("analysing", 100);
        Assert.Equal((100L, null), (progress.Current.Step, progress.Current.SecondsLeft));
    }

    private List<RunEvent> Read()
    {
        using var stream = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<RunEvent>(l, SpecJson.Options)!)];
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = Start;

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(callback, state, now + dueTime, period);
        timers.Add(timer);
        timer.RunUntil(now);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        for (var end = now + by; now < end;)
        {
            now += TimeSpan.FromSeconds(1);
            timers.ForEach(t => t.RunUntil(now));
        }
    }

    private sealed class ManualTimer(TimerCallback callback, object? state, DateTimeOffset due, TimeSpan period) : ITimer
    {
        private bool stopped;

        public void RunUntil(DateTimeOffset now)
        {
            for (; !stopped && due <= now; due += period)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
