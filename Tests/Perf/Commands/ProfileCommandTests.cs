using System.Diagnostics.Tracing;
using Emulator.Probes;
using Emulator.Reports;
using Perf.Sampling;

namespace Tests.Perf;

/// <summary>Where the program spends its time, and what it tells of that.</summary>
public sealed class ProfileCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safepoint_samples_become_the_three_files_and_say_what_they_are()
    {
        var result = ChildProcess.Run("profile", "--samples", "eventpipe", "-o", _folder.Root, "--", "run", Cli.Seed).Succeeded();
        Assert.Contains("EventPipe samples of managed threads at safepoints, in wall time: no CPU time", result.Output, StringComparison.Ordinal);
        using var folded = new StreamReader(Path.Combine(_folder.Root, "profile-run-safepoints.folded"));
        Assert.Contains(FoldedStacks.Read(folded).Stacks(), stack => stack.Names.Contains("Perf.Ptemu.Run"));
        var svg = File.ReadAllText(Path.Combine(_folder.Root, "profile-run-safepoints.svg"));
        Assert.Contains("safepoint samples", svg, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Root, "profile-run-safepoints.speedscope.json")));
    }

    [Fact]
    public void Without_perf_it_says_so()
    {
        var path = KeyValuePair.Create("PATH", "/nowhere");
        var host = KeyValuePair.Create("DOTNET_HOST_PATH", Environment.ProcessPath!);
        var asked = ChildProcess.RunIn([path, host], "profile", "--samples", "perf", "-o", _folder.Root, "--", "run", Cli.Seed).Command;
        Assert.Equal((2, ""), (asked.Status, asked.Output));
        Assert.Contains("perf is not here; expected it in PATH", asked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_fails_is_no_profile()
    {
        var result = ChildProcess.Run("profile", "--samples", "eventpipe", "-o", _folder.Root, "--", "run", "/nowhere.trace");
        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Contains("the profiled command ended with status 2", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root));
        Assert.Contains("does not profile itself", Cli.Run("profile", "-o", _folder.Root, "--", "profile").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ptemu!Perf.Ptemu.Run(class System.String[])", "Perf.Ptemu.Run")]
    [InlineData("perf-12!instance void [Emulator] Emulator.Kernel.Mm::Add(int)[Tier1]", "instance void [Emulator] Emulator.Kernel.Mm.Add")]
    [InlineData("?![OptimizedTier1]Emulator.Kernel.Mm::Add(int)", "Emulator.Kernel.Mm.Add")]
    [InlineData("libc.so.6!?", "libc.so.6")]
    [InlineData("Thread (12)", null)]
    public void A_frame_is_type_and_method(string frame, string? name) => Assert.Equal(name, FrameName.Of(frame));

    [Fact]
    public void The_provider_tells_of_statements_and_walks()
    {
        using var listener = new Listener();
        Cli.Run("run", Cli.Seed).Succeeded();
        var walked = listener.Events.Single(one => one.Name == "Walked");
        Assert.Equal(["6.19", "A", 1L], [walked.Payload[0], walked.Payload[1], walked.Payload[4]]);
        var register = listener.Events.Single(one =>
            one.Name == "StatementBegins" && $"{one.Payload[1]}".StartsWith("uffd-register", StringComparison.Ordinal));
        var ended = listener.Events.Single(one => one.Name == "StatementEnds" && one.Payload[0]!.Equals(register.Payload[0]));
        Assert.Equal(["0", 1L, 1L], ended.Payload.Skip(1).Take(3));
    }

    private sealed class Listener : EventListener
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public Listener() => EnableEvents(PtemuEvents.Log, EventLevel.Informational);

        public List<(string Name, IReadOnlyList<object?> Payload)> Events { get; } = [];

        /// <summary>Only of the test's own thread: others run traces meanwhile.</summary>
        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (Environment.CurrentManagedThreadId == _thread) Events.Add((eventData.EventName!, [.. eventData.Payload!]));
        }
    }
}
