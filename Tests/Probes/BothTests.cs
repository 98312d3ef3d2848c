using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Probes;

/// <summary>Two probes hear one kernel: each event once, in order, and without a box.</summary>
public class BothTests
{
    [Fact]
    public void Each_hears_what_it_asks_for_once_and_in_order()
    {
        var heard = new List<string>();
        var both = new Both<Ear, Both<DeafEar, Ear>>(new("first", heard), new(default, new("second", heard)));
        both.Tell(new Called(KernelFunction.PmdAlloc, 3));
        both.Tell(new Gone(7));
        Assert.Equal(["first 3", "second 3"], heard);
    }

    /// <summary>A box for each of a thousand million steps would be most of the time. In Debug nothing is optimized, and what is heard has a box.</summary>
    [Fact]
    public void Optimized_code_allocates_nothing()
    {
        var count = new StrongBox<long>();
        var both = new Both<Counter, Counter>(new(count), new(count));
        Loop(both);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Loop(both);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(2 * 2 * 100, count.Value);
#if !DEBUG
        Assert.Equal(0, allocated);
#endif
    }

    /// <summary>Every kind of event that the kernel can tell is told to both.</summary>
    [Fact]
    public void Both_hear_the_same_of_a_trace()
    {
        const string Trace = """
            file F 2G
            mmap A F 8G..10G shared
            mmap B F 8G..10G shared
            touch A 8G..10G
            touch B 8G..10G
            uffd-register A 8G..10G wp
            exit A
            """;
        var (alone, first, second) = (new Dictionary<string, long>(), new Dictionary<string, long>(), new Dictionary<string, long>());
        var trace = TraceParser.Parse("t.trace", new StringReader(Trace));
        using var one = new Execution<Tallying>(trace, LinuxKernels.Default, new Tallying(alone));
        using var two = new Execution<Both<Tallying, Tallying>>(trace, LinuxKernels.Default, new Both<Tallying, Tallying>(new(first), new(second)));
        one.Run();
        two.Run();
        Assert.Equal(alone.OrderBy(pair => pair.Key), first.OrderBy(pair => pair.Key));
        Assert.Equal(alone.OrderBy(pair => pair.Key), second.OrderBy(pair => pair.Key));
        var events = typeof(IProbe).Assembly.GetTypes().Where(type => type.Namespace == typeof(IProbe).Namespace && IsEvent(type)).Select(type => type.Name);
        // A walk that finds nothing at 8G misses before its fault; no mm is evicted by two processes.
        Assert.Equal(events.Order(StringComparer.Ordinal), alone.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Events.cs declares nothing else.</summary>
    private static bool IsEvent(Type type)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "Emulator/Probes/Events.cs"));
        return text.Contains($"record struct {type.Name}(", StringComparison.Ordinal) || text.Contains($"record struct {type.Name};", StringComparison.Ordinal);
    }

    // Optimized when it is first called: when the JIT comes to a method by itself depends on what else it has to do.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<P>(in P probe) where P : struct, IProbe
    {
        for (var i = 0; i < 100; i++) probe.Tell(new LookedUp(1, new VirtAddr((ulong)i)));
    }

    private readonly struct Ear(string name, List<string> heard) : IProbe, IHears<Called>
    {
        public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

        public void On(in Called happened) => heard.Add($"{name} {happened.Times}");
    }

    private readonly struct DeafEar : IProbe
    {
        public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);
    }

    private readonly struct Counter(StrongBox<long> count) : IProbe, IHears<LookedUp>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

        public void On(in LookedUp happened) => count.Value++;
    }

    /// <summary>Counts all events by their names.</summary>
    private readonly struct Tallying(Dictionary<string, long> counts) : IProbe
    {
        public void Tell<E>(in E happened) where E : struct => counts[typeof(E).Name] = counts.GetValueOrDefault(typeof(E).Name) + 1;
    }
}
