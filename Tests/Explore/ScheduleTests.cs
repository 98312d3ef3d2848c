using Emulator.Explore;

namespace Tests.Explore;

public class ScheduleTests
{
    [Theory]
    [InlineData("A:12,B:7,A:end,B:end")]
    [InlineData("A.2:end")]
    public void Reads_what_it_writes(string text)
    {
        Assert.True(Schedule.TryParse(text, out var schedule));
        Assert.Equal(text, schedule.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData(":3")]
    [InlineData("A:")]
    [InlineData("A:-1")]
    [InlineData("A:12,B:x")]
    public void Refuses_what_is_none(string text) => Assert.False(Schedule.TryParse(text, out _));

    [Fact]
    public void A_replay_goes_as_it_says()
    {
        static Action<Litmus, Actor> Append(int digit) => (on, actor) =>
        {
            on.Atomic(actor, () => on.Write(actor, 0, (on.Read(actor, 0) * 10) + digit));
            on.Atomic(actor, () => on.Write(actor, 0, (on.Read(actor, 0) * 10) + digit));
        };
        using var litmus = new Litmus(Append(1), Append(2));
        foreach (var (text, expected) in new[] { ("P0:end", 1122), ("P1:end", 2211), ("P1:2,P0:end", 2112), ("P0:2,P1:2,P0:end", 1212) })
        {
            Assert.True(Schedule.TryParse(text, out var schedule));
            litmus.Run(new Replay(schedule));
            Assert.Equal(expected, litmus.Cells[0]);
        }
    }
}
